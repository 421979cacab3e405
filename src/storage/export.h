/*
 * export: everything there is, for programs that are not ours, and what a
 * backup and its return need of the database. Acts as cs_worker, the functions
 * with a URL as cs_owner.
 */
#ifndef CS_STORAGE_EXPORT_H
#define CS_STORAGE_EXPORT_H

#include "domain/item.h"
#include "storage/blob.h"

/* public ids of all items, drafts and withdrawn ones too, oldest first */
enum status	export_items(struct db *, struct arena *, struct words *);

/* an item whole, for import.h: JSON texts of its rows and of its versions, and
 * all bytes that one of them names. ST_NOT_FOUND. */
struct export_item {
	const char	*record, *versions;
	struct blob	*blobs;
	size_t		 nblobs;
};
enum status	export_whole(struct db *, struct arena *, const char *id,
		    struct export_item *);
/* JSON texts: organisations; people with their memberships, without anything
 * secret; topics with labels */
enum status	export_orgs(struct db *, struct arena *, const char **json);
enum status	export_people(struct db *, struct arena *, const char **json);
enum status	export_topics(struct db *, struct arena *, const char **json);

/* names (64 hex) of the bytes that lie in the folder alone, and their sum */
enum status	export_folder(struct db *, struct arena *, struct words *,
		    int64_t *bytes);

enum house_state { HOUSE_EMPTY, HOUSE_FRESH, HOUSE_LIVED_IN };
/* EMPTY: no schema; FRESH: nobody but the first administrator and the sample
 * library; LIVED_IN: there is something to lose */
enum status	export_state(struct db *owner, enum house_state *);
/* throws the schema away with everything in it */
enum status	export_clear(struct db *owner);
/* after a return: indexes and what programs copied belong to another time */
enum status	export_new_epoch(struct db *owner);

#endif
