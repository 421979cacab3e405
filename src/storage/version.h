/*
 * version: who changed an item last, and an old version as a new one.
 */
#ifndef CS_STORAGE_VERSION_H
#define CS_STORAGE_VERSION_H

#include "storage/item.h"

/* Inside a unit of work: the name of who wrote the working copy or the last
 * version, whichever is later; "" when that is not known (a draft). */
enum status	version_writer(struct db *, struct arena *,
		    const struct item *, const char **name);
/*
 * Inside a DB_WRITE unit of work: publishes `old` (of item_version_get) over
 * `now`, with its files; organisation and audience stay. ST_CONFLICT while
 * changes wait in a working copy.
 */
enum status	version_restore(struct db *, struct arena *,
		    const struct item *now, struct item *old, int64_t person,
		    const char *person_name, const char *note);

#endif
