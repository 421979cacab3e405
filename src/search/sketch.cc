#include "search/sketch.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include "search/words.h"

namespace search {

constexpr size_t run = 4;		/* words of a shingle */
constexpr size_t runs_least = 12;
constexpr size_t marks_least = 16;
constexpr size_t concepts_most = 4096;

/* SplitMix64: spreads neighbours far apart */
static uint64_t
mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

static uint64_t
hash(const std::string &s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);	/* FNV-1a */

	for (char c : s)
		h = (h ^ static_cast<unsigned char>(c)) *
		    UINT64_C(0x100000001b3);
	return mix(h);
}

/* the smallest of each of 128 orders of the same set */
class Least {
public:
	Least() : least_(SKETCH_NUMBERS, UINT32_MAX) {}

	void
	add(uint64_t h)
	{
		uint32_t a = static_cast<uint32_t>(h);
		uint32_t b = static_cast<uint32_t>(h >> 32) | 1;

		if (!seen_.insert(h).second)
			return;
		for (uint32_t i = 0; i < SKETCH_NUMBERS; i++) {
			uint32_t x = (a ^ (i * UINT32_C(0x85ebca6b))) * b;

			x ^= x >> 15;
			x *= UINT32_C(0x2c1b3c6d);
			x ^= x >> 13;
			least_[i] = std::min(least_[i], x);
		}
	}
	size_t size() const { return seen_.size(); }

	void
	write(uint8_t *out) const
	{
		for (uint32_t v : least_)
			for (int i = 0; i < 4; i++, v >>= 8)
				*out++ = static_cast<uint8_t>(v);
	}

	void
	bands(uint64_t salt, struct sketch *s) const
	{
		for (size_t b = 0; b < SKETCH_BANDS; b++) {
			uint64_t h = mix(salt + b);

			for (size_t i = 0; i < 4; i++)
				h = mix(h ^ least_[b * 4 + i]);
			s->bands[s->nbands++] = static_cast<int64_t>(h);
		}
	}

private:
	std::vector<uint32_t> least_;
	std::set<uint64_t> seen_;
};

/* the same in every language: CERT, 2016/679, T1566 */
static bool
is_mark(const char *text, const Word &w)
{
	size_t upper = 0, digits = 0, n = w.to - w.from;

	if (w.gram)
		return false;
	for (size_t i = w.from; i < w.to; i++) {
		upper += text[i] >= 'A' && text[i] <= 'Z';
		digits += text[i] >= '0' && text[i] <= '9';
	}
	return digits >= 2 || (digits > 0 && n > 2) ||
	    (upper >= 2 && upper == n);
}

static void
add_concepts(const struct thesaurus *t, const char *text, size_t len,
    Least &marks)
{
	std::vector<struct concept_at> at(concepts_most);
	size_t n = t == nullptr ? 0 : thesaurus_find(t, text, len, at.data(),
	    at.size());
	std::string before;

	for (size_t i = 0; i < n; i++) {
		std::string id = thesaurus_id(t, at[i].concept);

		/* two after one another say more than one */
		marks.add(hash("concept " + id));
		marks.add(hash("concepts " + before + " " + id));
		before = id;
	}
}

static bool
sketch(const char *text, size_t len, const struct thesaurus *t,
    struct sketch *s)
{
	Words words(text, len);
	std::deque<std::string> last;
	Least runs, marks;
	Word w;

	while (words.next(w)) {
		last.push_back(w.gram ? w.exact : w.plain);
		if (is_mark(text, w))
			marks.add(hash("mark " + w.exact));
		if (last.size() < run)
			continue;
		std::string all;
		for (const std::string &one : last)
			all += one + " ";
		runs.add(hash(all));
		last.pop_front();
	}
	add_concepts(t, text, len, marks);
	if (runs.size() < runs_least)
		return false;
	runs.write(s->mins);
	runs.bands(1000, s);
	if (marks.size() >= marks_least) {
		s->has_marks = true;
		marks.write(s->marks);
		marks.bands(2000, s);
	}
	return true;
}

}

extern "C" bool
sketch_of(const char *text, size_t len, const struct thesaurus *t,
    struct sketch *s)
{
	memset(s, 0, sizeof(*s));
	try {
		return search::sketch(text,
		    std::min<size_t>(len, SKETCH_TEXT_MAX), t, s);
	} catch (const std::exception &) {
		return false;
	}
}
