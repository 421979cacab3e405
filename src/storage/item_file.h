/*
 * item_file: one file of an item, changed by itself. On a published item that
 * makes a version at once, whatever waits in a working copy; changes by one
 * person within ten minutes join one version.
 */
#ifndef CS_STORAGE_ITEM_FILE_H
#define CS_STORAGE_ITEM_FILE_H

#include "storage/item.h"

struct file_change {
	const struct item	*item;
	int64_t			 person;
	const char		*person_name;
	const char		*name;
	const char		*note;	/* of the version, when it is new */
};

/* Both inside a DB_WRITE unit of work. ST_CONFLICT: no longer in the state
 * that `item` tells. */
enum status	item_file_put(struct db *, struct arena *,
		    const struct file_change *, const uint8_t *sha256);
/* ST_NOT_FOUND when there is no file of this name */
enum status	item_file_remove(struct db *, struct arena *,
		    const struct file_change *);

#endif
