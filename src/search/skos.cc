/*
 * skos: see skos.h.
 */
#include "search/skos.h"

#include <cstring>
#include <map>
#include <stdexcept>

#include <unicode/utf8.h>

namespace search {

static const char skos[] = "http://www.w3.org/2004/02/skos/core#";
static const char rdf_type[] =
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

struct Node {
	bool		 literal;
	std::string	 text;		/* address or text */
	std::string	 lang;
};

class Turtle {
public:
	Turtle(const std::string &text, std::vector<SkosConcept> &out) :
	    s_(text), out_(out) {}
	void		 all();

private:
	[[noreturn]] void fail(const char *) const;
	void		 skip();
	bool		 take(const char *word);
	void		 prefix(bool dot);
	std::string	 iri();
	std::string	 name();
	std::string	 unicode(size_t digits);
	std::string	 quoted();
	Node		 object();
	void		 statement();
	void		 add(SkosConcept &, const std::string &predicate,
			    const Node &) const;
	SkosConcept	&subject(const std::string &iri);

	const std::string &s_;
	std::vector<SkosConcept> &out_;
	std::map<std::string, std::string> prefixes_;
	std::map<std::string, size_t> known_;
	size_t		 at_ = 0;
};

void
Turtle::fail(const char *what) const
{
	size_t line = 1;

	for (size_t i = 0; i < at_ && i < s_.size(); i++)
		line += s_[i] == '\n';
	throw std::runtime_error("line " + std::to_string(line) + ": " + what);
}

/* spaces and comments */
void
Turtle::skip()
{
	while (at_ < s_.size()) {
		if (s_[at_] == '#')
			at_ = std::min(s_.find('\n', at_), s_.size());
		else if (strchr(" \t\r\n", s_[at_]) == nullptr ||
		    s_[at_] == '\0')
			break;
		else
			at_++;
	}
}

bool
Turtle::take(const char *word)
{
	size_t n = strlen(word);

	skip();
	if (s_.compare(at_, n, word) != 0)
		return false;
	at_ += n;
	return true;
}

std::string
Turtle::iri()
{
	size_t end = s_.find_first_of(">\n", at_);
	std::string out;

	if (end == std::string::npos || s_[end] != '>')
		fail("an address is not closed with >");
	out = s_.substr(at_, end - at_);
	at_ = end + 1;
	return out;
}

/* "@prefix x: <…> ." and "PREFIX x: <…>" */
void
Turtle::prefix(bool dot)
{
	size_t colon;
	std::string short_name;

	skip();
	colon = s_.find(':', at_);
	if (colon == std::string::npos || colon - at_ > 40)
		fail("a prefix needs a name and a colon");
	short_name = s_.substr(at_, colon - at_);
	at_ = colon + 1;
	if (!take("<"))
		fail("a prefix needs an address in < >");
	prefixes_[short_name] = iri();
	if (dot && !take("."))
		fail("a full stop is missing");
}

/* prefix:name as the address that it stands for */
std::string
Turtle::name()
{
	size_t from = at_, colon = std::string::npos;

	while (at_ < s_.size()) {
		unsigned char c = static_cast<unsigned char>(s_[at_]);

		if (c == ':' && colon == std::string::npos)
			colon = at_;
		else if (c < 0x80 && !isalnum(c) && c != '-' && c != '_' &&
		    !(c == '.' && at_ + 1 < s_.size() && isalnum(
		    static_cast<unsigned char>(s_[at_ + 1]))))
			break;
		at_++;
	}
	if (colon == std::string::npos)
		fail("neither a name with a prefix, nor an address in < >, "
		    "nor a text in quotation marks");
	auto p = prefixes_.find(s_.substr(from, colon - from));
	if (p == prefixes_.end())
		fail("a prefix that was not declared");
	return p->second + s_.substr(colon + 1, at_ - colon - 1);
}

std::string
Turtle::unicode(size_t digits)
{
	std::string hex = s_.substr(at_, digits);
	unsigned long c;
	uint8_t b[4];
	int32_t n = 0;

	if (hex.size() != digits || hex.find_first_not_of(
	    "0123456789abcdefABCDEF") != std::string::npos)
		fail("\\u needs four digits, \\U eight");
	c = std::stoul(hex, nullptr, 16);
	if (c == 0 || c > 0x10ffff || U_IS_SURROGATE(c))
		fail("no such character");
	at_ += digits;
	U8_APPEND_UNSAFE(b, n, static_cast<UChar32>(c));
	return std::string(reinterpret_cast<char *>(b),
	    static_cast<size_t>(n));
}

/* behind the first quotation mark; one line */
std::string
Turtle::quoted()
{
	static const char from[] = "tnr\"'\\", to[] = "\t\n\r\"'\\";
	std::string out;

	for (;;) {
		char c = at_ < s_.size() ? s_[at_] : '\n';
		const char *p;

		if (c == '\n')
			fail("a text is not closed with a quotation mark");
		at_++;
		if (c == '"')
			return out;
		if (c != '\\') {
			out += c;
			continue;
		}
		c = at_ < s_.size() ? s_[at_++] : '\0';
		if (c == 'u' || c == 'U')
			out += unicode(c == 'u' ? 4 : 8);
		else if (c != '\0' && (p = strchr(from, c)) != nullptr)
			out += to[p - from];
		else
			fail("no such escape");
	}
}

Node
Turtle::object()
{
	Node n{false, "", ""};

	skip();
	if (take("<")) {
		n.text = iri();
	} else if (take("\"")) {
		n.literal = true;
		n.text = quoted();
		if (at_ < s_.size() && s_[at_] == '@') {
			size_t from = ++at_;

			while (at_ < s_.size() && (isalnum(
			    static_cast<unsigned char>(s_[at_])) ||
			    s_[at_] == '-'))
				at_++;
			n.lang = s_.substr(from, at_ - from);
		} else if (s_.compare(at_, 2, "^^") == 0) {
			at_ += 2;
			object();
		}
	} else if (at_ < s_.size() && strchr("[(_", s_[at_]) != nullptr) {
		fail("blank nodes and lists are not read here");
	} else {
		n.text = name();
	}
	return n;
}

SkosConcept &
Turtle::subject(const std::string &address)
{
	auto it = known_.emplace(address, out_.size());

	if (it.second)
		out_.push_back({address, false, {}, {}, {}});
	return out_[it.first->second];
}

void
Turtle::add(SkosConcept &c, const std::string &predicate, const Node &o) const
{
	std::string what;

	if (predicate == rdf_type && o.text == std::string(skos) + "Concept")
		c.is_concept = true;
	if (predicate.compare(0, sizeof(skos) - 1, skos) != 0)
		return;
	what = predicate.substr(sizeof(skos) - 1);
	if (what == "prefLabel" || what == "altLabel" ||
	    what == "hiddenLabel") {
		if (!o.literal || o.text.empty())
			fail("a label is a text in quotation marks");
		c.labels.push_back({o.lang, o.text, what == "prefLabel"});
	} else if (what == "broader" && !o.literal) {
		c.broader.push_back(o.text);
	} else if (what == "narrower" && !o.literal) {
		c.narrower.push_back(o.text);
	}
}

void
Turtle::statement()
{
	Node s = object();

	if (s.literal)
		fail("a text can't be what is described");
	do {
		std::string predicate = rdf_type;

		skip();
		/* a semicolon may stand before the full stop */
		if (at_ < s_.size() && s_[at_] == '.')
			break;
		if (s_.compare(at_, 2, "a ") == 0)
			at_ += 2;
		else
			predicate = object().text;
		do {
			Node o = object();

			add(subject(s.text), predicate, o);
		} while (take(","));
	} while (take(";"));
	if (!take("."))
		fail("a full stop is missing");
}

void
Turtle::all()
{
	if (s_.compare(0, 3, "\xef\xbb\xbf") == 0)
		at_ = 3;
	for (skip(); at_ < s_.size(); skip()) {
		if (take("@prefix"))
			prefix(true);
		else if (take("PREFIX"))
			prefix(false);
		else if (s_[at_] == '@')
			fail("only @prefix is read here");
		else
			statement();
	}
}

bool
skos_read(const std::string &text, std::vector<SkosConcept> &out,
    std::string &why)
{
	try {
		Turtle(text, out).all();
		return true;
	} catch (const std::runtime_error &e) {
		why = e.what();
		return false;
	}
}

}
