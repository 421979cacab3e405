#include "search/seen.h"

namespace search {

constexpr size_t least = 16384;
constexpr size_t bits_each = 16;
constexpr int probes = 4;

static uint64_t
hash(const std::string &s)
{
	uint64_t h = 0xcbf29ce484222325;	/* FNV-1a, then SplitMix64 */

	for (char c : s)
		h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
	h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9;
	h = (h ^ (h >> 27)) * 0x94d049bb133111eb;
	return h ^ (h >> 31);
}

void
Seen::start(size_t items)
{
	items_ = 0;
	room_ = least;
	while (room_ < 2 * items)
		room_ *= 2;
	bits_.assign(room_ * bits_each / 64, 0);
}

/* the size is a power of two: steps of an odd number meet every bit */
void
Seen::add(const std::string &id)
{
	uint64_t h = hash(id), step = (h >> 32) | 1, n = bits_.size() * 64;

	for (int i = 0; i < probes; i++, h += step)
		bits_[h % n / 64] |= UINT64_C(1) << h % 64;
	items_++;
}

bool
Seen::maybe(const std::string &id) const
{
	uint64_t h = hash(id), step = (h >> 32) | 1, n = bits_.size() * 64;

	for (int i = 0; i < probes; i++, h += step)
		if ((bits_[h % n / 64] >> h % 64 & 1) == 0)
			return false;
	return true;
}

}
