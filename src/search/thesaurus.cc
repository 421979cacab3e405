/*
 * thesaurus: see thesaurus.h. Names are found by their stems: each label is
 * kept as the stems of its words in its own language, and so is each word of
 * a text in every language that labels have.
 */
#include "search/thesaurus.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <unordered_map>

#include "search/skos.h"
#include "search/stems.h"

using namespace search;

constexpr size_t name_max = 12;		/* words of a label */
constexpr size_t known_max = 20000;	/* words of texts, some 2 MB */

namespace {

struct Concept {
	std::string	 id;
	std::vector<SkosLabel> kept;
	std::vector<concept_label> labels;
	std::vector<size_t> broader, narrower;
};

}

struct thesaurus {
	std::vector<Concept>	 concepts;
	std::vector<std::string> stems;		/* languages of the labels */
	/* label as stems -> its concepts */
	std::unordered_map<std::string, std::vector<size_t>> names;
	/* first word of a label -> words of the longest that starts so */
	std::unordered_map<std::string, size_t> starts;
	mutable Stems		 stemmers;
	/* in which of these languages a name starts with a word: in none, for
	 * nearly all words, and texts have theirs in common */
	mutable std::unordered_map<std::string, uint64_t> known;
};

/* the last piece of an address */
static std::string
last_piece(const std::string &iri)
{
	return iri.substr(iri.find_last_of("#/:") + 1);
}

static void
add_name(struct thesaurus *t, size_t concept, const SkosLabel &label)
{
	Words words(label.text.data(), label.text.size());
	std::string key, name = t->stemmers.name(label.lang), first;
	size_t n = 0;
	Word w;

	while (words.next(w) && n < name_max) {
		key += t->stemmers.term(name, w) + " ";
		if (n++ == 0)
			first = key;
	}
	if (n == 0)
		return;
	std::vector<size_t> &all = t->names[key];
	if (std::find(all.begin(), all.end(), concept) == all.end())
		all.push_back(concept);
	t->starts[first] = std::max(t->starts[first], n);
}

static void
relate(struct thesaurus *t, size_t narrow, size_t broad)
{
	std::vector<size_t> &up = t->concepts[narrow].broader;

	if (narrow == broad || std::find(up.begin(), up.end(), broad) !=
	    up.end())
		return;
	up.push_back(broad);
	t->concepts[broad].narrower.push_back(narrow);
}

/* what is said to be a concept and has a name */
static bool
build(struct thesaurus *t, const std::vector<SkosConcept> &read,
    std::string &why)
{
	std::unordered_map<std::string, size_t> at;
	std::set<std::string> stems = { "-" };

	for (const SkosConcept &c : read) {
		if (!c.is_concept || c.labels.empty())
			continue;
		at[c.iri] = t->concepts.size();
		t->concepts.push_back({last_piece(c.iri), c.labels, {}, {},
		    {}});
	}
	for (const SkosConcept &c : read) {
		auto self = at.find(c.iri);

		for (int up = 0; up < 2 && self != at.end(); up++)
			for (const std::string &o : up ? c.broader :
			    c.narrower) {
				auto other = at.find(o);

				if (other == at.end()) {
					why = last_piece(c.iri) + " names " +
					    last_piece(o) + ", which is not "
					    "there";
					return false;
				}
				relate(t, up ? self->second : other->second,
				    up ? other->second : self->second);
			}
	}
	for (size_t i = 0; i < t->concepts.size(); i++) {
		Concept &c = t->concepts[i];

		std::stable_sort(c.kept.begin(), c.kept.end(),
		    [](const SkosLabel &a, const SkosLabel &b) {
			return a.preferred && !b.preferred;
		});
		for (const SkosLabel &l : c.kept) {
			c.labels.push_back({l.lang.c_str(), l.text.c_str(),
			    l.preferred});
			stems.insert(t->stemmers.name(l.lang));
			add_name(t, i, l);
		}
	}
	t->stems.assign(stems.begin(), stems.end());
	return true;
}

static bool
read_file(const char *path, std::string &out, std::string &why)
{
	std::ifstream in(path, std::ios::binary);
	std::stringstream all;

	all << in.rdbuf();
	out = all.str();
	if (!in.is_open() || in.bad())
		why = "it can't be read";
	else if (out.size() > THESAURUS_MAX)
		why = "it is larger than 4 MB";
	return why.empty();
}

