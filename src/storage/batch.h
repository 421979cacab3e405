/*
 * batch: what goes over a connection of db.c and comes back, in the order in
 * which it was sent; and what such a connection is. Part of db.c.
 */
#ifndef CS_STORAGE_BATCH_H
#define CS_STORAGE_BATCH_H

#include <stdarg.h>
#include <time.h>

#include "storage/db.h"
#include "storage/link.h"
#include "storage/sqlstate.h"

#define PREPARED_MAX	512
#define RESULTS_MAX	256
#define GRACE_MS	1000	/* after statement_timeout, which comes first */

struct db {
	char		*url;
	int		 timeout_ms;
	PGconn		*conn;
	const struct stmt *prepared[PREPARED_MAX];
	size_t		 nprepared;
	char		 kind[12];
	uint8_t		 hash[SHA256_LEN];
	bool		 known;		/* kind and hash are set */
	enum db_mode	 mode;
	bool		 open;		/* between begin and end */
	bool		 synced;	/* nothing sent since the last sync */
	bool		 lost;
	bool		 again;		/* the last failure would not come twice */
	bool		 stale;		/* reconnect before the next unit */
	bool		 connected;	/* it was, at least once */
	bool		 failed;	/* the batch was aborted by an error */
	size_t		 queued;	/* bytes sent since the last look for room */
	int64_t		 quiet_until;	/* no use in connecting before … */
	struct timespec	 failed_at;	/* … unless somebody could after that */
	int		 skip;		/* results of our own to pass over */
	int		 pending;	/* results not taken yet */
	PGresult	*results[RESULTS_MAX];
	size_t		 nresults;
	char		 constraint[SQLSTATE_NAME];
};

/* prepares it at its first use, in the same batch; a failure shows in lost */
void		 batch_vsend(struct db *, const struct stmt *, va_list *);
void		 batch_send(struct db *, const struct stmt *, ...);
/* the next result; statuses as db_take() has them */
enum status	 batch_take(struct db *, struct rows *);
/* takes whatever is left, for nobody */
void		 batch_drain(struct db *);
/* frees the results that were taken */
void		 batch_drop(struct db *);

#endif
