/*
 * item: items in the database, under the rights of whoever the connection
 * acts for (db_as). Functions ending in _send only queue; take their results
 * in the same order with the _take beside them (see db.h). The others belong
 * into a DB_WRITE unit of work that the caller begins and ends.
 */
#ifndef CS_STORAGE_ITEM_H
#define CS_STORAGE_ITEM_H

#include "domain/item.h"
#include "domain/item_json.h"
#include "storage/db.h"

struct items {
	size_t		 n;
	struct item	*v;
};

#define ITEM_COLUMNS	60	/* of item_full */
/* one row of item_full; shared by every statement that selects item_full.*
 * and nothing in front of it */
void		item_from_row(struct arena *, const struct rows *, int row,
		    struct item *);
/* The same columns of item_full f, with nothing in the places that a row of a
 * list does not show: PostgreSQL then leaves their subqueries out. */
#define ITEM_CARD							\
	"f.id, f.public_id, f.kind, f.status, f.audience, f.version, f.rev, "	\
	"f.org, f.org_slug, f.org_name, f.author, null, f.title, f.summary, "	\
	"null, f.language, f.countries, f.topics, null, f.licence, null, "	\
	"null, f.note, '[]', f.created, f.updated, f.published, f.withdrawn, "	\
	"null, null, null, false, f.files, f.type, f.certainty, f.precision, "	\
	"f.start_local, f.end_local, f.timezone, f.start_utc, f.end_utc, "	\
	"f.event_country, f.place, f.online_url, null, f.sequence, "		\
	"f.cancelled, null, null, f.used_other, f.period_start, "		\
	"f.period_end, f.outcome, null, f.lesson, f.total, f.worked, "		\
	"f.partly, f.no, f.too_early"
/* files out of the JSON of the view or of a kept version; NULL: none */
void		item_files_from_json(struct arena *, const json_t *,
		    struct item *);
/* all rows of the next result */
enum status	items_take(struct db *, struct arena *, struct items *);

/* by public id; ST_NOT_FOUND when missing or hidden */
void		item_send(struct db *, const char *id);
enum status	item_take(struct db *, struct arena *, struct item **);
/* send and take; inside a unit of work */
enum status	item_get(struct db *, struct arena *, const char *id,
		    struct item **);

/* What a list is about; NULL and 0 filter nothing. Published items only,
 * newest first. */
struct item_filter {
	const char	*kind;
	const char	*org;		/* slug */
	const char	*country;	/* for it, in it, or for any country */
	const char	*topic;		/* with its children */
	int		 limit;		/* 0: 20 */
	int		 offset;
};
void		item_list_send(struct db *, const struct item_filter *);
/* published items with these ids, in the order of the list */
void		item_by_ids_send(struct db *, struct arena *,
		    const char *const *ids, size_t n);
/* drafts and working copies that the person may finish, newest first */
void		item_drafts_send(struct db *, int64_t person, int limit);
/* what others published since the caller's last visit, newest first; none at
 * the first visit */
void		item_fresh_send(struct db *, int limit);
/* what an item used, in its order, and the newest that used it: published
 * ones, as cards */
struct item_around {
	struct items	used, experiences, events;
};
void		item_around_send(struct db *, const char *id);
enum status	item_around_take(struct db *, struct arena *,
		    struct item_around *);
/* how many of each kind are published, and live counts for the home page:
 * one row: toolkits, events ahead, experiences, organisations, countries */
void		item_counts_send(struct db *);

/* ---------------------------------------------------------------- changing */

/* A new draft of org, by author; sets id, key, version, rev. */
enum status	item_insert(struct db *, struct arena *, struct item *,
		    int64_t org, int64_t author);
/* Content of a draft: ST_STALE unless rev is still it->rev; rev goes up. */
enum status	item_update(struct db *, struct arena *, struct item *);
/*
 * Makes `it` (draft, or published with its new content) what readers see:
 * version and rev go up, working files become live, the version is kept
 * whole, a working copy is gone, SEQUENCE rises if event_moved(before, it).
 * before: the item as it was published, NULL the first time.
 * ST_STALE unless rev is still it->rev.
 */
enum status	item_publish(struct db *, struct arena *, struct item *it,
		    const struct item *before, int64_t author,
		    const char *author_name);
enum status	item_withdraw(struct db *, struct item *, int64_t person,
		    const char *why, const char *replaced_by);
/* a withdrawn one back to draft */
enum status	item_restore(struct db *, struct item *);
/* a draft, for good */
enum status	item_delete(struct db *, const struct item *);

/* Working copy of a published item: content over the item as published. */
enum status	working_copy_save(struct db *, struct item *, int64_t author);
/* lays the working copy (if there is one) over *it, its files included */
enum status	working_copy_get(struct db *, struct arena *, struct item *it);
enum status	working_copy_drop(struct db *, struct item *);

struct item_version {
	int		 version;
	const char	*author_name, *note;
	int64_t		 created;
};
void		item_versions_send(struct db *, const char *id);
enum status	item_versions_take(struct db *, struct arena *,
		    struct item_version **, size_t *n);
/* a version whole, over *it (which brings key and org) */
enum status	item_version_get(struct db *, struct arena *, struct item *it,
		    int version);

#endif
