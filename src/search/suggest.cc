/*
 * suggest: "did you mean", from the words of titles, summaries, topics and
 * organisations that the reader may see. No word list of its own: what leaves
 * the index is not suggested any more.
 */
#include <algorithm>

#include <unicode/utf8.h>

#include "search/finder.h"

namespace search {

constexpr size_t words_tried = 3;	/* doubtful words of one question */
constexpr size_t terms_tried = 50000;	/* candidates for one word */
constexpr size_t letters_max = 32;	/* of a word that is mended */
constexpr size_t half_least = 3;	/* letters of a part of a word */
/* a word that somebody wrote may still be an error, if it is this rare and
 * another one so many times as frequent */
constexpr Xapian::doccount rare = 2;
constexpr Xapian::doccount times = 8;

/* letters, as numbers; none when there are too many */
struct Letters {
	explicit Letters(const std::string &);

	char32_t	 v[letters_max];
	size_t		 n = 0;
};

Letters::Letters(const std::string &s)
{
	const uint8_t *p = reinterpret_cast<const uint8_t *>(s.data());
	int32_t i = 0, len = static_cast<int32_t>(s.size());

	while (i < len) {
		UChar32 c = p[i];

		if (n == letters_max) {
			n = 0;
			return;
		}
		if (c < 0x80)
			i++;
		else
			U8_NEXT(p, i, len, c);
		v[n++] = static_cast<char32_t>(c);
	}
}

/* letters that are wrong, missing, too many or swapped; `most` + 1 when more */
static size_t
distance(const Letters &a, const Letters &b, size_t most)
{
	size_t rows[3][letters_max + 1];
	size_t *two = rows[0], *one = rows[1], *row = rows[2];

	if (std::max(a.n, b.n) - std::min(a.n, b.n) > most)
		return most + 1;
	for (size_t j = 0; j <= b.n; j++)
		one[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t least = row[0] = i;

		for (size_t j = 1; j <= b.n; j++) {
			bool same = a.v[i - 1] == b.v[j - 1];

			row[j] = std::min({ one[j] + 1, row[j - 1] + 1,
			    one[j - 1] + (same ? 0 : 1) });
			if (i > 1 && j > 1 && a.v[i - 1] == b.v[j - 2] &&
			    a.v[i - 2] == b.v[j - 1])
				row[j] = std::min(row[j], two[j - 2] + 1);
			least = std::min(least, row[j]);
		}
		if (least > most)
			return most + 1;
		std::swap(two, one);
		std::swap(one, row);
	}
	return one[b.n];
}

struct Nearest {
	const Set		&set;
	Letters			 mine;
	size_t			 best;
	Xapian::doccount	 least;		/* items with it must be more */
	Xapian::doccount	 freq;
	std::string		 word;

	void	 look(const std::string &prefix);
};

/* among equals the one that more items have, then the first in the alphabet */
void
Nearest::look(const std::string &prefix)
{
	size_t tried = 0;

	for (auto t = set.db.allterms_begin(term_spelling + prefix);
	    t != set.db.allterms_end(term_spelling + prefix) &&
	    tried < terms_tried; ++t, tried++) {
		std::string found = (*t).substr(1);
		size_t d;

		/* a letter has four bytes at most */
		if (found.size() + best < mine.n ||
		    found.size() > 4 * (mine.n + best))
			continue;
		d = distance(mine, Letters(plain_of(found)), best);
		if (d > best || t.get_termfreq() <= (d == best ?
		    std::max(freq, least) : least))
			continue;
		best = d;
		freq = t.get_termfreq();
		word = found;
	}
}

/* the n-th letter */
static std::string
letter(const std::string &s, int n)
{
	int32_t from = 0, to, len = static_cast<int32_t>(s.size());

	for (; n > 0 && from < len; n--)
		U8_FWD_1(s.data(), from, len);
	to = from;
	if (to < len)
		U8_FWD_1(s.data(), to, len);
	return s.substr(static_cast<size_t>(from),
	    static_cast<size_t>(to - from));
}

/* the nearest word with the same first letter, or with the second one in its
 * place: where two were swapped, or one too many was typed */
static std::string
nearest(const Word &w, const Set &set, Xapian::doccount freq)
{
	Letters mine(w.plain);
	Nearest n{set, mine, mine.n >= 6 ? size_t(2) : size_t(1),
	    times * freq, 0, ""};

	if (mine.n == 0)
		return "";
	n.look(letter(w.plain, 0));
	if (letter(w.plain, 1) != letter(w.plain, 0))
		n.look(letter(w.plain, 1));
	return n.word == w.exact ? "" : n.word;
}

static Xapian::doccount
spelt(const Set &set, const std::string &word)
{
	return set.db.get_termfreq(term_spelling + word);
}

/* "cybercrime" as "cyber crime", when that is how it is written */
static std::string
apart(const Word &w, const Set &set)
{
	Xapian::doccount best = 0;
	std::string out;

	for (size_t i = half_least; i + half_least <= w.exact.size(); i++) {
		Xapian::doccount n;

		if (U8_IS_TRAIL(w.exact[i]))
			continue;
		n = std::min(spelt(set, w.exact.substr(0, i)),
		    spelt(set, w.exact.substr(i)));
		if (n > best) {
			best = n;
			out = w.exact.substr(0, i) + " " + w.exact.substr(i);
		}
	}
	return out;
}

struct Doubt {
	size_t		 from, to;	/* bytes of the question */
	std::string	 better;
};

static void
doubt_word(const Word &w, const Set &set, Stems &stems,
    std::vector<Doubt> &doubts)
{
	size_t n;
	std::string better;

	if (w.gram || w.plain.size() < 4 || doubts.size() >= words_tried ||
	    (n = frequency(w, set, stems)) > rare)
		return;
	if (n == 0)
		better = apart(w, set);
	if (better.empty())
		better = nearest(w, set,
		    static_cast<Xapian::doccount>(n));
	doubts.push_back({w.from, w.to, better});
}

/* "ransom ware" as "ransomware", when only that is written */
static bool
is_one_word(const Word &a, const Word &b, const Set &set, Stems &stems)
{
	return !a.gram && !b.gram && spelt(set, a.exact + b.exact) > 0 &&
	    (frequency(a, set, stems) == 0 || frequency(b, set, stems) == 0);
}

std::string
suggest(const Asked &a, const Set &set, Stems &stems)
{
	std::vector<Doubt> doubts;
	const Word *before = nullptr;
	std::string out = a.text;
	bool better = false;

	if (set.handles.empty())
		return "";
	for (const Clause &c : a.clauses)
		for (const Word &w : c.words) {
			if (c.sign == NOT) {
				before = nullptr;
				continue;
			}
			if (before != nullptr && c.sign == MAY && !c.phrase &&
			    is_one_word(*before, w, set, stems)) {
				if (!doubts.empty() && doubts.back().from ==
				    before->from)
					doubts.pop_back();
				doubts.push_back({before->from, w.to,
				    before->exact + w.exact});
				before = nullptr;
				continue;
			}
			doubt_word(w, set, stems, doubts);
			before = c.sign == MAY && !c.phrase ? &w : nullptr;
		}
	/* from the last to the first: what stands before keeps its place */
	for (auto d = doubts.rbegin(); d != doubts.rend(); ++d)
		if (!d->better.empty()) {
			out.replace(d->from, d->to - d->from, d->better);
			better = true;
		}
	return better ? out : "";
}

}
