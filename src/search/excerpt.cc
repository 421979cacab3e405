/*
 * excerpt: see excerpt.h.
 */
#include "search/excerpt.h"

#include <algorithm>

#include <unicode/utf8.h>

extern "C" {
#include "base/utf8.h"
}
#include "search/search.h"

namespace search {

constexpr size_t lead = 80;		/* characters before the first match */

/* letters, digits and most signs of ASCII: they stand as they are */
static bool
is_simple(char c)
{
	return c > ' ' && c < 0x7f && c != '&' && c != '<' && c != '>' &&
	    c != '"' && c != '\'';
}

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
		UChar32 c = p[i];

		while (i < len && left > 0 && is_simple(s[i])) {
			i++;
			left--;
		}
		if (i > from) {
			html.append(s + from, static_cast<size_t>(i - from));
			space = false;
			continue;
		}
		if (c < 0x80)
			i++;
		else
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

/* the words of the block as far as an excerpt can reach */
void
Excerpt::find_words(Xapian::termpos to)
{
	static const Firsts none;
	Words words = Words::places(text_.data(), text_.size(), none);
	Xapian::termpos pos = first_;
	Word w;

	while (words.next(w)) {
		marks_.push_back({w.from, w.to, false});
		if (pos++ > to + SEARCH_SNIPPET_MAX)
			break;
	}
}

Excerpt::Excerpt(const std::string &text, std::vector<Mark> marks,
    Xapian::termpos first, Xapian::termpos from, Xapian::termpos to) :
    text_(text), first_(first), marks_(std::move(marks))
{
	if (marks_.empty())
		find_words(to);
	if (marks_.empty())
		return;
	at_ = std::min<size_t>(from - first, marks_.size() - 1);
	last_ = std::min<size_t>(to - first, marks_.size() - 1);
}

void
Excerpt::mark(Xapian::termpos pos)
{
	if (pos >= first_ && pos - first_ < marks_.size())
		marks_[pos - first_].on = true;
}

size_t
Excerpt::characters(size_t from, size_t to) const
{
	size_t n = 0;

	for (; from < to; from++)
		n += (static_cast<unsigned char>(text_[from]) & 0xc0) != 0x80;
	return n;
}

/* a sentence ends before the i-th word */
bool
Excerpt::ends_sentence(size_t i) const
{
	size_t from = marks_[i - 1].to, to = marks_[i].from;
	const char *s = text_.data();

	/* pieces of words without spaces overlap */
	return to > from + 1 && std::any_of(s + from, s + to, [](char c) {
		return c == '.' || c == '!' || c == '?';
	});
}

/* the word with which to begin so that some text leads to the first match,
 * and all of the passage still fits */
size_t
Excerpt::first_word() const
{
	size_t room = characters(marks_[at_].from, marks_[last_].to);
	size_t led = 0, i;

	room = room + 10 >= SEARCH_SNIPPET_MAX ? 0 :
	    std::min<size_t>(lead, SEARCH_SNIPPET_MAX - 10 - room);
	for (i = at_; i > 0 && !ends_sentence(i); i--) {
		led += characters(marks_[i - 1].from, marks_[i].from);
		if (led > room)
			break;
	}
	return i;
}

/* the match at marks_[*i]: grams that lie over one another are one */
Mark
Excerpt::whole_mark(size_t *i) const
{
	Mark m = marks_[*i];

	while (*i + 1 < marks_.size() && marks_[*i + 1].on &&
	    marks_[*i + 1].from < m.to)
		m.to = marks_[++*i].to;
	return m;
}

/* as far as whole words fit from there; the end of the text when all do */
size_t
Excerpt::fitting(size_t from, size_t room) const
{
	auto m = std::lower_bound(marks_.begin(), marks_.end(), from + 1,
	    [](const Mark &a, size_t to) { return a.to < to; });
	size_t to = from, taken = 0;

	if (text_.size() - from <= 4 * room &&
	    characters(from, text_.size()) <= room)
		return text_.size();
	for (; m != marks_.end(); ++m) {
		taken += characters(to, m->to);
		if (taken > room)
			break;
		to = m->to;
	}
	return to;
}

std::string
Excerpt::html(bool begins, bool ends) const
{
	size_t first, at, to;
	Printer out;

	if (marks_.empty())
		return "";
	first = first_word();
	at = first == 0 ? 0 : marks_[first].from;
	out.left -= 4;		/* for the dots */
	for (size_t i = first; i < marks_.size(); i++) {
		Mark m;

		if (!marks_[i].on)
			continue;
		m = whole_mark(&i);
		if (m.to > at + 4 * out.left ||
		    characters(at, m.to) > out.left)
			break;
		out.put(text_.data() + at, m.from - at);
		out.html += "<mark>";
		out.put(text_.data() + m.from, m.to - m.from);
		out.html += "</mark>";
		at = m.to;
	}
	to = fitting(at, out.left);
	out.put(text_.data() + at, to - at);
	while (!out.html.empty() && out.html.back() == ' ')
		out.html.pop_back();
	return (begins && first == 0 ? "" : "\u2026 ") + out.html +
	    (to == text_.size() && ends ? "" : " \u2026");
}

size_t
Excerpt::pages_before() const
{
	if (marks_.empty())
		return 0;
	return static_cast<size_t>(std::count(text_.begin(), text_.begin() +
	    static_cast<ssize_t>(marks_[at_].from), '\f'));
}

}
