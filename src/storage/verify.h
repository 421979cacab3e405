/*
 * verify: does the database hold what it says, and the cache what its names
 * say? Reads every byte, changes nothing but wrong files of the cache.
 */
#ifndef CS_STORAGE_VERIFY_H
#define CS_STORAGE_VERIFY_H

#include "storage/db.h"

struct verify {
	/* called for each thing that is wrong: what, and which one */
	void	(*found)(void *with, const char *what, const char *which);
	/* called after each file: bytes read so far, and of all; may be NULL */
	void	(*progress)(void *with, int64_t done, int64_t all);
	void	*with;
	bool	 mend;			/* delete wrong files of the cache */
	/* the rest is filled in */
	int64_t	 blobs, bytes;		/* read where they lie */
	int64_t	 cached;		/* files read in the cache */
	int64_t	 mended;
	int64_t	 done, all;		/* bytes, for the progress */
};

/*
 * Everything: rows that belong together, bytes of files, cache. ST_OK however
 * much is wrong; else it could not be finished (no database, no room).
 */
enum status	verify_run(struct db *, struct verify *);

#endif
