/*
 * weigh: what words weigh: BM25 over the items of the reader, computed here
 * out of lists (lists.h), so that a question costs a pass over numbers. Each
 * word counts by its stems in every language that the items have, as one
 * concept, and a little more where the exact form stands. How the numbers
 * were found: docs/decisions/weights.md.
 */
#include <algorithm>
#include <cmath>
#include <map>

#include "search/finder.h"

namespace search {

constexpr double exact_share = 0.4;
constexpr size_t words_weighed = 24;	/* the rarest, when there are more */
/* tf saturates at about k1, lengths count by b, none counts as shorter than
 * a tenth of the mean */
constexpr double k1 = 1.2, b = 0.7, least_length = 0.1;

/* no word of the question counts by how often it is said: once() does that */
Xapian::BM25Weight
weighting()
{
	return Xapian::BM25Weight(k1, 0, 1, b, least_length);
}

bool
is_counted(const Word &w)
{
	return w.gram || !is_stop_word(w.plain);
}

double
rarity(const Set &set, size_t with)
{
	double n = static_cast<double>(with);
	double odds = (set.items - n + 0.5) / (n + 0.5);

	/* never nothing, however many have it: as Xapian does */
	return (k1 + 1) * std::log(odds < 2 ? odds * 0.5 + 1 : odds);
}

double
saturation(const Set &set, uint32_t length)
{
	return k1 * (1 - b + b * std::max(least_length, set.mean > 0 ?
	    length / set.mean : 1));
}

std::vector<std::shared_ptr<const List>>
lists_of(const Word &w, const Set &set, Stems &stems)
{
	std::vector<std::shared_ptr<const List>> out;

	for (const auto &h : set.handles)
		out.push_back(set.lists->word(h->standing, w, stems));
	return out;
}

size_t
frequency(const Word &w, const Set &set, Stems &stems)
{
	size_t n = 0;

	for (const auto &l : lists_of(w, set, stems))
		n += l->entries.size();
	return n;
}

/* the list's items as they weigh; only: those alone that have it as typed */
static std::vector<Scored>
weigh_list(const List &l, const Standing &at, const Set &set, double form,
    double exact, bool only)
{
	float k = static_cast<float>(k1 * (1 - b));
	float slope = static_cast<float>(set.mean > 0 ? k1 * b / set.mean : 0);
	uint32_t least = static_cast<uint32_t>(least_length * set.mean);
	float f = static_cast<float>(form), e = static_cast<float>(exact);
	std::vector<Scored> out;

	out.reserve(l.entries.size());
	for (const Entry &x : l.entries) {
		float n = k + slope * static_cast<float>(std::max(least,
		    at.lengths[x.doc]));
		float tf = x.form, te = x.exact;

		if (!only || x.exact > 0)
			out.push_back({ x.doc, f * tf / (tf + n) +
			    e * te / (te + n) });
	}
	return out;
}

Scores
weigh(const Repeated &said, const Set &set, Stems &stems, int parts)
{
	auto lists = lists_of(said.word, set, stems);
	double times = said.times;
	size_t forms = 0, exact = 0;
	Scores out;

	for (const auto &l : lists) {
		forms += l->forms;
		exact += l->exact;
	}
	for (size_t k = 0; k < lists.size(); k++)
		out.push_back(weigh_list(*lists[k], set.handles[k]->standing,
		    set, parts & FORM ? times * rarity(set, forms) : 0,
		    parts & EXACT ? times * exact_share * rarity(set, exact) :
		    0, parts == EXACT));
	return out;
}

static Scores
weigh_term(const std::string &term, const Set &set, double share)
{
	std::vector<std::shared_ptr<const List>> lists;
	size_t n = 0;
	Scores out;

	for (const auto &h : set.handles) {
		lists.push_back(set.lists->term(h->standing, term));
		n += lists.back()->entries.size();
	}
	for (size_t k = 0; k < lists.size(); k++)
		out.push_back(weigh_list(*lists[k], set.handles[k]->standing,
		    set, share * rarity(set, n), 0, false));
	return out;
}

Scores
weigh_name(const std::vector<std::string> &terms, const Set &set,
    double share)
{
	double each = share / static_cast<double>(terms.size());
	Scores out = weigh_term(terms[0], set, each);

	for (size_t i = 1; i < terms.size() && !is_empty(out); i++)
		keep_both(out, weigh_term(terms[i], set, each));
	return out;
}

/* each word once; what is said again weighs so many times as much */
std::vector<Repeated>
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
void
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

}
