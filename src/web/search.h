/*
 * search: what was found, as a page or as a list of one kind.
 */
#ifndef CS_WEB_SEARCH_H
#define CS_WEB_SEARCH_H

#include "web/reply.h"

struct reply	*search_show(struct request *);
struct reply	*search_toolkits(struct request *);
struct reply	*search_experiences(struct request *);
struct reply	*search_events(struct request *);	/* to the calendar */

#endif
