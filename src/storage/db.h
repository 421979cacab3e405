/*
 * db: one libpq connection, statements prepared at (re)connect, results in
 * pipelines. A unit of work is one of two:
 *
 *   reading, one round trip:      db_begin(db, DB_READ);
 *                                 db_send(db, &stmt, …); db_send(…);
 *                                 db_take(db, &rows); db_take(…);
 *                                 db_end(db);
 *   writing, one transaction:     db_begin(db, DB_WRITE);
 *                                 send and take as often as needed
 *                                 db_end(db)    commits
 *                                 db_rollback(db)  gives up
 *
 * db_begin puts auth_session(kind, hash) of the caller in front (see db_as),
 * so row-level security sees the caller; without one it sees the public.
 * In DB_READ everything sent before the first take is one implicit
 * transaction; sending after a take starts a further batch, which repeats the
 * context by itself. Every statement is bounded by statement_timeout.
 *
 * A lost connection is reset at db_begin; work that fails in between ends in
 * ST_UNAVAILABLE and is not repeated by this file: db_lost() tells the caller
 * that a repeat of the whole unit makes sense.
 */
#ifndef CS_STORAGE_DB_H
#define CS_STORAGE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/status.h"

struct db;

#define STMT_PARAMS_MAX	32

/*
 * A statement. Declared static in the file that uses it; prepared once per
 * connection at its first use. `name` is unique, by habit file_verb.
 * types: one letter per parameter, as passed to db_send:
 *	t  const char *		text, NULL is null
 *	i  int64_t (cast!)	bigint
 *	b  int			boolean
 *	x  const uint8_t *	SHA-256, 32 bytes, NULL is null
 *	y  const void *, size_t	bytes
 *	n  int64_t (cast!)	bigint, 0 is null
 */
struct stmt {
	const char	*name;
	const char	*types;
	const char	*sql;
};

/* A result. Lives until the db's next db_begin; text is copied by the getters
 * that take an arena. */
struct rows {
	void	*res;		/* PGresult */
	int	 n;		/* rows, or rows touched */
};

enum db_mode { DB_READ, DB_WRITE };

/* url: libpq; timeout_ms: statement_timeout. Does not connect yet. */
struct db	*db_new(const char *url, int timeout_ms);
void		 db_free(struct db *);
/* connects or reconnects; ST_UNAVAILABLE with a logged reason */
enum status	 db_connect(struct db *);

/* Who the caller is from the next db_begin on: kind "session", "api", "feed"
 * and the SHA-256 of the secret; NULL: nobody. */
void		 db_as(struct db *, const char *kind, const uint8_t *hash);

enum status	 db_begin(struct db *, enum db_mode);
void		 db_send(struct db *, const struct stmt *, ...);
/* the next result in the order sent. ST_CONFLICT for unique violations,
 * ST_INVALID for check and foreign key violations (db_constraint names it),
 * ST_FORBIDDEN for row-level security, ST_UNAVAILABLE for a lost connection
 * or time-out, ST_FULL for no space, ST_INTERNAL else (logged). */
enum status	 db_take(struct db *, struct rows *);
enum status	 db_end(struct db *);
void		 db_rollback(struct db *);
/* send, take, and no rows wanted */
enum status	 db_do(struct db *, const struct stmt *, ...);
/* takes every result that was not taken yet; the first failure */
enum status	 db_take_all(struct db *);
/* gives back the result that was taken last, before its time */
void		 db_forget(struct db *, struct rows *);
const char	*db_constraint(const struct db *);
bool		 db_lost(const struct db *);
/* since the last call something failed that would work out the second time: a
 * deadlock, a statement that a migration outdated */
bool		 db_again(struct db *);
/* the result of auth_session of this unit of work; n == 0 for nobody. Take it
 * first: it is the first result of the unit. */
enum status	 db_take_actor(struct db *, struct rows *);

/* waits at most ms for a NOTIFY on a channel listened to; true if one came */
bool		 db_listen(struct db *, const char *channel);
bool		 db_wait(struct db *, int ms);

/* getters; column by position, in the order of the statement */
bool		 rows_null(const struct rows *, int row, int col);
const char	*rows_ref(const struct rows *, int row, int col); /* "" if null */
char		*rows_dup(struct arena *, const struct rows *, int row, int col);
int64_t		 rows_int(const struct rows *, int row, int col); /* 0 if null */
bool		 rows_bool(const struct rows *, int row, int col);
/* bytea in hexadecimal output to bytes; length through *n */
uint8_t		*rows_bytes(struct arena *, const struct rows *, int row, int col,
		    size_t *n);
/* text[] to a NULL-terminated list */
/* a hash that the statement encodes as hexadecimal digits */
void		 rows_sha256(const struct rows *, int row, int col,
		    uint8_t out[SHA256_LEN]);
const char	**rows_list(struct arena *, const struct rows *, int row, int col,
		    size_t *n);
/* the reverse: a PostgreSQL array literal for a 't' parameter (::text[]) */
const char	*db_list(struct arena *, const char *const *, size_t n);

#endif
