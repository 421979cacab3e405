/*
 * near: words that stand side by side as they were typed. Looked for in the
 * items that may come first alone: a place in an item costs a look into the
 * index.
 */
#include <algorithm>

#include "search/finder.h"

namespace search {

constexpr double near_share = 0.15;	/* of what the two words give */
constexpr size_t near_words = 8;	/* more: a question, not a name */

Near::Near(const std::vector<Word> &said, const Set &set, Stems &stems) :
    set_(set)
{
	std::vector<Repeated> words = once(said);

	if (words.size() > near_words)
		return;
	for (size_t i = 0; i + 1 < words.size(); i++) {
		const Word &a = words[i].word, &b = words[i + 1].word;

		if (a.gram || b.gram)
			continue;
		pairs_.push_back({ a, b, lists_of(a, set, stems),
		    lists_of(b, set, stems),
		    rarity(set, frequency(a, set, stems)),
		    rarity(set, frequency(b, set, stems)) });
	}
}

/* when they stand side by side */
double
Near::gain(const Pair &p, Xapian::docid doc) const
{
	Xapian::docid local;
	const Standing &at = set_.home(doc, &local);
	size_t k = (doc - 1) % set_.handles.size();
	const Entry *a = p.of_a[k]->find(local);
	const Entry *b = a == nullptr ? nullptr : p.of_b[k]->find(local);
	double n = saturation(set_, at.lengths[local]);

	return b == nullptr ? 0 : near_share * (p.idf_a * a->form /
	    (a->form + n) + p.idf_b * b->form / (b->form + n));
}

bool
Near::stands(const Pair &p, Xapian::docid doc) const
{
	Xapian::docid local;
	const Standing &at = set_.home(doc, &local);
	auto a = at.db.positionlist_begin(local, p.a.plain);
	auto a_end = at.db.positionlist_end(local, p.a.plain);

	if (a == a_end)
		return false;
	auto b = at.db.positionlist_begin(local, p.b.plain);
	auto b_end = at.db.positionlist_end(local, p.b.plain);
	for (; a != a_end && b != b_end; ++a) {
		b.skip_to(*a + 1);
		if (b != b_end && *b == *a + 1)
			return true;
	}
	return false;
}

double
Near::most(Xapian::docid doc) const
{
	double all = 0;

	for (const Pair &p : pairs_)
		all += gain(p, doc);
	return all;
}

double
Near::add(Xapian::docid doc, std::string *words) const
{
	double all = 0;

	for (const Pair &p : pairs_) {
		double g = gain(p, doc);

		if (g == 0 || !stands(p, doc))
			continue;
		all += g;
		if (words != nullptr)
			*words += (words->empty() ? "" : ", ") + p.a.exact +
			    " " + p.b.exact;
	}
	return all;
}

}
