#include "search/asked.h"

#include <algorithm>
#include <cstring>

#include <unicode/utf8.h>

namespace search {

/* quotation marks, signs and spaces of all kinds become those of ASCII; what
 * is not UTF-8 becomes a space */
static char
plain_sign(UChar32 c)
{
	switch (c) {
	case 0x201c: case 0x201d: case 0x201e: case 0x201f:
	case 0xab: case 0xbb: case 0xff02: case 0x300c: case 0x300d:
		return '"';
	case 0xff0b:
		return '+';
	case 0xff0d: case 0x2212:
		return '-';
	case 0xa0: case 0x202f: case 0x3000: case 0x2028: case 0x2029:
		return ' ';
	default:
		return c < ' ' || c == 0x7f ? ' ' : '\0';
	}
}

/* the text within its ceiling, ending between words where it can */
static std::string
take_text(const char *q, enum search_note *note)
{
	const uint8_t *s = reinterpret_cast<const uint8_t *>(q);
	size_t len = strnlen(q, size_t{4} * SEARCH_QUERY_MAX);
	std::string out;
	int32_t i = 0, n = static_cast<int32_t>(len);

	while (i < n) {
		int32_t from = i;
		UChar32 c;
		char sign;

		U8_NEXT(s, i, n, c);
		sign = plain_sign(c);
		if (sign != '\0')
			out.push_back(sign);
		else
			out.append(q + from, static_cast<size_t>(i - from));
	}
	if (out.size() <= SEARCH_QUERY_MAX)
		return out;
	*note = SEARCH_NOTE_LONG;
	n = SEARCH_QUERY_MAX;
	for (i = n; i > n / 2 && out[static_cast<size_t>(i)] != ' ';)
		i--;
	if (out[static_cast<size_t>(i)] != ' ')
		for (i = n; U8_IS_TRAIL(out[static_cast<size_t>(i)]);)
			i--;
	out.resize(static_cast<size_t>(i));
	return out;
}

struct Limits {
	size_t		 words = 0, grams = 0, stops = 0;
	bool		 reached = false;

	/* counts the word in, or says that there is no room for it */
	bool
	take(const Word &w)
	{
		bool stop = !w.gram && is_stop_word(w.plain);
		size_t &n = w.gram ? grams : stop ? stops : words;

		if (n >= (w.gram ? grams_max : stop ? stops_max :
		    SEARCH_WORDS_MAX)) {
			reached = true;
			return false;
		}
		n++;
		return true;
	}
};

/* what was said before is counted where it stands, not read again */
static bool
is_repeated(Asked &a, const Clause &c)
{
	auto same = [](const Word &x, const Word &y) {
		return x.exact == y.exact;
	};
	auto it = std::find_if(a.clauses.begin(), a.clauses.end(),
	    [&](const Clause &b) {
		return b.sign == c.sign && b.phrase == c.phrase &&
		    std::equal(b.words.begin(), b.words.end(),
		    c.words.begin(), c.words.end(), same);
	});

	if (it == a.clauses.end())
		return false;
	it->times++;
	return true;
}

static void
add_clause(Asked &a, Limits &limits, Sign sign, bool phrase, size_t from,
    size_t to)
{
	Words words(a.text.data() + from, to - from);
	Clause clause{sign, phrase, {}, 1};
	size_t spoken = 0;
	Word w;

	while (words.next(w)) {
		if (phrase && !w.gram && ++spoken > SEARCH_PHRASE_MAX) {
			limits.reached = true;
			break;
		}
		if (!limits.take(w))
			break;
		w.from += from;
		w.to += from;
		clause.words.push_back(w);
	}
	if (!clause.words.empty() && !is_repeated(a, clause))
		a.clauses.push_back(std::move(clause));
}

static bool
starts_word(const std::string &s, size_t i)
{
	unsigned char c = i < s.size() ? static_cast<unsigned char>(s[i]) : 0;

	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* one clause at i; returns where the next one starts */
static size_t
take_clause(Asked &a, Limits &limits, size_t i)
{
	const std::string &s = a.text;
	Sign sign = MAY;
	size_t end;

	if ((s[i] == '+' || s[i] == '-') && i + 1 < s.size() &&
	    (s[i + 1] == '"' || starts_word(s, i + 1))) {
		sign = s[i] == '+' ? MUST : NOT;
		i++;
	}
	if (s[i] == '"') {
		end = s.find('"', i + 1);
		if (end != std::string::npos) {
			add_clause(a, limits, sign, true, i + 1, end);
			return end + 1;
		}
		/* where we cut the text ourselves, that is what to say */
		if (a.note == SEARCH_NOTE_NONE)
			a.note = SEARCH_NOTE_QUOTE;
		i++;
	}
	end = s.find_first_of(" \"", i);
	if (end == std::string::npos)
		end = s.size();
	/* "CVE-2021-44228" is one thing: as a phrase where it must be or must
	 * not be there, else it may also be found by its pieces */
	if (end > i)
		add_clause(a, limits, sign, sign != MAY, i, end);
	return end;
}

Asked
ask(const char *q)
{
	Asked a{"", {}, SEARCH_NOTE_NONE, false};
	Limits limits;
	bool positive = false;

	a.text = take_text(q == nullptr ? "" : q, &a.note);
	a.empty = a.text.find_first_not_of(' ') == std::string::npos;
	for (size_t i = 0; i < a.text.size() && !limits.reached;) {
		if (a.text[i] == ' ')
			i++;
		else
			i = take_clause(a, limits, i);
	}
	if (limits.reached)
		a.note = SEARCH_NOTE_LONG;
	for (const Clause &c : a.clauses)
		positive = positive || c.sign != NOT;
	if (!a.empty && a.clauses.empty())
		a.note = SEARCH_NOTE_WORDLESS;
	else if (!a.empty && !positive)
		a.note = SEARCH_NOTE_ONLY_NOT;
	return a;
}

}
