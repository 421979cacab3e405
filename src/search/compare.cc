#include "search/compare.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace search {

constexpr size_t concepts_max = 256;	/* of one part of a text */
constexpr size_t known_max = 20000;	/* words of a set, some 2 MB */

double
Weigher::weight(const std::string &term)
{
	auto it = known_.find(term);
	Xapian::doccount n;

	if (it != known_.end())
		return it->second;
	n = db_.get_termfreq(term);
	double w = n == 0 ? 0 : std::log(1 + n_ / n);
	if (known_.size() >= known_max)
		known_.clear();
	known_[term] = w;
	return w;
}

double
Weigher::rarity(const std::string &term)
{
	double w = weight(term);

	return w > 0 ? w : std::log(1 + n_);
}

void
Said::add(const std::string &text, bool title, const struct thesaurus *t)
{
	struct concept_at at[concepts_max];
	Words words(text.data(), text.size());
	Word w;

	while (words.next(w)) {
		std::string stem = w.gram ? w.exact : stems_.term(name, w);

		if (!w.gram && is_stop_word(w.plain))
			continue;
		stems.push_back(stem);
		plains.push_back(w.gram ? w.exact : w.plain);
		if (title) {
			title_stems.push_back(stem);
			title_plains.push_back(plains.back());
		}
	}
	if (t == nullptr)
		return;
	size_t n = thesaurus_find(t, text.data(), text.size(), at,
	    concepts_max);
	for (size_t i = 0; i < n; i++)
		concepts.push_back(at[i].concept);
}

template <typename T> static void
once(std::vector<T> &v)
{
	std::sort(v.begin(), v.end());
	v.erase(std::unique(v.begin(), v.end()), v.end());
}

void
Said::done()
{
	once(stems);
	once(plains);
	once(title_stems);
	once(title_plains);
	once(concepts);
}

bool
Said::in_title(const std::string &stem) const
{
	return std::binary_search(title_stems.begin(), title_stems.end(),
	    stem);
}

bool
Said::in_stems(const std::string &w) const
{
	return std::binary_search(stems.begin(), stems.end(), w);
}

static double
square(const std::vector<std::string> &v, Weigher &weigher)
{
	double sum = 0;

	for (const std::string &w : v)
		sum += weigher.rarity(w) * weigher.rarity(w);
	return sum;
}

template <typename T> static std::vector<T>
both(const std::vector<T> &a, const std::vector<T> &b)
{
	std::vector<T> v;

	std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
	    std::back_inserter(v));
	return v;
}

/* cosine of the two sets, words weighed by rarity */
static double
cosine(const std::vector<std::string> &a, const std::vector<std::string> &b,
    Weigher &weigher)
{
	double whole = square(a, weigher) * square(b, weigher);

	return whole == 0 ? 0 : square(both(a, b), weigher) /
	    std::sqrt(whole);
}

/* what is a kind of many things says little */
static double
depth(const struct thesaurus *t, size_t concept)
{
	const size_t *list;

	return 1.0 / (1 + std::sqrt(static_cast<double>(thesaurus_narrower(t,
	    concept, &list))));
}

static double
sum(const std::vector<size_t> &v, const struct thesaurus *t)
{
	double all = 0;

	for (size_t c : v)
		all += depth(t, c);
	return all;
}

static double
share(size_t part, size_t a, size_t b)
{
	size_t least = std::min(a, b);

	return least == 0 ? 0 : static_cast<double>(part) /
	    static_cast<double>(least);
}

void
likeness(const Said &mine, const Said &theirs, Weigher &weigher,
    const struct thesaurus *t, struct alike_hit *hit)
{
	bool same = mine.name == theirs.name;
	const auto &a = same ? mine.stems : mine.plains;
	const auto &b = same ? theirs.stems : theirs.plains;

	hit->same_language = same;
	hit->text = cosine(a, b, weigher);
	hit->shared = share(both(a, b).size(), a.size(), b.size());
	hit->title = cosine(same ? mine.title_stems : mine.title_plains,
	    same ? theirs.title_stems : theirs.title_plains, weigher);
	if (t == nullptr)
		return;
	std::vector<size_t> c = both(mine.concepts, theirs.concepts);
	double whole = sum(mine.concepts, t) * sum(theirs.concepts, t);

	hit->nconcepts = c.size();
	hit->concepts = whole == 0 ? 0 : sum(c, t) / std::sqrt(whole);
}

}
