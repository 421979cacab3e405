/*
 * seen: which items may stand in an index; so that a new one is not looked for
 * in every audience. It forgets nothing: what left is still taken for there.
 */
#ifndef CS_SEARCH_SEEN_H
#define CS_SEARCH_SEEN_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace search {

/* a Bloom filter, 16 bits an item: one in 400 new ones is looked for in vain */
class Seen {
public:
	Seen() { start(0); }
	/* empty, for so many and as many again */
	void	 start(size_t items);
	void	 add(const std::string &id);
	bool	 maybe(const std::string &id) const;
	/* it takes too many for there: start again */
	bool	 is_full() const { return items_ > room_; }

private:
	std::vector<uint64_t> bits_;
	size_t	 items_ = 0, room_ = 0;
};

}
#endif
