/*
 * generation: one small mapped file, DIR/generations, by which the writer
 * tells every reader that an audience has changed. Reading it is a memory
 * read; one stat a search notices that the folder was taken away.
 */
#ifndef CS_SEARCH_GENERATION_H
#define CS_SEARCH_GENERATION_H

#include <cstdint>
#include <string>

#include <sys/stat.h>

#include "search/search.h"

namespace search {

class Generations {
public:
	explicit Generations(const std::string &dir)
	    : path_(dir + "/generations") {}
	~Generations() { unmap(); }
	Generations(const Generations &) = delete;
	Generations &operator=(const Generations &) = delete;

	/* writer: maps it, makes it when it is missing or not one */
	bool		 create();
	/* writer: a number that this audience never had; false: no room */
	bool		 bump(const char *key);
	void		 rebuilding(bool);

	/* reader: maps it when it is new; false: there is none. `fresh` tells
	 * that it is another file than last time */
	bool		 map(bool *fresh);
	/* 0: the audience has no items */
	uint64_t	 get(const char *key) const;
	bool		 is_rebuilding() const;
	/* the mapped file still is the one in the folder */
	bool		 current() const;

private:
	struct Page;
	bool		 open_map(int flags, struct stat *);
	void		 unmap();

	std::string	 path_;
	Page		*page_ = nullptr;
	dev_t		 dev_ = 0;
	ino_t		 ino_ = 0;
};

}
#endif