extern "C" struct thesaurus *
thesaurus_open(const char *path, char *why, size_t size)
{
	struct thesaurus *t = nullptr;
	std::vector<SkosConcept> read;
	std::string text, reason;

	try {
		t = new thesaurus;
		if (read_file(path, text, reason) &&
		    skos_read(text, read, reason) && build(t, read, reason))
			return t;
	} catch (const std::exception &e) {
		reason = e.what();
	}
	delete t;
	snprintf(why, size, "%s: %s", path, reason.c_str());
	return nullptr;
}

extern "C" void
thesaurus_close(struct thesaurus *t)
{
	delete t;
}

extern "C" size_t
thesaurus_size(const struct thesaurus *t)
{
	return t->concepts.size();
}

extern "C" const char *
thesaurus_id(const struct thesaurus *t, size_t i)
{
	return t->concepts[i].id.c_str();
}

extern "C" const char *
thesaurus_label(const struct thesaurus *t, size_t i, const char *lang)
{
	for (const concept_label &l : t->concepts[i].labels)
		if (l.preferred && strcmp(l.lang, lang) == 0)
			return l.text;
	return nullptr;
}

extern "C" size_t
thesaurus_labels(const struct thesaurus *t, size_t i,
    const struct concept_label **out)
{
	*out = t->concepts[i].labels.data();
	return t->concepts[i].labels.size();
}

extern "C" size_t
thesaurus_broader(const struct thesaurus *t, size_t i, const size_t **out)
{
	*out = t->concepts[i].broader.data();
	return t->concepts[i].broader.size();
}

extern "C" size_t
thesaurus_narrower(const struct thesaurus *t, size_t i, const size_t **out)
{
	*out = t->concepts[i].narrower.data();
	return t->concepts[i].narrower.size();
}

/* ---- finding */

namespace {

/* words of a text, and their terms in one language as they are needed */
struct Reading {
	const struct thesaurus	*t;
	std::vector<Word>	 words;
	std::unordered_map<std::string, std::string> terms;

	const std::string &
	term(const std::string &name, const Word &w)
	{
		std::string &out = terms[name + w.plain];

		if (out.empty())
			out = t->stemmers.term(name, w) + " ";
		return out;
	}
	size_t	 longest(const std::string &name, size_t i,
		    const std::vector<size_t> **);
};

}

/* words of the longest name that starts at i, 0 when there is none */
size_t
Reading::longest(const std::string &name, size_t i,
    const std::vector<size_t> **out)
{
	std::string key = term(name, words[i]);
	auto start = t->starts.find(key);
	size_t best = 0, most;

	if (start == t->starts.end())
		return 0;
	most = std::min(start->second, words.size() - i);
	for (size_t n = 1;; n++) {
		auto it = t->names.find(key);

		if (it != t->names.end()) {
			best = n;
			*out = &it->second;
		}
		if (n >= most)
			return best;
		key += term(name, words[i + n]);
	}
}

/* a bit a language, as they stand in t->stems; the 63 first of them */
static uint64_t
starting(const struct thesaurus *t, const Word &w)
{
	auto it = t->known.find(w.exact);
	uint64_t mask = 0;

	if (it != t->known.end())
		return it->second;
	for (size_t k = 0; k < std::min<size_t>(t->stems.size(), 63); k++)
		if (t->starts.count(t->stemmers.term(t->stems[k], w) + " "))
			mask |= UINT64_C(1) << k;
	if (t->known.size() >= known_max)
		t->known.clear();
	t->known[w.exact] = mask;
	return mask;
}

extern "C" size_t
thesaurus_find(const struct thesaurus *t, const char *text, size_t len,
    struct concept_at *out, size_t most)
{
	Words split(text, len);
	Reading r{t, {}, {}};
	size_t found = 0;
	Word w;

	while (split.next(w))
		r.words.push_back(w);
	for (size_t i = 0; i < r.words.size() && found < most;) {
		uint64_t mask = starting(t, r.words[i]);
		std::set<size_t> concepts;
		size_t best = 0;

		for (size_t k = 0; mask >> k != 0; k++) {
			const std::vector<size_t> *v = nullptr;
			size_t n = mask >> k & 1 ? r.longest(t->stems[k], i,
			    &v) : 0;

			if (n > best)
				concepts.clear();
			if (n > 0 && n >= best)
				concepts.insert(v->begin(), v->end());
			best = std::max(best, n);
		}
		for (size_t c : concepts)
			if (found < most)
				out[found++] = { c, r.words[i].from,
				    r.words[i + best - 1].to };
		i += std::max<size_t>(best, 1);
	}
	return found;
}
