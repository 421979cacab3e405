/*
 * sqlstate: what a refusal of the database means (PostgreSQL manual,
 * appendix A). Part of db.c.
 */
#ifndef CS_STORAGE_SQLSTATE_H
#define CS_STORAGE_SQLSTATE_H

#include <stdbool.h>

#include "base/status.h"

#define SQLSTATE_NAME	64	/* bytes of a constraint's name, with NUL */

/* res: a PGresult that failed; the name of the constraint, "" for none. Logs
 * what is no fault of the caller. */
enum status	sqlstate_status(const void *res,
		    char constraint[SQLSTATE_NAME]);
/* the same once more would work out: two waited for each other, or a migration
 * changed what a prepared statement gives */
bool		sqlstate_again(const void *res);
/* that server takes no writes: a standby */
bool		sqlstate_read_only(const void *res);

#endif
