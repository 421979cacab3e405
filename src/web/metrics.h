/*
 * metrics: what a Prometheus reads (text format 0.0.4, names after its
 * conventions): requests by route over all instances, jobs, index, caches,
 * database. A route is named by its pattern, so their number is bounded.
 */
#ifndef CS_WEB_METRICS_H
#define CS_WEB_METRICS_H

#include "web/reply.h"

/* this instance counts in the sheet at path from now on (base/meter.h) */
void		 metrics_open(const char *path);
/* the number of a request's route, for meter_end() */
size_t		 metrics_route(const struct request *);
struct reply	*metrics_show(struct request *);	/* /metrics */

#endif
