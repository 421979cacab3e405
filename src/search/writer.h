/*
 * writer: what its two files share: writer.cc opens and changes, commit.cc
 * settles what was changed and up to where.
 */
#ifndef CS_SEARCH_WRITER_H
#define CS_SEARCH_WRITER_H

#include <functional>
#include <memory>

#include <sys/types.h>

#include "search/generation.h"
#include "search/inside.h"
#include "search/seen.h"

namespace search {

struct Audience {
	std::string		 key;
	Xapian::WritableDatabase db;
	int64_t			 position = 0;
	int64_t			 mark = 0;	/* of that change; 0: unknown */
	bool			 dirty = false;
	size_t			 pending = 0;	/* items since the commit */
	dev_t			 dev = 0;
	ino_t			 ino = 0;
};

}

struct index_writer {
	index_writer(const char *d, const char *e) : dir(d), epoch(e),
	    generations(d) {}

	std::string		 dir, epoch;
	std::string		 why, bad;
	search::Generations	 generations;
	search::Stems		 stems;
	search::Seen		 seen;
	bool			 fresh = false;	/* no item stands anywhere */
	int64_t			 marked = 0, mark = 0;	/* by index_mark() */
	std::vector<std::unique_ptr<search::Audience>> audiences;
};

namespace search {

/* says why; with ST_STALE the audience is what is bad */
enum status	 fail(index_writer *, enum status, const std::string &key,
		    const std::string &why);
/* runs what may throw; `key` is blamed for damage */
enum status	 guard(index_writer *, const std::string &key,
		    const std::function<enum status()> &what);
/* commits, then tells the readers: in that order */
enum status	 commit(index_writer *, Audience *);
/* position, epoch and format, to be committed with the documents */
void		 stamp(index_writer *, Audience *);
void		 read_position(Audience *);

}
#endif
