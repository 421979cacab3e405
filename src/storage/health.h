/*
 * health: does the database answer, and a few figures.
 */
#ifndef CS_STORAGE_HEALTH_H
#define CS_STORAGE_HEALTH_H

#include "storage/db.h"

struct health {
	int64_t	items;		/* published */
	int64_t	files, bytes;	/* different contents */
	int64_t	jobs;		/* that wait */
	int64_t	oldest_job;	/* seconds that the first has waited */
	int64_t	changes;	/* number of the last change */
	int64_t	damaged;	/* files whose bytes are known to be wrong */
};

/* Cheap; a unit of work of its own. ST_UNAVAILABLE when it takes no writes. */
enum status	health_writable(struct db *, int64_t *changes);
/* a unit of work of its own */
enum status	health_get(struct db *, struct health *);

#endif
