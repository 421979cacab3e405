/*
 * idempotency: answers to POST requests that came with an Idempotency-Key, so
 * that a repeated one does nothing twice. Kept for 24 hours, per person.
 */
#ifndef CS_STORAGE_IDEMPOTENCY_H
#define CS_STORAGE_IDEMPOTENCY_H

#include "storage/db.h"

struct answer {
	int		 code;		/* 0: not answered yet */
	const char	*location, *body;
};

/*
 * Inside a DB_WRITE unit of work. ST_OK with out->code 0: the key is the
 * caller's now, until the end of the unit (a second request with it waits);
 * with a code: this was answered before. ST_KEY_REUSED: it stands for another
 * request.
 */
enum status	idempotency_begin(struct db *, struct arena *, int64_t person,
		    const char *key, const uint8_t *request, struct answer *);
enum status	idempotency_keep(struct db *, int64_t person, const char *key,
		    const struct answer *);

#endif
