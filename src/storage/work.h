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
/* last sequence number there is */
enum status	work_last_change(struct db *, int64_t *seq);
/*
 * Items changed after seq, at most limit rows of the sequence; *to is the
 * number up to which nothing is left out, seq itself when there is no news.
 */
enum status	work_changes(struct db *, struct arena *, int64_t seq, int limit,
		    struct change **, size_t *n, int64_t *to);
/*
 * One share of the published items of a circle ("public", "network",
 * "org-7"): at most limit behind the key *after, which is moved on.
 */
enum status	work_share(struct db *, struct arena *, const char *circle,
		    int64_t *after, size_t share, size_t shares, int limit,
		    struct change **, size_t *n);
/* how many items are published */
enum status	work_count(struct db *, int64_t *);
/* writes down how far the index is, for the administrators' page */
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
/* the next due job, marked as taken for ten minutes; ST_NOT_FOUND: none */
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
