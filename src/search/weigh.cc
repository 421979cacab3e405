/*
 * weigh: what words weigh. Each counts by its stems in every language that
 * the reader's items have, as one concept (OP_SYNONYM), and a little more
 * where the exact form stands, and where two stand side by side. How the
 * numbers were found: docs/decisions/weights.md.
 */
#include <algorithm>
#include <map>

#include "search/finder.h"

namespace search {

constexpr double exact_share = 0.4;
constexpr double near_share = 0.15;
constexpr size_t words_weighed = 24;	/* the rarest, when there are more */
constexpr size_t near_words = 8;	/* more: a question, not a name */

/* a word and how often it was said */
struct Repeated {
	Word		 word;
	double		 times;
};

/* tf saturates at about 1.2, lengths count by 0.7, no word of the question
 * counts by how often it is said: weigh() sees to that */
Xapian::BM25Weight
weighting()
{
	return Xapian::BM25Weight(1.2, 0, 1, 0.7, 0.1);
}

bool
is_counted(const Word &w)
{
	return w.gram || !is_stop_word(w.plain);
}

Xapian::Query
stem_query(const Word &w, const Set &set, Stems &stems)
{
	std::vector<Xapian::Query> terms;

	if (w.gram)
		return Xapian::Query(w.exact);
	for (const std::string &term : set.forms(w, stems))
		terms.push_back(Xapian::Query(term));
	if (terms.size() <= 1)
		return terms.empty() ? Xapian::Query() : terms[0];
	return Xapian::Query(Xapian::Query::OP_SYNONYM, terms.begin(),
	    terms.end());
}

static Xapian::Query
scaled(const Xapian::Query &q, double by)
{
	return by == 1 ? q : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, q,
	    by);
}

/* each word once; what is said again weighs more, but not twice as much */
static std::vector<Repeated>
once(const std::vector<Word> &words)
{
	std::map<std::string, size_t> at;
	std::vector<Repeated> out;

	for (const Word &w : words) {
		auto it = at.emplace(w.exact, out.size());

		if (it.second)
			out.push_back({ w, 0 });
		out[it.first->second].times++;
	}
	return out;
}

/* the rarest for what they are said: the others hardly change the order, and
 * no question costs more than so many words */
static void
keep_rarest(std::vector<Repeated> &said, const Set &set)
{
	std::vector<std::pair<double, size_t>> order;
	std::vector<Repeated> kept;

	if (said.size() <= words_weighed)
		return;
	for (size_t i = 0; i < said.size(); i++)
		order.push_back({ set.db.get_termfreq(said[i].word.exact) /
		    said[i].times, i });
	std::sort(order.begin(), order.end());
	order.resize(words_weighed);
	for (const auto &o : order)
		kept.push_back(said[o.second]);
	said = std::move(kept);
}

/* "incident response" is more than incidents and responses */
static void
near(const std::vector<Repeated> &said, std::vector<Piece> &out)
{
	if (said.size() > near_words)
		return;
	for (size_t i = 0; i + 1 < said.size(); i++) {
		const Word &a = said[i].word, &b = said[i + 1].word;
		Xapian::Query two[2] = { Xapian::Query(a.plain),
		    Xapian::Query(b.plain) };

		if (a.gram || b.gram)
			continue;
		out.push_back({ SEARCH_WHY_NEAR, a.exact + " " + b.exact,
		    scaled(Xapian::Query(Xapian::Query::OP_PHRASE, two,
		    two + 2, 2), near_share) });
	}
}

void
weigh(const std::vector<Word> &words, const Set &set, Stems &stems,
    std::vector<Piece> &out)
{
	std::vector<Repeated> said = once(words);

	near(said, out);
	keep_rarest(said, set);
	for (const Repeated &s : said) {
		Xapian::Query q = stem_query(s.word, set, stems);
		double times = 2 * s.times / (1 + s.times);

		if (!q.empty())
			out.push_back({ s.word.gram ? SEARCH_WHY_EXACT :
			    SEARCH_WHY_FORM, s.word.exact, scaled(q, times) });
		if (!s.word.gram && set.db.term_exists(s.word.exact))
			out.push_back({ SEARCH_WHY_EXACT, s.word.exact,
			    scaled(Xapian::Query(s.word.exact), exact_share *
			    times) });
	}
}

}
