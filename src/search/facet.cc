/*
 * facet: how many of the items found have which value of a field. A number
 * is what a search shows when its value is chosen: a country counts what is
 * for any country too, and a field that is narrowed down already is counted
 * without its own filter, so that a second value can be added.
 */
#include <algorithm>

#include "search/finder.h"

namespace search {

/* counts the values of fields over everything that was found, by their
 * numbers; the first item of a number tells what it stands for. At once:
 * a spy's document has the number that it bears in its own database, which is
 * another's in all of them together. */
class Counter : public Xapian::MatchSpy {
public:
	explicit Counter(std::vector<enum search_field> f) :
	    fields_(std::move(f)), seen_(fields_.size()) {}

	void	 operator()(const Xapian::Document &, double) override;
	/* everything was counted */
	bool	 whole() const { return n_ <= SEARCH_EXACT_COUNTS; }
	bool	 has(enum search_field f) const;
	bool	 is_idle() const { return fields_.empty(); }
	void	 begin(Lists *lists) { lists_ = lists; }
	void	 also(enum search_field f);
	std::vector<std::pair<std::string, unsigned>> values(
		    enum search_field) const;
	bool	 exact = true;

private:
	struct Seen {
		uint64_t	 fact;	/* 0: a free place */
		unsigned	 n;
	};
	/* open addressing: a power of two, at most half of it used */
	struct Table {
		std::vector<Seen> places = std::vector<Seen>(64);
		size_t		 used = 0;

		bool	 count(uint64_t fact);	/* for the first time */
		void	 grow();
		Seen	&place(uint64_t fact);
	};

