/*
 * snippet: the best passage of an item. In a short item the words are looked
 * for in its text; in a long one the positions that the index has say where
 * they stand, and only the block with the best of them is unpacked.
 * What a passage is worth: each different word once, the more the rarer it
 * is, and something for words that stand as they were asked. The words of a
 * phrase count, and are marked, only where all of it stands.
 */
#include <algorithm>
#include <cmath>
#include <set>

#include "search/excerpt.h"
#include "search/finder.h"

namespace search {

constexpr Xapian::termpos window = 30;	/* words that stand together */
constexpr size_t positions_max = 2000;	/* of one form in one item */
constexpr size_t words_most = 64;	/* bits of a mask */
/* a text of so many bytes is read sooner than its list of terms */
constexpr size_t short_text = 8192;
constexpr double in_order = 0.5;	/* two words as they were asked */
constexpr double farther = 0.01;	/* taken off for each word between */

/* which part is shown when two are as good */
static const int rank_of[PLACES] = { 0, 1, 2, 4, 5, 3 };

static bool
is_wanted(const Clause &c, const Word &w)
{
	return c.sign != NOT && (c.phrase || w.gram || !is_stop_word(w.plain));
}

/* no stemmer changes the first two letters, so other terms need no look: those
 * with the same two, with one and an accent, with an accent at once */
static std::vector<std::pair<std::string, std::string>>
ranges_of(const std::vector<Word> &words)
{
	std::set<std::pair<std::string, std::string>> ranges = {
		{ "\x80", "\xff" } };

	for (const Word &w : words) {
		std::string one = w.plain.substr(0, 1);
		std::string two = w.plain.substr(0, 2), after = two;

		if (static_cast<unsigned char>(one[0]) >= 0x80)
			continue;
		if (two.size() < 2 || static_cast<unsigned char>(two[1]) >=
		    0x80) {
			ranges.insert({one, one + "\xff"});
			continue;
		}
		after.back()++;
		ranges.insert({two, after});
		ranges.insert({one + "\x80", one + "\xff"});
	}
	return { ranges.begin(), ranges.end() };
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
	for (const Word &w : words_)
		exactly_.push_back(w.gram);
	for (const auto &p : phrases_)
		std::fill_n(exactly_.begin() + static_cast<ssize_t>(p.first),
		    p.second, true);
	for (const Word &w : words_)
		firsts_.add(w);
}

/* which of the words one is, in any of its forms; those of a phrase in the
 * form that was asked. Hits of a search share most of their terms. */
const std::vector<size_t> &
Snippets::words_of(const Word &w, Tongue &tongue)
{
	auto it = tongue.known.find(w.exact);
	std::string stem;

	if (it != tongue.known.end())
		return it->second;
	std::vector<size_t> &v = tongue.known[w.exact];
	stem = stems_.term(tongue.name, w);
	for (size_t i = 0; i < words_.size(); i++)
		if (tongue.forms[i] == (exactly_[i] ? w.exact : stem))
			v.push_back(i);
	return v;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/* of a word in ASCII; false: it begins unlike all that are looked for */
bool
Snippets::take_form(Word &w, const char *text) const
{
	size_t n = std::min(w.to - w.from, word_max);
	const char *s = text + w.from;

	if (std::none_of(words_.begin(), words_.end(), [&](const Word &one) {
		return one.plain[0] == lower(s[0]) && (n < 2 ||
		    one.plain.size() < 2 || one.plain[1] == lower(s[1]));
	}))
		return false;
	w.exact.resize(n);
	std::transform(s, s + n, w.exact.begin(), lower);
	w.plain = w.exact;
	return true;
}

/* the same as locate(), out of the text itself, block after block; false: it
 * is long */
bool
Snippets::scan(const Record &r, Tongue &tongue, std::vector<Hit> &hits,
    std::vector<Scanned> &texts)
{
	size_t size = 0;
	Word w;

	for (const auto &shelf : r.shelves)
		for (const auto &block : shelf.blocks)
			size += block.raw;
	for (const auto &shelf : r.shelves)
		for (const auto &block : shelf.blocks) {
			Xapian::termpos pos = block.first;

			if (size > short_text)
				return false;
			texts.push_back({ r.text(block), {} });
			const std::string &text = texts.back().text;
			std::vector<Mark> &marks = texts.back().marks;
			Words words = Words::places(text.data(), text.size(),
			    firsts_);
			marks.reserve(text.size() / 5);
			for (; words.next(w); pos++) {
				marks.push_back({ w.from, w.to, false });
				if (w.passed)
					continue;
				/* in ASCII: no form yet */
				if (w.exact.empty() && !take_form(w,
				    text.data()))
					continue;
				for (size_t i : words_of(w, tongue))
					hits.push_back({pos, i});
			}
		}
	return true;
}

/* Every place of the words, when the item has them as they were typed and in
 * no other form: a look at each, and none at all of the item's terms. */
bool
Snippets::locate_typed(Xapian::docid id, std::vector<Hit> &hits) const
{
	size_t k = (id - 1) % set_.handles.size();
	std::vector<bool> there(words_.size(), true);
	Xapian::docid local;
	const Standing &at = set_.home(id, &local);

	for (size_t i = 0; i < words_.size(); i++) {
		const Entry *e = lists_[i][k]->find(local);

		there[i] = e != nullptr;
		if (e != nullptr && e->form != e->exact && !exactly_[i])
			return false;
	}
	for (size_t i = 0; i < words_.size(); i++) {
		size_t n = 0;

		if (!there[i])
			continue;
		auto end = at.db.positionlist_end(local, words_[i].exact);
		for (auto p = at.db.positionlist_begin(local,
		    words_[i].exact); p != end && n < positions_max; ++p, n++)
			hits.push_back({*p, i});
	}
	return true;
}

/* every place where one of the words stands in any form */
void
Snippets::locate(const Xapian::Document &doc, Tongue &tongue,
    std::vector<Hit> &hits)
{
	auto t = doc.termlist_begin();

	if (ranges_.empty())
		ranges_ = ranges_of(words_);
	for (const auto &[from, to] : ranges_) {
		std::string term;
		Word w;

		t.skip_to(from);
		for (; t != doc.termlist_end() && (term = *t) < to; ++t) {
			size_t n = 0;

			w.exact = term;
			w.plain = plain_of(term);
			const auto &found = words_of(w, tongue);

			if (found.empty())
				continue;
			for (auto p = t.positionlist_begin();
			    p != t.positionlist_end() && n < positions_max;
			    ++p, n++)
				for (size_t i : found)
					hits.push_back({*p, i});
		}
	}
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

/* a word that everybody writes weighs 1, one that nobody else does 2 */
void
Snippets::weigh_words()
{
	double all = set_.db.get_doccount() + 2.0;

	for (const Word &w : words_) {
		double n = 1;

		lists_.push_back(lists_of(w, set_, stems_));
		for (const auto &l : lists_.back())
			n += static_cast<double>(l->entries.size());
		weights_.push_back(1 + std::log(all / n) / std::log(all));
	}
}

/* what the words are in a language */
Snippets::Tongue &
Snippets::tongue(const std::string &language)
{
	auto it = tongues_.find(language);

	if (it != tongues_.end())
		return it->second;
	if (weights_.empty())
		weigh_words();
	Tongue &t = tongues_[language];
	t.name = language;
	for (size_t i = 0; i < words_.size(); i++)
		t.forms.push_back(exactly_[i] ? words_[i].exact :
		    stems_.term(t.name, words_[i]));
	return t;
}

/* ---- the best passage */

struct Snippets::Passage {
	const Record::Shelf	*shelf = nullptr;
	const Record::Stored	*block = nullptr;
	bool			 last = false;	/* of its part */
	size_t			 number = 0;	/* of the block in the item */
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
Snippets::best(const Record &r, const std::vector<Hit> &hits) const
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
		p.number = s;
		p.from = p.to = hits[i].pos;
		for (size_t k = i; k < hits.size() && hits[k].pos < end &&
		    hits[k].pos - p.from <= window; k++) {
			uint64_t bit = UINT64_C(1) << hits[k].word;

			if (!(seen & bit)) {
				p.worth += weights_[hits[k].word];
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
Snippets::make(Xapian::docid id, const Xapian::Document &doc,
    const Record &r, Snippet &s)
{
	Xapian::docid local;
	std::vector<Scanned> texts;
	std::vector<Hit> hits;
	Passage p;

	if (words_.empty())
		return false;
	Tongue &t = tongue(set_.home(id, &local).language(local));
	if (!scan(r, t, hits, texts)) {
		if (!locate_typed(id, hits))
			locate(doc, t, hits);
		std::sort(hits.begin(), hits.end(), [](const Hit &a,
		    const Hit &b) {
			return a.pos != b.pos ? a.pos < b.pos : a.word < b.word;
		});
	}
	keep_phrases(hits);
	p = best(r, hits);
	if (p.shelf == nullptr)
		return false;
	s.in = p.shelf->place == FILE_TEXT ? p.shelf->name :
	    place_names[p.shelf->place];
	s.file = p.shelf->file;
	if (p.shelf->place != ORG && p.shelf->place != WORDS) {
		Scanned block = texts.empty() ? Scanned{ r.text(*p.block), {} } :
		    std::move(texts[p.number]);
		const std::string &text = block.text;
		Excerpt e(text, std::move(block.marks), p.block->first, p.from,
		    p.to);

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
