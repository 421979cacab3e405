/*
 * transfer: uploads in pieces. What came lies where every node finds it
 * (piece.h) before the row counts it; the piece that comes last makes it a
 * file. Under the rights of whoever the connection acts for.
 */
#ifndef CS_STORAGE_TRANSFER_H
#define CS_STORAGE_TRANSFER_H

#include "storage/db.h"

struct transfer {
	const char	*id, *name;
	const char	*item;		/* public id; NULL: for a form */
	int64_t		 size, offset;
	int64_t		 expires;
	bool		 done;
};

/* Inside a DB_WRITE unit of work; ST_THROTTLED with 50 under way already. */
enum status	transfer_add(struct db *, struct arena *, int64_t person,
		    const char *name, const char *item, int64_t size,
		    struct transfer *);
/* Inside a unit of work. lock: nobody else appends until it ends. ST_NOT_FOUND
 * when missing, over, or somebody else's. */
enum status	transfer_get(struct db *, struct arena *, const char *id,
		    bool lock, struct transfer *);
/* Inside a DB_WRITE unit of work, after a lock: appends the file behind fd,
 * of less than what is missing. ST_FULL. */
enum status	transfer_append(struct db *, struct transfer *, int fd);
/* the file behind fd is all that is missing */
bool		transfer_is_last(const struct transfer *, int fd);
/* Inside a DB_WRITE unit of work, after a lock: what came and the last piece,
 * behind *whole, which is the caller's to close. ST_FULL. */
enum status	transfer_whole(struct db *, const struct transfer *, int fd,
		    int *whole);
/* It is a file now; sha256: one that waits for its form, as an upload with the
 * same id (storage/file.h), else NULL. */
enum status	transfer_finish(struct db *, struct transfer *,
		    const uint8_t *sha256);
enum status	transfer_drop(struct db *, const char *id);
/* what came is not needed any more (after the commit) */
void		transfer_forget(const char *id);

#endif
