/*
 * link: the way to the server beneath db.c, with a bound on every wait: a
 * server that hangs (stopped, cut off) says nothing, and no time-out of its
 * own fires.
 */
#ifndef CS_STORAGE_LINK_H
#define CS_STORAGE_LINK_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#define LINK_BATCH	65536	/* bytes sent without looking for room */

enum link_until { LINK_ANSWER, LINK_SENT };

/* Connected, in pipeline mode and never blocking; NULL and a logged reason. */
PGconn		*link_open(const char *url, int timeout_ms);
/* the server closed it while nobody was looking: it restarted */
bool		 link_hung_up(const PGconn *);
/*
 * Waits until PQgetResult would not wait, or all is sent. False: the server
 * does not move within ms (logged), or the connection broke while sending.
 */
bool		 link_wait(PGconn *, enum link_until, int ms);

#endif
