/*
 * suggest: "did you mean", from the words of titles, summaries, topics and
 * organisations that the reader may see. No word list of its own: what leaves
 * the index is not suggested any more.
 */
#include <algorithm>

#include <unicode/utf8.h>

#include "search/finder.h"

namespace search {

constexpr size_t words_tried = 3;	/* unknown words of one question */
constexpr size_t terms_tried = 50000;	/* candidates for one word */

bool
is_known(const Word &w, const Set &set, Stems &stems)
{
	if (set.db.term_exists(w.exact) || set.db.term_exists(w.plain))
		return true;
	if (w.gram)
		return false;
	return std::any_of(set.stems.begin(), set.stems.end(),
	    [&](const std::string &name) {
		return set.db.term_exists(stems.term(name, w));
	});
}

static std::u32string
code_points(const std::string &s)
{
	const uint8_t *p = reinterpret_cast<const uint8_t *>(s.data());
	int32_t i = 0, n = static_cast<int32_t>(s.size());
	std::u32string out;
	UChar32 c;

	while (i < n) {
		U8_NEXT(p, i, n, c);
		if (c >= 0)
			out.push_back(static_cast<char32_t>(c));
	}
	return out;
}

/* letters that are wrong, missing, too many or swapped; `most` + 1 when more */
static size_t
distance(const std::u32string &a, const std::u32string &b, size_t most)
{
	std::vector<size_t> two(b.size() + 1), one(b.size() + 1),
	    row(b.size() + 1);

	if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most)
		return most + 1;
	for (size_t j = 0; j <= b.size(); j++)
		one[j] = j;
	for (size_t i = 1; i <= a.size(); i++) {
		row[0] = i;
		for (size_t j = 1; j <= b.size(); j++) {
			bool same = a[i - 1] == b[j - 1];

			row[j] = std::min({ one[j] + 1, row[j - 1] + 1,
			    one[j - 1] + (same ? 0 : 1) });
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = std::min(row[j], two[j - 2] + 1);
		}
		if (*std::min_element(row.begin(), row.end()) > most)
			return most + 1;
		two.swap(one);
		one.swap(row);
	}
	return one[b.size()];
}

/* the nearest word with the same first letter; among equals the one that
 * more items have, then the first in the alphabet */
static std::string
nearest(const Word &w, const Set &set)
{
	std::u32string mine = code_points(w.plain);
	size_t most = mine.size() >= 6 ? 2 : 1, best = most + 1, tried = 0;
	size_t letter = 1;
	Xapian::doccount best_freq = 0;
	std::string prefix = term_spelling, out;

	while (letter < w.plain.size() && (static_cast<unsigned char>(
	    w.plain[letter]) & 0xc0) == 0x80)
		letter++;
	prefix += w.plain.substr(0, letter);
	for (auto t = set.db.allterms_begin(prefix);
	    t != set.db.allterms_end(prefix) && tried < terms_tried;
	    ++t, tried++) {
		std::string word = (*t).substr(1);
		size_t d = distance(mine, code_points(plain_of(word)), most);
		Xapian::doccount freq;

		if (d > best || d > most)
			continue;
		freq = t.get_termfreq();
		if (d == best && freq <= best_freq)
			continue;
		best = d;
		best_freq = freq;
		out = word;
	}
	return out;
}

std::string
suggest(const Asked &a, const Set &set, Stems &stems)
{
	std::string out = a.text;
	size_t tried = 0;
	bool better = false;

	if (set.handles.empty())
		return "";
	/* from the last to the first: what stands before keeps its place */
	for (auto c = a.clauses.rbegin(); c != a.clauses.rend(); ++c)
		for (auto w = c->words.rbegin(); w != c->words.rend(); ++w) {
			std::string word;

			if (w->gram || w->plain.size() < 4 || c->sign == NOT ||
			    is_known(*w, set, stems))
				continue;
			if (++tried > words_tried)
				return better ? out : "";
			word = nearest(*w, set);
			if (word.empty())
				continue;
			out.replace(w->from, w->to - w->from, word);
			better = true;
		}
	return better ? out : "";
}

}
