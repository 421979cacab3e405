/*
 * generation: one small mapped file, DIR/generations, by which the writer
 * tells every reader that an audience has changed. Reading it is a memory
 * read; one stat a search notices that the folder was taken away.
 *
 * The same file holds the last changes of items, as the watcher read them
 * from the database: with them a reader knows, without asking the database,
 * that what it found stands as the index has it. Whoever has changed
 * something says so (poke) before it tells its user; until the watcher has
 * looked again nobody trusts the list.
 */
#ifndef CS_SEARCH_GENERATION_H
#define CS_SEARCH_GENERATION_H

#include <cstdint>
#include <string>
#include <vector>

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
	/* anybody: something was changed just now */
	void		 poke();

	/* watcher: what was poked up to here is answered by the next look */
	uint64_t	 pokes() const;
	bool		 is_awaited() const;
	/* watcher: up to which change the list reaches; 0: start it */
	int64_t		 noted(const char *epoch) const;
	/* watcher: the list begins behind this change, empty */
	void		 start(const char *epoch, int64_t seq);
	void		 note(int64_t seq, const char *id);
	/* watcher: all there is up to `seq` is in the list, as of now */
	void		 looked(int64_t seq, uint64_t pokes);

	/* reader: up to where the list reaches; false: nobody knows */
	bool		 place(struct finder_place *) const;
	/* reader: the ids that changed behind this change; false: nobody
	 * knows */
	bool		 since(const std::string &epoch, int64_t seq,
			    std::vector<std::string> &ids) const;
	/* 0: the audience has no items */
	uint64_t	 get(const char *key) const;
	bool		 is_rebuilding() const;
	/* another number after any change of any audience */
	uint64_t	 moment() const;
	/* the mapped file still is the one in the folder */
	bool		 current() const;

private:
	struct Page;
	bool		 is_trusted() const;
	bool		 open_map(int flags, struct stat *);
	void		 unmap();

	std::string	 path_;
	Page		*page_ = nullptr;
	dev_t		 dev_ = 0;
	ino_t		 ino_ = 0;
};

}
#endif
