/*
 * work: what the worker reads and writes: the sequence of changes, jobs, texts
 * of files, sweeping. Acts as cs_worker.
 */
#ifndef CS_STORAGE_WORK_H
#define CS_STORAGE_WORK_H

#include "storage/item.h"

struct change {
	int64_t		 seq;		/* the last one of this item */
	const char	*id;		/* public */
};

/* epoch of the sequence; "" when the database does not answer */
enum status	work_epoch(struct db *, struct arena *, const char **epoch);
/* keys of organisations ("org-7") that have items of their own circle */
enum status	work_circles(struct db *, struct arena *, struct words *);
/*
 * A place in the sequence. mark: when that change was made, in microseconds;
 * 0: not known. After a fail-over to a database that lost its last seconds the
 * same number can be another change.
 */
struct work_place {
	int64_t		 seq, mark;
};
/* the last change there is */
enum status	work_last_change(struct db *, struct work_place *);
/*
 * Items changed after a place, at most limit rows of the sequence; *to is the
 * place up to which nothing is left out, the same one when there is no news.
 * ST_STALE: the database does not know the change at that place.
 */
enum status	work_changes(struct db *, struct arena *,
		    const struct work_place *, int limit, struct change **,
		    size_t *n, struct work_place *to);
/* a new epoch, unless somebody has begun one: every index is built again */
enum status	work_new_epoch(struct db *, const char *old);
/*
 * One share of the published items of a circle ("public", "network",
 * "org-7"): at most limit behind the key *after, which is moved on.
 */
enum status	work_share(struct db *, struct arena *, const char *circle,
		    int64_t *after, size_t share, size_t shares, int limit,
		    struct change **, size_t *n);
/* how many items are published */
enum status	work_count(struct db *, int64_t *);
/* writes down how far this node's index is, for the administrators' page; now
 * and then without news too */
enum status	work_indexed(struct db *, int64_t seq);
/* the items as they stand, published or not; missing ones are left out */
enum status	work_items(struct db *, struct arena *, const char *const *ids,
		    size_t n, struct items *);

struct inside {			/* text inside a file of an item */
	const char	*file;		/* public id */
	const char	*name;
	const char	*text;
};
enum status	work_texts(struct db *, struct arena *, int64_t item,
		    struct inside **, size_t *n);

struct job {
	int64_t		 id;
	const char	*kind, *key;
	int		 attempts;
};
/* The next due job, marked as taken until the connection ends, but for ten
 * minutes at most; ST_NOT_FOUND: none. */
enum status	job_take(struct db *, struct arena *, struct job *);
enum status	job_done(struct db *, const struct job *);
/* again later, later each time; after 5 attempts it is dropped, logged */
enum status	job_again(struct db *, const struct job *, const char *error);

struct blob_info {
	int64_t		 size;
	const char	*media_type, *name;
};
enum status	work_blob(struct db *, struct arena *, const uint8_t *sha256,
		    struct blob_info *);
enum status	work_text_store(struct db *, const uint8_t *sha256,
		    const char *state, const char *reason, const char *text,
		    int pages);
/* sessions, uploads, keys and tries that are over */
enum status	work_sweep(struct db *);

#endif
