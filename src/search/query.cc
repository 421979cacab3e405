/*
 * query: what was asked becomes a Xapian query. Words are ORed; each counts by
 * its stems in every language that the reader's items have, as one concept
 * (OP_SYNONYM), and a little more where the exact form stands.
 */
#include <algorithm>

#include "search/finder.h"

namespace search {

constexpr double exact_share = 0.5;
constexpr double phrase_share = 0.3;
constexpr size_t values_max = 64;	/* of one filter */

struct Builder {
	const Set	&set;
	Stems		&stems;
	std::vector<Xapian::Query> may, must, nots;

	Xapian::Query	 stem(const Word &) const;
	Xapian::Query	 phrase(const Clause &) const;
	void		 words(const Clause &, bool all,
			    std::vector<Xapian::Query> &) const;
	void		 clause(const Clause &, bool all);
	Xapian::Query	 whole() const;
};

static Xapian::Query
any_of(const std::vector<Xapian::Query> &v)
{
	return Xapian::Query(Xapian::Query::OP_OR, v.begin(), v.end());
}

/* the word whatever its ending; empty: nobody wrote it */
Xapian::Query
Builder::stem(const Word &w) const
{
	std::vector<Xapian::Query> terms;

	if (w.gram)
		return Xapian::Query(w.exact);
	for (const std::string &name : set.stems) {
		std::string term = stems.term(name, w);

		if (set.db.term_exists(term))
			terms.push_back(Xapian::Query(term));
	}
	if (terms.size() <= 1)
		return terms.empty() ? Xapian::Query() : terms[0];
	return Xapian::Query(Xapian::Query::OP_SYNONYM, terms.begin(),
	    terms.end());
}

Xapian::Query
Builder::phrase(const Clause &c) const
{
	std::vector<Xapian::Query> v;

	for (const Word &w : c.words)
		v.push_back(Xapian::Query(w.exact));
	if (v.size() == 1)
		return c.words[0].gram || c.phrase ? v[0] : stem(c.words[0]);
	return Xapian::Query(Xapian::Query::OP_PHRASE, v.begin(), v.end(),
	    static_cast<Xapian::termcount>(v.size()));
}

/* what the words of a clause weigh */
void
Builder::words(const Clause &c, bool all, std::vector<Xapian::Query> &out) const
{
	for (const Word &w : c.words) {
		Xapian::Query q;

		if (!all && !w.gram && is_stop_word(w.plain))
			continue;
		q = stem(w);
		if (!q.empty())
			out.push_back(q);
		if (!w.gram)
			out.push_back(Xapian::Query(
			    Xapian::Query::OP_SCALE_WEIGHT,
			    Xapian::Query(w.exact), exact_share));
	}
}

void
Builder::clause(const Clause &c, bool all)
{
	std::vector<Xapian::Query> v;
	Xapian::Query need;

	if (c.sign == MAY && !c.phrase) {
		words(c, all, may);
		if (c.words.size() > 1 && !c.words[0].gram)
			may.push_back(Xapian::Query(
			    Xapian::Query::OP_SCALE_WEIGHT, phrase(c),
			    phrase_share));
		return;
	}
	/* "+word" and "-word" mean all endings; a phrase means just that */
	need = c.words.size() == 1 ? stem(c.words[0]) : phrase(c);
	if (c.sign == NOT) {
		if (!need.empty())
			nots.push_back(need);
		return;
	}
	words(c, true, v);
	need = Xapian::Query(Xapian::Query::OP_FILTER, any_of(v), need);
	(c.sign == MUST ? must : may).push_back(need);
}

Xapian::Query
Builder::whole() const
{
	Xapian::Query q = any_of(may);

	if (!must.empty()) {
		Xapian::Query all(Xapian::Query::OP_AND, must.begin(),
		    must.end());

		q = may.empty() ? all : Xapian::Query(
		    Xapian::Query::OP_AND_MAYBE, all, q);
	}
	return q;
}

/* every word is one that a question has: then they are all there is */
static bool
is_all_stop_words(const Asked &a)
{
	for (const Clause &c : a.clauses)
		for (const Word &w : c.words)
			if (c.sign != NOT && (w.gram || c.phrase ||
			    !is_stop_word(w.plain)))
				return false;
	return true;
}

static Xapian::Query
word_query(const Asked &a, const Set &set, Stems &stems, Plan &p)
{
	Builder b{set, stems, {}, {}, {}};
	Xapian::Query q = Xapian::Query::MatchAll;
	bool all = is_all_stop_words(a);

	for (const Clause &c : a.clauses)
		b.clause(c, all);
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
	Plan p{Xapian::Query(), false, false};
	std::vector<Xapian::Query> filters;

	if (a.note == SEARCH_NOTE_WORDLESS) {
		p.nothing = true;
		return p;
	}
	p.query = word_query(a, set, stems, p);
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
