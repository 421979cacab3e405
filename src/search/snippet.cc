/*
 * snippet: the best passage of an item. The positions that the index has say
 * where the words stand; only the block with the best of them is unpacked.
 * What a passage is worth: each different word once, the more the rarer it
 * is, and something for words that stand as they were asked. The words of a
 * phrase count, and are marked, only where all of it stands.
 */
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "search/excerpt.h"
#include "search/finder.h"

namespace search {

constexpr Xapian::termpos window = 30;	/* words that stand together */
constexpr size_t positions_max = 2000;	/* of one form in one item */
constexpr size_t words_most = 64;	/* bits of a mask */
constexpr double in_order = 0.5;	/* two words as they were asked */
constexpr double farther = 0.01;	/* taken off for each word between */

/* which part is shown when two are as good */
static const int rank_of[PLACES] = { 0, 1, 2, 4, 5, 3 };

static bool
is_wanted(const Clause &c, const Word &w)
{
	return c.sign != NOT && (c.phrase || w.gram || !is_stop_word(w.plain));
}

Snippets::Snippets(const Asked &a, const Set &set, Stems &stems) :
    set_(set), stems_(stems)
{
	bool all = true;

	for (const Clause &c : a.clauses)
		for (const Word &w : c.words)
			all = all && !is_wanted(c, w);
	for (const Clause &c : a.clauses) {
		size_t first = words_.size();

		for (const Word &w : c.words)
			if (words_.size() < words_most &&
			    (is_wanted(c, w) || (all && c.sign != NOT)))
				words_.push_back(w);
		if (c.phrase && words_.size() - first > 1)
			phrases_.push_back({first, words_.size() - first});
	}
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

/* every place where one of the words stands, in any of its forms; those of a
 * phrase in the form that was asked */
std::vector<Snippets::Hit>
Snippets::locate(const Xapian::Document &doc,
    const std::string &language) const
{
	std::unordered_multimap<std::string, size_t> stemmed, exact;
	std::vector<bool> in_phrase(words_.size(), false);
	std::vector<Hit> hits;

	for (const auto &p : phrases_)
		std::fill_n(in_phrase.begin() + static_cast<ssize_t>(p.first),
		    p.second, true);
	for (size_t i = 0; i < words_.size(); i++)
		if (in_phrase[i] || words_[i].gram)
			exact.emplace(words_[i].exact, i);
		else
			stemmed.emplace(stems_.term(language, words_[i]), i);
	for (auto t = doc.termlist_begin(); t != doc.termlist_end(); ++t) {
		std::string term = *t;
		std::vector<size_t> found;
		size_t n = 0;
		Word w;

		/* prefixed terms begin with a capital */
		if (term.empty() || (term[0] >= 'A' && term[0] <= 'Z') ||
		    !may_be(term, words_))
			continue;
		auto range = exact.equal_range(term);
		for (auto it = range.first; it != range.second; ++it)
			found.push_back(it->second);
		if (!stemmed.empty()) {
			w.exact = term;
			w.plain = plain_of(term);
			range = stemmed.equal_range(stems_.term(language, w));
			for (auto it = range.first; it != range.second; ++it)
				found.push_back(it->second);
		}
		if (found.empty())
			continue;
		for (auto p = t.positionlist_begin();
		    p != t.positionlist_end() && n < positions_max; ++p, n++)
			for (size_t i : found)
				hits.push_back({*p, i});
	}
	std::sort(hits.begin(), hits.end(), [](const Hit &a, const Hit &b) {
		return a.pos != b.pos ? a.pos < b.pos : a.word < b.word;
	});
	return hits;
}

/* takes out the words of phrases that stand without the rest of it */
void
Snippets::keep_phrases(std::vector<Hit> &hits) const
{
	for (const auto &[first, n] : phrases_) {
		std::vector<Xapian::termpos> starts;
		auto has = [&](Xapian::termpos pos, size_t word) {
			return std::binary_search(hits.begin(), hits.end(),
			    Hit{pos, word}, [](const Hit &a, const Hit &b) {
				return a.pos != b.pos ? a.pos < b.pos :
				    a.word < b.word;
			});
		};

		for (const Hit &h : hits) {
			size_t i = 0;

			while (h.word == first && i < n && has(h.pos +
			    static_cast<Xapian::termpos>(i), first + i))
				i++;
			if (i == n)
				starts.push_back(h.pos);
		}
		hits.erase(std::remove_if(hits.begin(), hits.end(),
		    [&, first = first, n = n](const Hit &h) {
			return h.word >= first && h.word < first + n &&
			    !std::binary_search(starts.begin(), starts.end(),
			    h.pos - static_cast<Xapian::termpos>(h.word -
			    first));
		}), hits.end());
	}
}

/* 1 for a word that everybody writes, 2 for one that nobody else does */
const Snippets::Weights &
Snippets::weights(const std::string &language)
{
	double all = set_.db.get_doccount() + 2.0;
	auto it = weights_.find(language);

	if (it != weights_.end())
		return it->second;
	Weights &w = weights_[language];
	for (const Word &word : words_) {
		double n = set_.db.get_termfreq(word.gram ? word.exact :
		    stems_.term(language, word));

		w.push_back(1 + std::log(all / (n + 1)) / std::log(all));
	}
	return w;
}

/* ---- the best passage */

struct Snippets::Passage {
	const Record::Shelf	*shelf = nullptr;
	const Record::Stored	*block = nullptr;
	bool			 last = false;	/* of its part */
	double			 worth = 0;
	Xapian::termpos		 from = 0, to = 0;

	bool	 beats(const Passage &) const;
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

bool
Snippets::Passage::beats(const Passage &b) const
{
	if (b.shelf == nullptr || std::abs(worth - b.worth) > 0.001)
		return b.shelf == nullptr || worth > b.worth;
	return rank_of[shelf->place] < rank_of[b.shelf->place];
}

Snippets::Passage
Snippets::best(const Record &r, const std::vector<Hit> &hits,
    const Weights &weights) const
{
	std::vector<Span> spans = spans_of(r);
	Passage best;
	size_t s = 0;

	for (size_t i = 0; i < hits.size() && !spans.empty(); i++) {
		Passage p;
		uint64_t seen = 0, pairs = 0;
		Xapian::termpos end;

		while (s + 1 < spans.size() && spans[s + 1].from <=
		    hits[i].pos)
			s++;
		end = s + 1 < spans.size() ? spans[s + 1].from :
		    Xapian::termpos(-1);
		p.shelf = spans[s].shelf;
		p.block = spans[s].block;
		p.last = spans[s].last;
		p.from = p.to = hits[i].pos;
		for (size_t k = i; k < hits.size() && hits[k].pos < end &&
		    hits[k].pos - p.from <= window; k++) {
			uint64_t bit = UINT64_C(1) << hits[k].word;

			if (!(seen & bit)) {
				p.worth += weights[hits[k].word];
				p.to = hits[k].pos;
			}
			seen |= bit;
			if (k > i && hits[k].word == hits[k - 1].word + 1 &&
			    hits[k].pos == hits[k - 1].pos + 1 &&
			    !(pairs & bit)) {
				p.worth += in_order;
				p.to = hits[k].pos;
				pairs |= bit;
			}
		}
		p.worth -= farther * (p.to - p.from);
		/* of these nothing can be shown */
		if (p.shelf->place == ORG || p.shelf->place == WORDS)
			p.worth /= 2;
		if (p.beats(best))
			best = p;
	}
	return best;
}

bool
Snippets::make(const Xapian::Document &doc, const Record &r, Snippet &s)
{
	std::string language = doc.get_value(fields[SEARCH_LANGUAGE].slot);
	std::vector<Hit> hits;
	Passage p;

	if (words_.empty())
		return false;
	language = stems_.name(language.substr(0,
	    language.find(value_separator)));
	hits = locate(doc, language);
	keep_phrases(hits);
	p = best(r, hits, weights(language));
	if (p.shelf == nullptr)
		return false;
	s.in = p.shelf->place == FILE_TEXT ? p.shelf->name :
	    place_names[p.shelf->place];
	s.file = p.shelf->file;
	if (p.shelf->place != ORG && p.shelf->place != WORDS) {
		std::string text = r.text(*p.block);
		Excerpt e(text, p.block->first, p.from, p.to);

		for (const Hit &h : hits)
			e.mark(h.pos);
		s.html = e.html(p.block == p.shelf->blocks.data(), p.last);
		/* a file with one page has none to name */
		if (p.shelf->place == FILE_TEXT && (p.shelf->blocks.back().page
		    > 1 || text.find('\f') != std::string::npos))
			s.page = p.block->page + e.pages_before();
	}
	return true;
}

}