	std::vector<enum search_field> fields_;
	std::vector<Table> seen_;
	Lists		*lists_ = nullptr;
	size_t		 n_ = 0;
};

Counter::Seen &
Counter::Table::place(uint64_t fact)
{
	size_t i = fact;

	while (places[i % places.size()].fact != fact &&
	    places[i % places.size()].fact != 0)
		i++;
	return places[i % places.size()];
}

void
Counter::Table::grow()
{
	std::vector<Seen> old(places.size() * 2);

	old.swap(places);
	for (const Seen &s : old)
		if (s.fact != 0)
			place(s.fact) = s;
}

bool
Counter::Table::count(uint64_t fact)
{
	Seen *s = &place(fact);

	if (s->fact == 0) {
		if (++used * 2 > places.size()) {
			grow();
			s = &place(fact);
		}
		*s = { fact, 0 };
	}
	return s->n++ == 0;
}

void
Counter::operator()(const Xapian::Document &doc, double)
{
	if (n_++ >= SEARCH_EXACT_COUNTS)
		return;
	std::string facts = doc.get_value(slot_facts);
	for (size_t i = 0; i < fields_.size(); i++) {
		uint64_t fact = fact_at(facts, fields_[i]);

		if (fact != 0 && seen_[i].count(fact) && !lists_->knows(fact))
			lists_->learn(fact, doc.get_value(
			    fields[fields_[i]].slot));
	}
}

void
Counter::also(enum search_field f)
{
	fields_.push_back(f);
	seen_.emplace_back();
}

bool
Counter::has(enum search_field f) const
{
	return std::find(fields_.begin(), fields_.end(), f) != fields_.end();
}

struct Count {
	unsigned all = 0;	/* items with the value */
	unsigned any = 0;	/* of them, those for any country too */
};

/* items with the same values were counted together: apart now */
std::vector<std::pair<std::string, unsigned>>
Counter::values(enum search_field f) const
{
	size_t which = static_cast<size_t>(std::find(fields_.begin(),
	    fields_.end(), f) - fields_.begin());
	std::map<std::string, Count> apart;
	std::vector<std::pair<std::string, unsigned>> v;
	unsigned anywhere = 0;

	for (const Seen &row : seen_[which].places) {
		std::vector<std::string> words;
		bool any = false;

		if (row.fact == 0)
			continue;
		const std::string &all = lists_->fact(row.fact);
		for (size_t i = 0; i < all.size();) {
			size_t end = std::min(all.find(value_separator, i),
			    all.size());

			if (all.compare(i, end - i, any_country) == 0)
				any = true;
			else
				words.push_back(all.substr(i, end - i));
			i = end + 1;
		}
		anywhere += any ? row.n : 0;
		for (const std::string &word : words) {
			apart[word].all += row.n;
			apart[word].any += any ? row.n : 0;
		}
	}
	for (const auto &row : apart)
		v.emplace_back(row.first, row.second.all + anywhere -
		    row.second.any);
	std::stable_sort(v.begin(), v.end(), [](const auto &a, const auto &b) {
		return a.second > b.second;
	});
	return v;
}

/* countries and regions are chosen from one list */
static bool
is_one_list(int a, int b)
{
	return a == b || (a == SEARCH_COUNTRY && b == SEARCH_REGION) ||
	    (a == SEARCH_REGION && b == SEARCH_COUNTRY);
}

static bool
is_filtered(const struct search_query &q, int f)
{
	for (int i = 0; i < SEARCH_FIELDS; i++)
		if (q.filter[i].n > 0 && is_one_list(f, i))
			return true;
	return false;
}

/* what has no filter is counted in one pass, each list that has one in a pass
 * of its own */
Facets::Facets(const struct search_query &q) : q_(q)
{
	std::vector<enum search_field> free;

	for (int i = 0; i < SEARCH_FIELDS; i++)
		if (q.facets & 1u << i && !is_filtered(q, i))
			free.push_back(static_cast<enum search_field>(i));
	free_ = std::make_unique<Counter>(free);
	for (int i = 0; i < SEARCH_FIELDS; i++) {
		enum search_field f = static_cast<enum search_field>(i);

		if (!(q.facets & 1u << i) || !is_filtered(q, i))
			continue;
		if (!others_.empty() && is_one_list(others_.back().first, i))
			others_.back().second->also(f);
		else
			others_.emplace_back(f, std::make_unique<Counter>(
			    std::vector<enum search_field>{ f }));
	}
}

Facets::~Facets() = default;

void
Facets::listen(Xapian::Enquire &e, const Set &set)
{
	set.lists->forget_facts();
	free_->begin(set.lists);
	if (!free_->is_idle())
		e.add_matchspy(free_.get());
}

static bool
is_exact(const Xapian::MSet &m)
{
	return m.get_matches_lower_bound() == m.get_matches_upper_bound();
}

void
Facets::heard(const Xapian::MSet &m)
{
	free_->exact = is_exact(m);
}

void
Facets::count_others(const Plan &p, const Set &set)
{
	for (auto &row : others_) {
		struct search_query q = q_;
		Xapian::Enquire e(set.db);

		for (int i = 0; i < SEARCH_FIELDS; i++)
			if (is_one_list(row.first, i))
				q.filter[i].n = 0;
		e.set_query(filtered(p, q));
		e.set_weighting_scheme(Xapian::BoolWeight());
		e.set_docid_order(Xapian::Enquire::DONT_CARE);
		row.second->begin(set.lists);
		e.add_matchspy(row.second.get());
		row.second->exact = is_exact(e.get_mset(0, 0,
		    SEARCH_EXACT_COUNTS));
	}
}

const Counter &
Facets::counter(enum search_field f) const
{
	for (const auto &row : others_)
		if (row.second->has(f))
			return *row.second;
	return *free_;
}

void
Facets::take(struct arena *arena, struct search_result *r) const
{
	r->facets = arena_array(arena, struct search_facet, SEARCH_FIELDS);
	for (int i = 0; i < SEARCH_FIELDS; i++) {
		struct search_facet *f = &r->facets[r->nfacets];

		f->field = static_cast<enum search_field>(i);
		const Counter &c = counter(f->field);
		if (!c.has(f->field))
			continue;
		auto values = c.values(f->field);
		f->exact = c.exact && c.whole();
		f->values = arena_array(arena, struct search_value,
		    values.size());
		for (const auto &v : values)
			f->values[f->n++] = { arena_strndup(arena,
			    v.first.data(), v.first.size()), v.second };
		r->nfacets++;
	}
}

}
