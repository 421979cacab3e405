/*
 * query: what was asked becomes a Xapian query. Words are ORed; what each
 * weighs stands in weigh.cc, what other names add in also.cc.
 */
#include <algorithm>

#include "search/finder.h"

namespace search {

constexpr double clause_share = 0.15;	/* "CVE-2021-44228" in one piece */
constexpr size_t values_max = 64;	/* of one filter */

struct Builder {
	const Set	&set;
	Stems		&stems;
	bool		 all;		/* words that hardly count do */
	std::vector<Piece> &pieces;
	std::vector<Word> said;
	std::vector<Xapian::Query> must, nots;

	Xapian::Query	 phrase(const Clause &) const;
	void		 clause(const Clause &);
	Xapian::Query	 whole() const;
};

static Xapian::Query
any_of(const std::vector<Xapian::Query> &v)
{
	return Xapian::Query(Xapian::Query::OP_OR, v.begin(), v.end());
}

static Xapian::Query
any_of(const std::vector<Piece> &v)
{
	std::vector<Xapian::Query> q;

	for (const Piece &p : v)
		q.push_back(p.query);
	return any_of(q);
}

static std::string
text_of(const Clause &c)
{
	std::string out;

	for (const Word &w : c.words)
		out += (out.empty() ? "" : " ") + w.exact;
	return out;
}

Xapian::Query
Builder::phrase(const Clause &c) const
{
	std::vector<Xapian::Query> v;

	for (const Word &w : c.words)
		v.push_back(Xapian::Query(w.exact));
	if (v.size() == 1)
		return c.words[0].gram || c.phrase ? v[0] :
		    stem_query(c.words[0], set, stems);
	return Xapian::Query(Xapian::Query::OP_PHRASE, v.begin(), v.end(),
	    static_cast<Xapian::termcount>(v.size()));
}

void
Builder::clause(const Clause &c)
{
	std::vector<Piece> v;
	Xapian::Query need;

	if (c.sign == MAY && !c.phrase) {
		for (const Word &w : c.words)
			if (all || is_counted(w))
				said.push_back(w);
		if (c.words.size() > 1 && !c.words[0].gram &&
		    c.words.size() <= SEARCH_PHRASE_MAX)
			pieces.push_back({ SEARCH_WHY_NEAR, text_of(c),
			    Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
			    phrase(c), clause_share) });
		return;
	}
	/* "+word" and "-word" mean all endings; a phrase means just that */
	need = c.words.size() == 1 ? stem_query(c.words[0], set, stems) :
	    phrase(c);
	if (c.sign == NOT) {
		if (!need.empty())
			nots.push_back(need);
		return;
	}
	weigh(c.words, set, stems, v);
	need = Xapian::Query(Xapian::Query::OP_FILTER, any_of(v), need);
	if (c.sign == MUST)
		must.push_back(need);
	pieces.push_back({ c.phrase ? SEARCH_WHY_NEAR : SEARCH_WHY_FORM,
	    text_of(c), need });
}

Xapian::Query
Builder::whole() const
{
	Xapian::Query q = any_of(pieces);

	/* what must be there weighs with the pieces already */
	if (!must.empty())
		q = Xapian::Query(Xapian::Query::OP_FILTER, q, Xapian::Query(
		    Xapian::Query::OP_AND, must.begin(), must.end()));
	return q;
}

/* every word is one that a question has: then they are all there is */
static bool
is_all_stop_words(const Asked &a)
{
	for (const Clause &c : a.clauses)
		for (const Word &w : c.words)
			if (c.sign != NOT && (c.phrase || is_counted(w)))
				return false;
	return true;
}

