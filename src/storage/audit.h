/*
 * audit: one line for each thing that somebody did, in its transaction.
 */
#ifndef CS_STORAGE_AUDIT_H
#define CS_STORAGE_AUDIT_H

#include "storage/db.h"

/* in a DB_WRITE unit; who it was is the caller of the connection */
enum status	audit_add(struct db *, const char *action, const char *object,
		    const char *detail);

#endif
