/*
 * facet: how many of the items found have which value of a field. A number
 * is what a search shows when its value is chosen: a country counts what is
 * for any country too, and a field that is narrowed down already is counted
 * without its own filter, so that a second value can be added.
 */
#include <algorithm>
#include <unordered_map>

#include "search/finder.h"

namespace search {

/* counts the values of one slot over everything that was found */
class Counter : public Xapian::MatchSpy {
public:
	explicit Counter(enum search_field f) : slot_(fields[f].slot) {}

	void
	operator()(const Xapian::Document &doc, double) override
	{
		if (n_++ < SEARCH_EXACT_COUNTS)
			seen_[doc.get_value(slot_)]++;
	}

	/* everything was counted */
	bool	 whole() const { return n_ <= SEARCH_EXACT_COUNTS; }

	std::vector<std::pair<std::string, unsigned>> values() const;
	bool	 exact = true;

private:
	Xapian::valueno	 slot_;
	size_t		 n_ = 0;
	std::unordered_map<std::string, unsigned> seen_;
};

struct Count {
	unsigned all = 0;	/* items with the value */
	unsigned any = 0;	/* of them, those for any country too */
};

/* items with the same values were counted together: apart now */
std::vector<std::pair<std::string, unsigned>>
Counter::values() const
{
	std::map<std::string, Count> apart;
	std::vector<std::pair<std::string, unsigned>> v;
	unsigned anywhere = 0;

	for (const auto &row : seen_) {
		const std::string &all = row.first;
		std::vector<std::string> words;
		bool any = false;

		for (size_t i = 0; i < all.size();) {
			size_t end = std::min(all.find(value_separator, i),
			    all.size());

			if (all.compare(i, end - i, any_country) == 0)
				any = true;
			else
				words.push_back(all.substr(i, end - i));
			i = end + 1;
		}
		anywhere += any ? row.second : 0;
		for (const std::string &word : words) {
			apart[word].all += row.second;
			apart[word].any += any ? row.second : 0;
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

Facets::Facets(const struct search_query &q) : q_(q)
{
	for (int i = 0; i < SEARCH_FIELDS; i++)
		if (q.facets & 1u << i)
			counters_.emplace_back(static_cast<enum search_field>(
			    i), std::make_unique<Counter>(
			    static_cast<enum search_field>(i)));
}

Facets::~Facets() = default;

void
Facets::listen(Xapian::Enquire &e)
{
	for (auto &row : counters_)
		if (!is_filtered(q_, row.first))
			e.add_matchspy(row.second.get());
}

static bool
is_exact(const Xapian::MSet &m)
{
	return m.get_matches_lower_bound() == m.get_matches_upper_bound();
}

void
Facets::heard(const Xapian::MSet &m)
{
	for (auto &row : counters_)
		if (!is_filtered(q_, row.first))
			row.second->exact = is_exact(m);
}

void
Facets::count_others(const Asked &asked, const Set &set, Stems &stems)
{
	for (auto &row : counters_) {
		struct search_query q = q_;
		Xapian::Enquire e(set.db);
		Plan p;

		if (!is_filtered(q_, row.first))
			continue;
		for (int i = 0; i < SEARCH_FIELDS; i++)
			if (is_one_list(row.first, i))
				q.filter[i].n = 0;
		p = plan(asked, q, set, stems);
		if (p.nothing)
			continue;
		e.set_query(p.query);
		e.set_weighting_scheme(Xapian::BoolWeight());
		e.set_docid_order(Xapian::Enquire::DONT_CARE);
		e.add_matchspy(row.second.get());
		row.second->exact = is_exact(e.get_mset(0, 0,
		    SEARCH_EXACT_COUNTS));
	}
}

void
Facets::take(struct arena *arena, struct search_result *r) const
{
	r->facets = arena_array(arena, struct search_facet, SEARCH_FIELDS);
	for (const auto &row : counters_) {
		struct search_facet *f = &r->facets[r->nfacets++];
		auto values = row.second->values();

		f->field = row.first;
		f->exact = row.second->exact && row.second->whole();
		f->values = arena_array(arena, struct search_value,
		    values.size());
		for (const auto &v : values)
			f->values[f->n++] = { arena_strndup(arena,
			    v.first.data(), v.first.size()), v.second };
	}
}

}
