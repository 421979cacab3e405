/*
 * machine: addresses that programs read: feeds of a search, how to search, what
 * there is, whom to write to.
 */
#ifndef CS_WEB_MACHINE_H
#define CS_WEB_MACHINE_H

#include "web/reply.h"

struct reply	*machine_atom(struct request *);	/* /search.atom */
struct reply	*machine_ics(struct request *);		/* /search.ics */
struct reply	*machine_opensearch(struct request *);
struct reply	*machine_sitemap(struct request *);
struct reply	*machine_robots(struct request *);
struct reply	*machine_security(struct request *);	/* RFC 9116 */

#endif
