/*
 * snippet: the best passage of an item. The positions that the index has say
 * where the words stand; only the block with the best of them is unpacked.
 */
#include <algorithm>
#include <set>
#include <unordered_map>

#include <unicode/utf8.h>

extern "C" {
#include "base/utf8.h"
}
#include "search/finder.h"

namespace search {

constexpr Xapian::termpos window = 30;	/* words that stand together */
constexpr size_t positions_max = 2000;	/* of one form in one item */
constexpr size_t lead = 80;		/* characters before the first match */

/* which part is shown when two are as good */
static const int rank_of[PLACES] = { 0, 1, 2, 4, 5, 3 };

Snippets::Snippets(const Asked &a, const Set &set, Stems &stems) :
    set_(set), stems_(stems)
{
	bool all = true;

	for (const Clause &c : a.clauses)
		for (const Word &w : c.words)
			if (c.sign != NOT && (w.gram ||
			    !is_stop_word(w.plain)))
				all = false;
	for (const Clause &c : a.clauses)
		for (const Word &w : c.words)
			if (c.sign != NOT && (all || c.phrase || w.gram ||
			    !is_stop_word(w.plain)))
				words_.push_back(w);
}

/* no stemmer changes the first two letters: a cheap no */
static bool
may_be(const std::string &term, const std::vector<Word> &words)
{
	for (const Word &w : words) {
		if (static_cast<unsigned char>(term[0]) >= 0x80 ||
		    static_cast<unsigned char>(w.plain[0]) >= 0x80)
			return true;
		if (term[0] == w.plain[0] && (term.size() < 2 ||
		    w.plain.size() < 2 || term[1] == w.plain[1] ||
		    static_cast<unsigned char>(term[1]) >= 0x80))
			return true;
	}
	return false;
}

/* every place where one of the words stands, in any of its forms */
void
Snippets::locate(const Xapian::Document &doc, std::vector<Hit> &hits) const
{
	std::string language = doc.get_value(fields[SEARCH_LANGUAGE].slot);
	std::string name = stems_.name(language.substr(0,
	    language.find(value_separator)));
	std::unordered_map<std::string, size_t> wanted;

	for (size_t i = 0; i < words_.size(); i++)
		wanted.emplace(words_[i].gram ? words_[i].exact :
		    stems_.term(name, words_[i]), i);
	auto t = doc.termlist_begin();
	for (; t != doc.termlist_end(); ++t) {
		std::string term = *t;
		Word w;

		/* prefixed terms begin with a capital */
		if (term.empty() || (term[0] >= 'A' && term[0] <= 'Z') ||
		    !may_be(term, words_))
			continue;
		auto it = wanted.find(term);
		if (it == wanted.end()) {
			w.exact = term;
			w.plain = plain_of(term);
			it = wanted.find(stems_.term(name, w));
		}
		if (it == wanted.end())
			continue;
		size_t n = 0;
		for (auto p = t.positionlist_begin();
		    p != t.positionlist_end() && n < positions_max; ++p, n++)
			hits.push_back({*p, it->second});
	}
	std::sort(hits.begin(), hits.end(), [](const Hit &a, const Hit &b) {
		return a.pos < b.pos;
	});
}

/* ---- the best passage */

struct Passage {
	const Record::Shelf	*shelf = nullptr;
	const Record::Stored	*block = nullptr;
	bool			 last = false;	/* of its part */
	size_t			 words = 0;	/* different ones */
	Xapian::termpos		 from = 0, to = 0;
};

struct Span {
	const Record::Shelf	*shelf;
	const Record::Stored	*block;
	Xapian::termpos		 from;
	bool			 last;
};

static std::vector<Span>
spans_of(const Record &r)
{
	std::vector<Span> v;

	for (const auto &shelf : r.shelves)
		for (const auto &block : shelf.blocks)
			v.push_back({&shelf, &block, block.first,
			    &block == &shelf.blocks.back()});
	return v;
}

static bool
is_better(const Passage &a, const Passage &b)
{
	if (b.shelf == nullptr || a.words != b.words)
		return b.shelf == nullptr || a.words > b.words;
	return rank_of[a.shelf->place] < rank_of[b.shelf->place];
}

/* a passage that starts at hits[i], within its block */
template <class Hits> static Passage
passage_at(const Hits &hits, size_t i, const Span &span, Xapian::termpos end)
{
	std::set<size_t> seen;
	Passage p;

	p.shelf = span.shelf;
	p.block = span.block;
	p.last = span.last;
	p.from = hits[i].pos;
	for (; i < hits.size() && hits[i].pos < end &&
	    hits[i].pos - p.from <= window; i++) {
		if (seen.insert(hits[i].word).second)
			p.to = hits[i].pos;
	}
	p.words = seen.size();
	return p;
}

template <class Hits> static Passage
best_passage(const Record &r, const Hits &hits)
{
	std::vector<Span> spans = spans_of(r);
	Passage best;
	size_t s = 0;

	for (size_t i = 0; i < hits.size() && !spans.empty(); i++) {
		while (s + 1 < spans.size() && spans[s + 1].from <=
		    hits[i].pos)
			s++;
		Passage p = passage_at(hits, i, spans[s], s + 1 < spans.size()
		    ? spans[s + 1].from : Xapian::termpos(-1));
		if (is_better(p, best))
			best = p;
	}
	return best;
}

/* ---- its text */

static void
escape(std::string &out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		switch (s[i]) {
		case '&': out += "&amp;"; break;
		case '<': out += "&lt;"; break;
		case '>': out += "&gt;"; break;
		case '"': out += "&quot;"; break;
		case '\'': out += "&#39;"; break;
		default: out.push_back(s[i]);
		}
}

/* a piece of text on its way into a snippet: white space is one space,
 * control and direction characters are left out */
struct Printer {
	std::string	 html;
	size_t		 left = SEARCH_SNIPPET_MAX;	/* characters */
	bool		 space = true;

