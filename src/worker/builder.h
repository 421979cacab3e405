/*
 * builder: makes another index beside the serving one, on all cores, when it
 * is wanted; the indexer then brings it up to date and puts it in its place.
 * They agree by files beside the folder: index.want says what is wanted,
 * index.next is the new one, index.ready says that it is whole.
 */
#ifndef CS_WORKER_BUILDER_H
#define CS_WORKER_BUILDER_H

#include <stdbool.h>

#include "base/status.h"

enum want {
	WANT_NOTHING,
	WANT_COMPACT,	/* out of the copy in index.next.0 */
	WANT_REBUILD	/* out of the database */
};

/* stays until builder_clear(), whatever ends in between; the greater wins */
enum status	builder_want(enum want);
enum want	builder_wanted(void);
bool		builder_ready(void);
/* it took its place, or nobody wants it any more */
void		builder_clear(void);
/* what is wanted, here and now */
enum status	builder_build(void);
/* loops until worker_stop */
void		builder_loop(void);

#endif
