/*
 * suggest: GET /api/v1/suggest, what somebody may be about to type: titles,
 * topics, organisations, of what the reader may see.
 */
#ifndef CS_WEB_SUGGEST_H
#define CS_WEB_SUGGEST_H

#include "web/reply.h"

#define SUGGEST_TITLES	5
#define SUGGEST_TOPICS	2
#define SUGGEST_ORGS	2

struct reply	*suggest_show(struct request *);

#endif
