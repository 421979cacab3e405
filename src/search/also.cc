/*
 * also: other names of what was asked for, by the thesaurus: in other
 * languages, in other words, and of its kinds. Only names that some item of
 * the reader's has are looked for, and told.
 */
#include <algorithm>
#include <cstring>
#include <set>

#include "search/finder.h"
#include "search/thesaurus.h"

namespace search {

constexpr double same_share = 0.7;	/* another name of it */
constexpr double kind_share = 0.3;	/* a name of one of its kinds */
constexpr size_t concepts_max = 6;	/* of one question */
constexpr size_t names_max = 24;	/* that are added */

struct Adder {
	const Set	&set;
	Stems		&stems;
	std::set<std::string> seen;	/* names as stems */
	std::vector<Also> out;

	bool	 is_written(const std::string &term) const;
	bool	 take(const concept_label &, std::string *key,
		    std::vector<std::string> &);
	void	 add(size_t concept, const std::string &of, double share);
};

bool
Adder::is_written(const std::string &term) const
{
	return std::any_of(set.handles.begin(), set.handles.end(),
	    [&](const auto &h) {
		return !set.lists->term(h->standing, term)->entries.empty();
	});
}

/* the words of a name, all of them; false: nobody wrote one of them */
bool
Adder::take(const concept_label &l, std::string *key,
    std::vector<std::string> &v)
{
	Words words(l.text, strlen(l.text));
	std::string name = stems.name(l.lang);
	Word w;

	while (words.next(w)) {
		std::string term = w.gram ? w.exact : stems.term(name, w);

		*key += term + " ";
		if (!is_written(term))
			return false;
		if (is_counted(w))
			v.push_back(term);
	}
	return !v.empty();
}

void
Adder::add(size_t concept, const std::string &of, double share)
{
	const concept_label *l;
	size_t n = thesaurus_labels(set.thesaurus, concept, &l);

	for (size_t i = 0; i < n && out.size() < names_max; i++) {
		std::vector<std::string> v;
		std::string key;

		if (!take(l[i], &key, v) || !seen.insert(key).second)
			continue;
		/* all its words, and together as much as one */
		out.push_back({ l[i].text, l[i].lang, of, weigh_name(v, set,
		    share) });
	}
}

/* what was typed, as names are: those add nothing */
static void
note_typed(Adder &a, const std::string &text)
{
	concept_label l = { "", text.c_str(), false };

	for (const std::string &name : a.set.stems) {
		std::vector<std::string> ignored;
		std::string key;

		l.lang = name.c_str();
		a.take(l, &key, ignored);
		a.seen.insert(key);
	}
}

/* the words that may be there, without signs, and what to leave out */
static std::string
said(const Asked &a)
{
	std::string out = a.text;

	for (const Clause &c : a.clauses)
		if (c.sign == NOT || c.phrase)
			for (const Word &w : c.words)
				std::fill(out.begin() +
				    static_cast<ssize_t>(w.from), out.begin() +
				    static_cast<ssize_t>(w.to), ' ');
	return out;
}

std::vector<Also>
also_of(const Asked &asked, const Set &set, Stems &stems)
{
	struct concept_at at[concepts_max];
	std::string text = said(asked);
	Adder a{set, stems, {}, {}};
	size_t n;

	if (asked.empty || asked.note == SEARCH_NOTE_LONG)
		return {};
	n = thesaurus_find(set.thesaurus, text.data(), text.size(), at,
	    concepts_max);
	for (size_t i = 0; i < n; i++)
		note_typed(a, text.substr(at[i].from, at[i].to - at[i].from));
	for (size_t i = 0; i < n; i++)
		a.add(at[i].concept, text.substr(at[i].from,
		    at[i].to - at[i].from), same_share);
	for (size_t i = 0; i < n; i++) {
		const size_t *kinds;
		size_t m = thesaurus_narrower(set.thesaurus, at[i].concept,
		    &kinds);

		for (size_t k = 0; k < m; k++)
			a.add(kinds[k], text.substr(at[i].from,
			    at[i].to - at[i].from), kind_share);
	}
	return a.out;
}

}
