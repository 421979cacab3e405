/*
 * document: an item becomes what Xapian keeps: terms, values, record.
 */
#include <algorithm>
#include <cmath>
#include <cstring>

extern "C" {
#include "base/clock.h"
}
#include "search/inside.h"

namespace search {

constexpr size_t block_size = 4096;
constexpr size_t value_max = 200;	/* bytes of a filter's value */
constexpr double short_item = 500;	/* bytes of text */
constexpr double length_share = 0.75;

/*
 * How much a word counts, by where it stands. Those of title, summary and
 * topics count for more in a longer item, so that they weigh the same beside
 * few words and beside a hundred pages: what BM25F does field by field.
 */
static const Xapian::termcount weights[PLACES] = {
	2,	/* title */
	1,	/* summary */
	1,	/* body */
	1,	/* org */
	1,	/* words */
	1,	/* file */
};

struct Maker {
	Maker(Stems &s, const char *lang) : stems(s), language(s.name(lang)) {}

	Xapian::Document	 doc;
	Stems			&stems;
	std::string		 language;	/* as in terms */
	Xapian::termpos		 pos = 1;
	size_t			 left = SEARCH_TEXT_MAX;
	double			 size = 1;	/* of the item: see weight */
	std::vector<Part>	 parts;

	Xapian::termcount weight(Place) const;
	void	 word(const Word &, Place);
	void	 part(Place, const char *text, const char *file,
		    const char *name);
	void	 value(enum search_field, const std::string &v);
	void	 field(enum search_field, const char *one,
		    const struct search_values *more = nullptr);
};

/* a word that may be offered to readers who mistype it */
static bool
is_spelling(const Word &w, Place place)
{
	if (place == BODY || place == FILE_TEXT || w.gram)
		return false;
	return w.exact.size() >= 4 && std::none_of(w.exact.begin(),
	    w.exact.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Xapian::termcount
Maker::weight(Place place) const
{
	double n = weights[place];

	if (place == BODY || place == FILE_TEXT || place == ORG)
		return weights[place];
	return static_cast<Xapian::termcount>(std::lround(n * size));
}

void
Maker::word(const Word &w, Place place)
{
	Xapian::termcount n = weight(place);

	doc.add_posting(w.exact, pos, n);
	if (w.gram) {
		size_t first = 1;

		/* questions of one character: found, whatever it weighs */
		while (first < w.exact.size() && (static_cast<unsigned char>(
		    w.exact[first]) & 0xc0) == 0x80)
			first++;
		if (first < w.exact.size())
			doc.add_boolean_term(w.exact.substr(0, first));
	} else {
		if (w.plain != w.exact)
			doc.add_posting(w.plain, pos, 0);
		doc.add_term(stems.term(language, w), n);
	}
	if (is_spelling(w, place))
		doc.add_boolean_term(term_spelling + w.exact);
	if (place == TITLE)
		doc.add_boolean_term(term_title + w.plain);
	pos++;
}

void
Maker::part(Place place, const char *text, const char *file, const char *name)
{
	size_t len = text == nullptr ? 0 : std::min(strlen(text), left);
	size_t start = 0, page = 1;
	Part out{place, file, name, {}};
	Word w;

	if (len == 0)
		return;
	left -= len;
	Words words(text, len);
	Xapian::termpos first = pos;
	while (words.next(w)) {
		if (w.from - start >= block_size) {
			out.blocks.push_back({first, page,
			    std::string(text + start, w.from - start)});
			page += static_cast<size_t>(std::count(text + start,
			    text + w.from, '\f'));
			start = w.from;
			first = pos;
		}
		word(w, place);
	}
	out.blocks.push_back({first, page, std::string(text + start,
	    len - start)});
	parts.push_back(std::move(out));
	pos += part_gap;
}

void
Maker::value(enum search_field f, const std::string &v)
{
	std::string all = doc.get_value(fields[f].slot);

	if (v.empty() || v.size() > value_max ||
	    v.find(value_separator) != std::string::npos)
		return;
	std::string term = fields[f].prefix + v;
	auto t = doc.termlist_begin();
	t.skip_to(term);
	if (t != doc.termlist_end() && *t == term)
		return;
	doc.add_boolean_term(term);
	if (!all.empty())
		all += value_separator;
	doc.add_value(fields[f].slot, all + v);
}

void
Maker::field(enum search_field f, const char *one,
    const struct search_values *more)
{
	if (one != nullptr)
		value(f, one);
	for (size_t i = 0; more != nullptr && i < more->n; i++)
		value(f, more->v[i]);
}

/* days, years and what is sorted by */
static void
add_times(Maker &m, const struct index_doc &d)
{
	char now[CLOCK_TEXT];
	std::string first, last;

	clock_rfc3339(d.published, now);
	now[10] = '\0';
	first = is_day(d.first_day) ? d.first_day : now;
	last = is_day(d.last_day) ? d.last_day : first;
	m.value(SEARCH_YEAR, first.substr(0, 4));
	m.doc.add_value(slot_newest, sortable(d.published) + d.id);
	m.doc.add_value(slot_date, first + d.id);
	m.doc.add_value(slot_last, std::max(first, last));
	m.doc.add_value(slot_updated, sortable(d.updated));
}

static void
add_fields(Maker &m, const struct index_doc &d)
{
	m.field(SEARCH_KIND, d.kind);
	m.field(SEARCH_ORG, d.org);
	m.field(SEARCH_COUNTRY, d.event_country, &d.countries);
	m.field(SEARCH_REGION, nullptr, &d.regions);
	m.field(SEARCH_TOPIC, nullptr, &d.topics);
	m.field(SEARCH_LANGUAGE, d.language);
	m.field(SEARCH_OUTCOME, d.outcome);
	m.field(SEARCH_FILE_TYPE, nullptr, &d.file_types);
	if (d.countries.n == 0) {
		m.field(SEARCH_COUNTRY, any_country);
		m.field(SEARCH_REGION, any_country);
	}
}

/* all fields are there by now */
static void
add_facts(Maker &m)
{
	std::string facts;

	for (const Field &f : fields) {
		uint64_t n = fact_of(m.doc.get_value(f.slot));

		for (size_t i = 0; i < fact_size; i++, n >>= 8)
			facts.push_back(static_cast<char>(n & 0xff));
	}
	m.doc.add_value(slot_facts, facts);
}

/* 1 for short ones, then with their length; see Maker::weight() */
static double
size_of(const struct index_doc &d)
{
	size_t n = 0;

	for (const char *s : { d.title, d.summary, d.body })
		n += s == nullptr ? 0 : strlen(s);
	for (size_t i = 0; i < d.ntexts; i++)
		n += d.texts[i].text == nullptr ? 0 : strlen(d.texts[i].text);
	return std::max(1.0, 1 - length_share + length_share *
	    static_cast<double>(std::min<size_t>(n, SEARCH_TEXT_MAX)) /
	    short_item);
}

/* what an experience says about what it used */
static void
add_used(Maker &m, const struct index_doc &d)
{
	bool worked = d.outcome != nullptr && strcmp(d.outcome, "worked") == 0;

	for (size_t i = 0; i < d.used.n; i++) {
		std::string id = d.used.v[i];

		if (id.empty() || id.size() > SEARCH_ID_MAX)
			continue;
		m.doc.add_boolean_term(term_used + id);
		if (worked)
			m.doc.add_boolean_term(term_worked + id);
	}
}

static void
add_text(Maker &m, const struct index_doc &d)
{
	std::string words = d.words == nullptr ? "" : d.words;

	for (size_t i = 0; i < d.ntexts; i++)
		if (d.texts[i].name != nullptr)
			words = words + "\n" + d.texts[i].name;
	m.size = size_of(d);
	m.part(TITLE, d.title, "", "");
	m.part(SUMMARY, d.summary, "", "");
	m.part(ORG, d.org_name, "", "");
	m.part(WORDS, words.c_str(), "", "");
	m.part(BODY, d.body, "", "");
	for (size_t i = 0; i < d.ntexts; i++)
		m.part(FILE_TEXT, d.texts[i].text,
		    d.texts[i].file == nullptr ? "" : d.texts[i].file,
		    d.texts[i].name == nullptr ? "" : d.texts[i].name);
}

Xapian::Document
document_of(const struct index_doc &d, Stems &stems)
{
	Maker m(stems, d.language == nullptr ? "" : d.language);

	m.doc.add_boolean_term(std::string(term_id) + d.id);
	add_text(m, d);
	add_fields(m, d);
	add_used(m, d);
	add_times(m, d);
	add_facts(m);
	m.doc.set_data(record_pack(d.id, d.data == nullptr ? "" : d.data,
	    d.data == nullptr ? 0 : d.data_len, m.parts));
	m.doc.add_value(slot_sum, document_sum(m.doc));
	return m.doc;
}

}