static Xapian::Query
word_query(const Asked &a, const struct search_query &given, const Set &set,
    Stems &stems, Plan &p)
{
	Builder b{set, stems, is_all_stop_words(a), p.pieces, {}, {}, {}};
	Xapian::Query q = Xapian::Query::MatchAll;

	for (const Clause &c : a.clauses)
		b.clause(c);
	weigh(b.said, set, stems, p.pieces);
	if (!given.as_typed && set.thesaurus != nullptr)
		p.also = also_of(a, set, stems);
	for (const Also &more : p.also)
		p.pieces.push_back({ SEARCH_WHY_ALSO, more.label,
		    more.query });
	if (!a.empty && a.note != SEARCH_NOTE_ONLY_NOT) {
		q = b.whole();
		p.weighted = true;
		p.nothing = q.empty();
	}
	if (!b.nots.empty())
		q = Xapian::Query(Xapian::Query::OP_AND_NOT, q,
		    any_of(b.nots));
	return q;
}

static Xapian::Query
any_value(enum search_field f, const struct search_values &values)
{
	std::vector<Xapian::Query> v;

	for (size_t i = 0; i < std::min(values.n, values_max); i++) {
		std::string term = fields[f].prefix;

		term += values.v[i];
		/* longer ones were never written and can't be asked for */
		v.push_back(Xapian::Query(term.substr(0, 240)));
	}
	return any_of(v);
}

static void
add_filters(const struct search_query &q, std::vector<Xapian::Query> &v)
{
	for (int i = 0; i < SEARCH_FIELDS; i++) {
		enum search_field f = static_cast<enum search_field>(i);
		Xapian::Query one;

		if (q.filter[i].n == 0)
			continue;
		one = any_value(f, q.filter[i]);
		if (f == SEARCH_COUNTRY || f == SEARCH_REGION)
			one = Xapian::Query(Xapian::Query::OP_OR, one,
			    Xapian::Query(std::string(fields[f].prefix) +
			    any_country));
		v.push_back(one);
	}
	/* what takes place from a day on is over on that day or later */
	if (q.from != nullptr)
		v.push_back(Xapian::Query(Xapian::Query::OP_VALUE_GE,
		    slot_last, q.from));
	if (q.to != nullptr)
		v.push_back(Xapian::Query(Xapian::Query::OP_VALUE_LE,
		    slot_date, std::string(q.to) + "\xff"));
	if (q.updated_since != 0)
		v.push_back(Xapian::Query(Xapian::Query::OP_VALUE_GE,
		    slot_updated, sortable(q.updated_since)));
}

/* what is for any country comes too, after the others */
bool
has_place(const struct search_query &q)
{
	return q.filter[SEARCH_COUNTRY].n > 0 ||
	    q.filter[SEARCH_REGION].n > 0;
}

Plan
plan(const Asked &a, const struct search_query &q, const Set &set,
    Stems &stems)
{
	Plan p{Xapian::Query(), false, false, {}, {}};
	std::vector<Xapian::Query> filters;

	if (a.note == SEARCH_NOTE_WORDLESS) {
		p.nothing = true;
		return p;
	}
	p.query = word_query(a, q, set, stems, p);
	if (p.nothing)
		return p;
	add_filters(q, filters);
	if (!filters.empty())
		p.query = Xapian::Query(Xapian::Query::OP_FILTER, p.query,
		    Xapian::Query(Xapian::Query::OP_AND, filters.begin(),
		    filters.end()));
	if (has_place(q) && q.sort == SORT_BEST) {
		Xapian::PostingSource *bonus =
		    new Xapian::FixedWeightPostingSource(country_bonus);

		p.weighted = true;
		p.query = Xapian::Query(Xapian::Query::OP_AND_MAYBE, p.query,
		    Xapian::Query(Xapian::Query::OP_FILTER,
		    Xapian::Query(bonus->release()),
		    Xapian::Query(Xapian::Query::OP_OR,
		    any_value(SEARCH_COUNTRY, q.filter[SEARCH_COUNTRY]),
		    any_value(SEARCH_REGION, q.filter[SEARCH_REGION]))));
	}
	return p;
}

}
