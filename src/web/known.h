/*
 * known: who asks, as it was known up to a second ago. Programs search many
 * times a second with one token, and to look it up costs more than the search.
 * A revocation holds within a second however it came about (SECURITY.md, SE5),
 * and at once when this machine's web did it: any change that was made here
 * ends all that is known.
 */
#ifndef CS_WEB_KNOWN_H
#define CS_WEB_KNOWN_H

#include "web/request.h"

#define KNOWN_MS	1000
#define KNOWN_CALLERS	64	/* the one that is known longest makes room */

/* into r->actor, as auth_actor() says it */
enum status	known_actor(struct request *);

#endif
