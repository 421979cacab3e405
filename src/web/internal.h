/*
 * internal: what nginx asks on behalf of a client, and the language switch.
 */
#ifndef CS_WEB_INTERNAL_H
#define CS_WEB_INTERNAL_H

#include "web/reply.h"

/* may this body be read at all? 204, or 403 with X-Refusal: the real code */
struct reply	*internal_admit(struct request *);
/* our page or problem+json for a refusal of nginx's own */
struct reply	*internal_problem(struct request *);
struct reply	*language_choose(struct request *);

#endif
