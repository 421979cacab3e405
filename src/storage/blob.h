/*
 * blob: the bytes of files, once per content, named by their SHA-256. Each
 * blob says where its bytes lie, and COMMONSHELF_STORE where new ones go:
 * "rows" of 1 MiB in the database, in the transaction of whatever names them,
 * with HOME/files/ab/cd/<sha256> as a cache from which nginx serves; or
 * "files", that folder alone, on the disk before the row commits.
 */
#ifndef CS_STORAGE_BLOB_H
#define CS_STORAGE_BLOB_H

#include "storage/db.h"
#include "storage/filetype.h"

#define BLOB_CHUNK	(1 << 20)
#define BLOB_PATH_MAX	80		/* "ab/cd/<64 hex>" with NUL */

struct blob {
	uint8_t	 sha256[SHA256_LEN];
	int64_t	 size;
	char	 media_type[FILETYPE_MAX];	/* by content */
};

/*
 * A descriptor of a nameless file on the store's file system that holds just
 * these bytes of another one (a part of a form); -1 with errno.
 */
int		 blob_part(int fd, uint64_t offset, uint64_t length);
/*
 * Stores the whole file behind fd, inside the caller's DB_WRITE unit of work;
 * bytes that are there already are not stored again. ST_INVALID for an empty
 * file, ST_TOO_LARGE over the ceiling, ST_FULL.
 */
enum status	 blob_store(struct db *, int fd, const char *name,
		    struct blob *out);
/* puts the file into the cache (after the commit): fsync and link, no copy.
 * Failing is no error: the cache fills itself. */
void		 blob_cache(int fd, const uint8_t *sha256);
/* "ab/cd/…" under HOME/files */
void		 blob_path(const uint8_t *sha256, char out[BLOB_PATH_MAX]);
/*
 * Makes sure that the cache holds the file; reads it from the database where
 * it does not. Under the caller's rights: ST_NOT_FOUND when hidden.
 */
enum status	 blob_ensure(struct db *, const uint8_t *sha256, int64_t size);
/*
 * Reads the bytes again where they lie; *same: they are `size` bytes with this
 * digest. ST_NOT_FOUND: there is no such blob, or not one row of it. For rows
 * it needs room on the store's file system while it runs, and puts nothing
 * into the cache.
 */
enum status	 blob_check(struct db *, const uint8_t *sha256, int64_t size,
		    bool *same);
/*
 * Moves the bytes to the folder or into rows, in a unit of work of its own;
 * nothing to do where they are there. ST_INVALID: they are damaged, and stay.
 */
enum status	 blob_move(struct db *, const struct blob *, bool files);
/* the cached file for reading, or -1; call blob_ensure before */
int		 blob_open(const uint8_t *sha256);

/* the cache holds it */
bool		 blob_cached(const uint8_t *sha256);

#endif
