/*
 * piece: where the pieces of an upload lie until all have come (transfer.h):
 * in rows, for every node and committed with their count, or, where new files
 * lie in the folder, in HOME/files/transfers/<id>, which the nodes share as
 * they share the folder. All of it inside the caller's unit of work that has
 * locked the transfer.
 */
#ifndef CS_STORAGE_PIECE_H
#define CS_STORAGE_PIECE_H

#include "storage/db.h"

/* of the bytes that were counted those that are there; rows: as the database
 * has just said */
int64_t		piece_present(const char *id, int64_t counted, int64_t rows);
/* the whole file behind fd, of n bytes, behind the first `at`; what a crash
 * left there goes. ST_FULL. */
enum status	piece_put(struct db *, const char *id, int64_t at, int fd,
		    int64_t n);
/*
 * The first `at` bytes and the n behind fd, in *out: a descriptor for reading
 * on the store's file system. Not counted yet, so that a crash loses the last
 * piece and nothing else.
 */
enum status	piece_whole(struct db *, const char *id, int64_t at, int fd,
		    int64_t n, int *out);
/* no piece is needed any more: rows, and (after the commit) the file */
enum status	piece_drop(struct db *, const char *id);
void		piece_forget(const char *id);

#endif
