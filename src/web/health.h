/*
 * health: what a supervisor asks, and how it stands, for whoever tells it.
 */
#ifndef CS_WEB_HEALTH_H
#define CS_WEB_HEALTH_H

#include "storage/health.h"
#include "web/reply.h"

struct health_now {
	bool		database, index, store;
	bool		indexed;	/* up to which change, is known */
	bool		rebuilding;	/* the index: searches may miss something */
	int64_t		free_bytes;	/* where state is kept */
	struct health	figures;	/* 0 without database */
};

/* behind what number of seconds an index counts as behind */
#define HEALTH_LAG_SECONDS	60

/* whole: with all figures; else those of the index's lag alone, quickly */
void		 health_look(struct request *, bool whole, struct health_now *);
/* database, index and store are there, and the index keeps up */
bool		 health_all(const struct health_now *);

struct reply	*health_live(struct request *);		/* /healthz */
struct reply	*health_ready(struct request *);	/* /readyz */

#endif
