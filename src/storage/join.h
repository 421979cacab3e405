/*
 * join: requests of people who would like to take part.
 */
#ifndef CS_STORAGE_JOIN_H
#define CS_STORAGE_JOIN_H

#include "storage/session.h"

struct join_request {
	const char	*id;
	const char	*name, *email, *org, *country, *message;
	int64_t		 created;
};

/* by anybody; ST_THROTTLED with *wait in seconds. A unit of its own. */
enum status	join_ask(struct db *, const struct throttle *,
		    const struct join_request *, int *wait);
/* those not decided yet, oldest first */
void		join_list_send(struct db *);
enum status	join_list_take(struct db *, struct arena *,
		    struct join_request **, size_t *n);
/* one of them, in a unit of work; ST_NOT_FOUND */
enum status	join_get(struct db *, struct arena *, const char *id,
		    struct join_request *);
/* in a DB_WRITE unit; ST_NOT_FOUND when it was decided before */
enum status	join_decide(struct db *, const char *id, bool accepted);

#endif
