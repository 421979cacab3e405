/*
 * health: what a supervisor and a Prometheus ask.
 */
#ifndef CS_WEB_HEALTH_H
#define CS_WEB_HEALTH_H

#include "web/reply.h"

struct reply	*health_live(struct request *);		/* /healthz */
struct reply	*health_ready(struct request *);	/* /readyz */
struct reply	*health_metrics(struct request *);	/* /metrics */

#endif
