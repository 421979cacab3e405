/*
 * scores: see scores.h.
 */
#include "search/scores.h"

#include <algorithm>

#include "search/finder.h"

namespace search {

/* the numbers of an audience side by side, all of them 0 between two uses */
struct Sums {
	std::vector<float> weight;
	std::vector<uint64_t> there;	/* a bit each */

	void	 add(const std::vector<Scored> &);
	void	 take(std::vector<Scored> &);
};

void
Sums::add(const std::vector<Scored> &v)
{
	if (v.empty())
		return;
	if (v.back().doc >= weight.size()) {
		weight.resize(v.back().doc + 1, 0);
		there.resize(weight.size() / 64 + 1, 0);
	}
	for (const Scored &s : v) {
		weight[s.doc] += s.weight;
		there[s.doc / 64] |= UINT64_C(1) << s.doc % 64;
	}
}

void
Sums::take(std::vector<Scored> &out)
{
	for (size_t i = 0; i < there.size(); i++) {
		for (uint64_t bits = there[i]; bits != 0; bits &= bits - 1) {
			size_t doc = i * 64 + static_cast<size_t>(
			    __builtin_ctzll(bits));

			out.push_back({ static_cast<Xapian::docid>(doc),
			    weight[doc] });
			weight[doc] = 0;
		}
		there[i] = 0;
	}
}

Scores
any_of(const Set &set, std::vector<Scores> &&all)
{
	static Sums sums;
	Scores out(set.handles.size());

	if (all.size() == 1)
		return std::move(all[0]);
	for (size_t k = 0; k < out.size(); k++) {
		size_t n = 0;

		for (const Scores &s : all)
			n += s[k].size();
		for (const Scores &s : all)
			sums.add(s[k]);
		out[k].reserve(std::min<size_t>(n,
		    set.handles[k]->standing.lengths.size()));
		sums.take(out[k]);
	}
	return out;
}

/* where it is, or would be: near ones first, lists are asked in order */
static const Scored *
seek(const Scored *at, const Scored *end, Xapian::docid doc)
{
	ptrdiff_t step = 1;

	while (step < end - at && at[step].doc < doc)
		step *= 2;
	return std::lower_bound(at + step / 2, at + std::min<ptrdiff_t>(step +
	    1, end - at), doc, [](const Scored &s, Xapian::docid d) {
		return s.doc < d;
	});
}

void
keep_both(Scores &a, const Scores &with)
{
	for (size_t k = 0; k < a.size(); k++) {
		const Scored *at = with[k].data(), *end = at + with[k].size();
		size_t n = 0;

		for (size_t i = 0; i < a[k].size() && at != end; i++) {
			at = seek(at, end, a[k][i].doc);
			if (at != end && at->doc == a[k][i].doc)
				a[k][n++] = { at->doc, a[k][i].weight +
				    at->weight };
		}
		a[k].resize(n);
	}
}

void
add_where(Scores &a, const Scores &with)
{
	for (size_t k = 0; k < a.size(); k++) {
		const Scored *at = with[k].data(), *end = at + with[k].size();

		for (size_t i = 0; i < a[k].size() && at != end; i++) {
			at = seek(at, end, a[k][i].doc);
			if (at != end && at->doc == a[k][i].doc)
				a[k][i].weight += at->weight;
		}
	}
}

bool
keep_best(Scores &all, size_t n)
{
	bool more = false;

	for (auto &v : all) {
		if (v.size() <= n)
			continue;
		std::nth_element(v.begin(), v.begin() +
		    static_cast<ssize_t>(n), v.end(), [](const Scored &a,
		    const Scored &b) { return a.weight > b.weight; });
		v.resize(n);
		std::sort(v.begin(), v.end(), [](const Scored &a,
		    const Scored &b) { return a.doc < b.doc; });
		more = true;
	}
	return more;
}

bool
is_empty(const Scores &s)
{
	return std::all_of(s.begin(), s.end(), [](const auto &v) {
		return v.empty();
	});
}

/* one of these for each audience that Xapian asks */
class Source : public Xapian::PostingSource {
public:
	Source(const Set &set, std::shared_ptr<const Scores> scores) :
	    set_(set), scores_(std::move(scores)) {}

	PostingSource *
	clone() const override
	{
		return new Source(set_, scores_);
	}

	void	 init(const Xapian::Database &) override;

	Xapian::doccount get_termfreq_min() const override { return n_; }
	Xapian::doccount get_termfreq_est() const override { return n_; }
	Xapian::doccount get_termfreq_max() const override { return n_; }
	double	 get_weight() const override { return at_->weight; }
	bool	 at_end() const override { return at_ == end_; }
	Xapian::docid get_docid() const override { return at_->doc; }

	void
	next(double least) override
	{
		at_ += begun_;
		begun_ = true;
		pass(least);
	}

	void
	skip_to(Xapian::docid doc, double least) override
	{
		begun_ = true;
		if (at_ != end_ && at_->doc < doc)
			at_ = seek(at_, end_, doc);
		pass(least);
	}

private:
	void
	pass(double least)
	{
		while (at_ != end_ && at_->weight < least)
			at_++;
	}

	const Set	&set_;
	std::shared_ptr<const Scores> scores_;
	const Scored	*at_ = nullptr, *end_ = nullptr;
	Xapian::doccount n_ = 0;
	bool		 begun_ = false;
};

void
Source::init(const Xapian::Database &db)
{
	std::string uuid = db.get_uuid();
	float most = 0;

	begun_ = false;
	at_ = end_ = nullptr;
	for (size_t k = 0; k < set_.handles.size(); k++)
		if (set_.handles[k]->standing.uuid == uuid) {
			at_ = (*scores_)[k].data();
			end_ = at_ + (*scores_)[k].size();
			break;
		}
	for (const Scored *s = at_; s != end_; s++)
		most = std::max(most, s->weight);
	n_ = static_cast<Xapian::doccount>(end_ - at_);
	set_maxweight(most);
}

Xapian::Query
query_of(const Set &set, Scores &&scores)
{
	Xapian::PostingSource *source = new Source(set,
	    std::make_shared<const Scores>(std::move(scores)));

	return Xapian::Query(source->release());
}

}
