/*
 * members: the files inside an archive, one after the other, in memory and
 * never as paths. All passes over the file share one budget: what an archive
 * may unpack to grows with its own size.
 */
#ifndef CS_EXTRACT_MEMBERS_H
#define CS_EXTRACT_MEMBERS_H

#include "base/buf.h"
#include "base/extract_reason.h"

#include <stdbool.h>
#include <stddef.h>

#define MEMBERS_MAX		10000
#define MEMBER_MAX		((size_t)32 * 1000 * 1000)
#define MEMBERS_RATIO		100
#define MEMBERS_FREE		((size_t)1000 * 1000)	/* beside the ratio */
#define MEMBERS_BYTES		((size_t)400 * 1000 * 1000)

struct members;

enum members_of {
	MEMBERS_ZIP,		/* what office files are */
	MEMBERS_ANY		/* zip, tar, 7z; a compressed single file */
};

/* reads the input from its start; NULL when out of memory */
struct members		*members_open(enum members_of);
/* the next name, without leading slash; NULL at the end or on a failure */
const char		*members_next(struct members *);
/* the next bytes of this member; false at its end or on a failure */
bool			 members_read(struct members *, const void **,
			    size_t *);
/* all of it, into a buffer that is initialised here; false: it is empty or
 * larger than a document, and read past */
bool			 members_slurp(struct members *, struct buf *);
/* a regular file whose bytes can be read */
bool			 members_is_file(const struct members *);
/* frees; says whether something was wrong with the archive */
enum extract_reason	 members_close(struct members *);

#endif