	void	 put(const char *s, size_t n);
};

void
Printer::put(const char *s, size_t n)
{
	const uint8_t *p = reinterpret_cast<const uint8_t *>(s);
	int32_t i = 0, len = static_cast<int32_t>(n);

	while (i < len && left > 0) {
		int32_t from = i;
		UChar32 c;

		U8_NEXT(p, i, len, c);
		if (c == ' ' || c == '\n' || c == '\t' || c == '\r' ||
		    c == 0xa0 || c == '\f') {
			if (!space) {
				html.push_back(' ');
				left--;
			}
			space = true;
		} else if (c > 0 && !utf8_is_control(
		    static_cast<uint32_t>(c))) {
			escape(html, s + from, static_cast<size_t>(i - from));
			left--;
			space = false;
		}
	}
}

struct Mark {
	size_t	 from, to;
	bool	 on;
};

/* the words of a block, with those of the passage that match */
template <class Hits> static std::vector<Mark>
marks_of(const std::string &text, const Passage &p, const Hits &hits)
{
	Words words(text.data(), text.size());
	Xapian::termpos pos = p.block->first;
	std::vector<Mark> v;
	size_t i = 0;
	Word w;

	for (; words.next(w); pos++) {
		while (i < hits.size() && hits[i].pos < pos)
			i++;
		v.push_back({w.from, w.to, i < hits.size() &&
		    hits[i].pos == pos && pos >= p.from});
	}
	return v;
}

static size_t
characters(const std::string &s, size_t from, size_t to)
{
	size_t n = 0;

	for (; from < to; from++)
		n += (static_cast<unsigned char>(s[from]) & 0xc0) != 0x80;
	return n;
}

/* the word with which to begin so that some text leads to the first match,
 * and all of the passage still fits */
static size_t
first_word(const std::string &text, const std::vector<Mark> &marks,
    const Passage &p)
{
	size_t at = p.from - p.block->first, last, room, i;

	if (at >= marks.size())
		return 0;
	last = std::min<size_t>(p.to - p.block->first, marks.size() - 1);
	room = characters(text, marks[at].from, marks[last].to);
	room = room + 10 >= SEARCH_SNIPPET_MAX ? 0 :
	    std::min<size_t>(lead, SEARCH_SNIPPET_MAX - 10 - room);
	for (i = at; i > 0; i--)
		if (characters(text, marks[i - 1].from, marks[at].from) > room)
			break;
	return i;
}

/* the match at marks[*i]: grams that lie over one another are one */
static Mark
whole_mark(const std::vector<Mark> &marks, size_t *i)
{
	Mark m = marks[*i];

	while (*i + 1 < marks.size() && marks[*i + 1].on &&
	    marks[*i + 1].from < m.to)
		m.to = marks[++*i].to;
	return m;
}

/* as far as whole words fit from `at` on; the end of the text when all do */
static size_t
fitting(const std::string &text, const std::vector<Mark> &marks, size_t at,
    size_t room)
{
	size_t to = at;

	if (characters(text, at, text.size()) <= room)
		return text.size();
	for (const Mark &m : marks) {
		if (m.to <= at)
			continue;
		if (characters(text, at, m.to) > room)
			break;
		to = m.to;
	}
	return to;
}

static std::string
print(const Passage &p, const std::string &text,
    const std::vector<Mark> &marks)
{
	size_t first = first_word(text, marks, p);
	size_t at = first == 0 ? 0 : marks[first].from, to;
	bool begins = p.block == p.shelf->blocks.data() && first == 0;
	Printer out;

	out.left -= 4;		/* for the dots */
	for (size_t i = first; i < marks.size(); i++) {
		Mark m;

		if (!marks[i].on)
			continue;
		m = whole_mark(marks, &i);
		if (characters(text, at, m.to) > out.left)
			break;
		out.put(text.data() + at, m.from - at);
		out.html += "<mark>";
		out.put(text.data() + m.from, m.to - m.from);
		out.html += "</mark>";
		at = m.to;
	}
	to = fitting(text, marks, at, out.left);
	out.put(text.data() + at, to - at);
	while (!out.html.empty() && out.html.back() == ' ')
		out.html.pop_back();
	return (begins ? "" : "\u2026 ") + out.html +
	    (to == text.size() && p.last ? "" : " \u2026");
}

bool
Snippets::make(const Xapian::Document &doc, const Record &r, Snippet &s)
{
	std::vector<Hit> hits;
	Passage p;

	if (words_.empty())
		return false;
	locate(doc, hits);
	p = best_passage(r, hits);
	if (p.shelf == nullptr)
		return false;
	s.in = p.shelf->place == FILE_TEXT ? p.shelf->name :
	    place_names[p.shelf->place];
	s.file = p.shelf->file;
	if (p.shelf->place != ORG && p.shelf->place != WORDS) {
		std::string text = r.text(*p.block);

		s.html = print(p, text, marks_of(text, p, hits));
	}
	return true;
}

}
