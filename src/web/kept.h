/*
 * kept: answers of GET that this process made before. An answer is good for
 * as long as nothing it was made from has changed. Of most that is asked of
 * the database itself: struct actor's `moment` is its snapshot, the same text
 * if and only if no transaction has ended in between. Of answers to a search
 * that the index alone gave (request.from_index) the index tells it: its own
 * state and how far changes of items are known, which is every one that this
 * machine made. The other parts of the key are who asks (the secret, never
 * just a number), the address, the language, the state of the index and the
 * minute. Nothing is ever thrown out by hand.
 */
#ifndef CS_WEB_KEPT_H
#define CS_WEB_KEPT_H

#include "web/routes.h"

#define KEPT_SETS	256		/* an answer's key says its set */
#define KEPT_WAYS	8		/* answers of a set */
#define KEPT_BYTES	(12u << 20)	/* of all, with their headers */
#define KEPT_BODY_MAX	(8u << 20)
#define KEPT_SECONDS	60		/* pages speak of today and now */

/* the kept answer, else the handler's, with ETag and 304 where it matches */
struct reply	*kept_answer(struct request *, handler);
/* the same for a search; what the index did not give alone is not kept */
struct reply	*kept_found(struct request *, handler);

#endif
