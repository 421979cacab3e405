/*
 * query: what was asked becomes a Xapian query: one list of items with what
 * their words weigh (weigh.cc, also.cc), and around it what Xapian knows best:
 * phrases, filters, what is left out.
 */
#include <algorithm>

#include "search/finder.h"

namespace search {

constexpr double clause_share = 0.15;	/* "CVE-2021-44228" in one piece */
constexpr size_t values_max = 64;	/* of one filter */
/* items of an audience in which a phrase is looked for, the weightiest; more
 * have its words only where all of them stand in every other item */
constexpr size_t phrase_checks = 20000;

struct Builder {
	const Set	&set;
	Stems		&stems;
	bool		 all;		/* words that hardly count do */
	bool		 explain;
	std::vector<Piece> &pieces;
	std::vector<Word> said;
	/* items by words: that may be there, that must */
	std::vector<Scores> may, must;
	/* phrases: those with their words, those that must be there, those
	 * that only add; and what is left out */
	std::vector<Xapian::Query> phrases, needs, extras, nots;
	bool		 bounded = false;	/* see phrase_checks */

	Xapian::Query	 phrase(const Clause &) const;
	Xapian::Query	 unweighed(const Word &) const;
	void		 explained(const Repeated &);
	void		 add(const Repeated &, std::vector<Scores> &to);
	void		 add_phrase(const Clause &, const Xapian::Query &need);
	void		 clause(const Clause &);
	void		 words();
	Xapian::Query	 whole();
};

static Xapian::Query
any_of(const std::vector<Xapian::Query> &v)
{
	return Xapian::Query(Xapian::Query::OP_OR, v.begin(), v.end());
}

static std::string
text_of(const Clause &c)
{
	std::string out;

	for (const Word &w : c.words)
		out += (out.empty() ? "" : " ") + w.exact;
	return out;
}

/* one word is a phrase too: just as it was typed */
Xapian::Query
Builder::phrase(const Clause &c) const
{
	std::vector<Xapian::Query> v;

	for (const Word &w : c.words)
		v.push_back(Xapian::Query(w.exact));
	if (v.size() == 1)
		return v[0];
	return Xapian::Query(Xapian::Query::OP_PHRASE, v.begin(), v.end(),
	    static_cast<Xapian::termcount>(v.size()));
}

Xapian::Query
Builder::unweighed(const Word &w) const
{
	return query_of(set, weigh({ w, 1 }, set, stems));
}

/* the same in parts, by Xapian one by one */
void
Builder::explained(const Repeated &w)
{
	if (!explain)
		return;
	pieces.push_back({ w.word.gram ? SEARCH_WHY_EXACT : SEARCH_WHY_FORM,
	    w.word.exact, query_of(set, weigh(w, set, stems, FORM)) });
	pieces.push_back({ SEARCH_WHY_EXACT, w.word.exact, query_of(set,
	    weigh(w, set, stems, EXACT)) });
}

void
Builder::add(const Repeated &w, std::vector<Scores> &to)
{
	to.push_back(weigh(w, set, stems));
	explained(w);
}

/* its words weigh as ever, where all of it stands */
void
Builder::add_phrase(const Clause &c, const Xapian::Query &need)
{
	std::vector<Repeated> v = once(c.words);
	Scores with = weigh(v[0], set, stems);

	for (size_t i = 1; i < v.size(); i++)
		keep_both(with, weigh(v[i], set, stems));
	bounded = keep_best(with, phrase_checks) || bounded;
	phrases.push_back(Xapian::Query(Xapian::Query::OP_FILTER,
	    query_of(set, std::move(with)), need));
	if (explain)
		pieces.push_back({ SEARCH_WHY_NEAR, text_of(c),
		    phrases.back() });
}

void
Builder::clause(const Clause &c)
{
	/* "+word" and "-word" mean all endings; a phrase means just that */
	bool one = c.words.size() == 1 && !(c.sign == MAY && c.phrase);

	if (c.sign == MAY && !c.phrase) {
		for (const Word &w : c.words)
			if (all || is_counted(w))
				said.insert(said.end(), c.times, w);
		if (c.words.size() == 1 || c.words[0].gram ||
		    c.words.size() > SEARCH_PHRASE_MAX)
			return;
		extras.push_back(Xapian::Query(
		    Xapian::Query::OP_SCALE_WEIGHT, phrase(c), clause_share));
		if (explain)
			pieces.push_back({ SEARCH_WHY_NEAR, text_of(c),
			    extras.back() });
	} else if (c.sign == NOT) {
		nots.push_back(one ? unweighed(c.words[0]) : phrase(c));
	} else if (one) {
		add({ c.words[0], 1 }, must);
	} else {
		add_phrase(c, phrase(c));
		if (c.sign == MUST)
			needs.push_back(phrase(c));
	}
}

void
Builder::words()
{
	std::vector<Repeated> w = once(said);

	keep_rarest(w, set);
	for (const Repeated &one : w)
		add(one, may);
}

/* empty: nothing can be found */
Xapian::Query
Builder::whole()
{
	std::vector<Xapian::Query> any = phrases;
	Xapian::Query q;
	Scores found;

	if (!must.empty()) {
		found = std::move(must[0]);
		for (size_t i = 1; i < must.size(); i++)
			keep_both(found, must[i]);
		for (const Scores &s : may)
			add_where(found, s);
		if (is_empty(found))
			return q;
		q = query_of(set, std::move(found));
		if (!any.empty())
			q = Xapian::Query(Xapian::Query::OP_AND_MAYBE, q,
			    any_of(any));
	} else {
		found = search::any_of(set, std::move(may));
		if (!is_empty(found))
			any.push_back(query_of(set, std::move(found)));
		q = any_of(any);
	}
	if (!needs.empty())
		q = Xapian::Query(Xapian::Query::OP_FILTER, q, Xapian::Query(
		    Xapian::Query::OP_AND, needs.begin(), needs.end()));
	if (!extras.empty() && !q.empty())
		q = Xapian::Query(Xapian::Query::OP_AND_MAYBE, q,
		    any_of(extras));
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

static void
add_names(const struct search_query &given, Builder &b, const Asked &a,
    Plan &p)
{
	if (given.as_typed || b.set.thesaurus == nullptr)
		return;
	p.also = also_of(a, b.set, b.stems);
	for (const Also &more : p.also) {
		Scores copy = more.scores;

		b.may.push_back(more.scores);
		if (given.explain)
			p.pieces.push_back({ SEARCH_WHY_ALSO, more.label,
			    query_of(b.set, std::move(copy)) });
	}
}

static void
word_query(const Asked &a, const struct search_query &given, const Set &set,
    Stems &stems, Plan &p)
{
	Builder b{set, stems, is_all_stop_words(a), given.explain, p.pieces,
	    {}, {}, {}, {}, {}, {}, {}, false};

	p.words = Xapian::Query::MatchAll;
	for (const Clause &c : a.clauses)
		b.clause(c);
	if (!a.empty && a.note != SEARCH_NOTE_ONLY_NOT) {
		b.words();
		p.near = std::make_shared<const Near>(b.said, set, stems);
		add_names(given, b, a, p);
		p.words = b.whole();
		p.weighted = true;
		p.nothing = p.words.empty();
		p.bounded = b.bounded;
	}
	if (!b.nots.empty() && !p.nothing)
		p.words = Xapian::Query(Xapian::Query::OP_AND_NOT, p.words,
		    any_of(b.nots));
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

Xapian::Query
filtered(const Plan &p, const struct search_query &q)
{
	std::vector<Xapian::Query> filters;
	Xapian::Query out = p.words;
	Xapian::PostingSource *bonus;

	add_filters(q, filters);
	if (!filters.empty())
		out = Xapian::Query(Xapian::Query::OP_FILTER, out,
		    Xapian::Query(Xapian::Query::OP_AND, filters.begin(),
		    filters.end()));
	if (!has_place(q) || q.sort != SORT_BEST)
		return out;
	bonus = new Xapian::FixedWeightPostingSource(country_bonus);
	return Xapian::Query(Xapian::Query::OP_AND_MAYBE, out,
	    Xapian::Query(Xapian::Query::OP_FILTER,
	    Xapian::Query(bonus->release()),
	    Xapian::Query(Xapian::Query::OP_OR,
	    any_value(SEARCH_COUNTRY, q.filter[SEARCH_COUNTRY]),
	    any_value(SEARCH_REGION, q.filter[SEARCH_REGION]))));
}

Plan
plan(const Asked &a, const struct search_query &q, const Set &set,
    Stems &stems)
{
	Plan p{Xapian::Query(), false, false, false, {}, {}, nullptr};

	if (a.note == SEARCH_NOTE_WORDLESS) {
		p.nothing = true;
		return p;
	}
	word_query(a, q, set, stems, p);
	p.weighted = p.weighted || (has_place(q) && q.sort == SORT_BEST);
	return p;
}

}
