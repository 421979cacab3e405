/*
 * cluster: the private PostgreSQL of a house, in HOME/pg, reached only through
 * the socket in HOME/run/pg. Used when no database URL is set.
 */
#ifndef CS_CLUSTER_H
#define CS_CLUSTER_H

#include <stdbool.h>

/* false: the operator gave a URL, the database is somebody else's */
bool		 cluster_wanted(void);
/* makes it if need be, starts it, waits, makes roles and database.
 * NULL, or a sentence that says what to do. */
const char	*cluster_start(void);

#endif
