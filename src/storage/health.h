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
	double	oldest_job;	/* seconds that the first has waited */
	int64_t	changes;	/* number of the last change */
	int64_t	damaged;	/* files whose bytes are known to be wrong */
	int64_t	failing;	/* jobs that failed and will be tried again */
	int64_t	behind;		/* changes that the index has not taken */
	double	behind_seconds;	/* since the first of them */
};

/* Cheap; a unit of work of its own. ST_UNAVAILABLE when it takes no writes. */
enum status	health_writable(struct db *, int64_t *changes);
/* a unit of work of its own; indexed: the change up to which the index is
 * written; whole: all figures, which counts tables, else the last three */
enum status	health_get(struct db *, int64_t indexed, bool whole,
		    struct health *);

#endif
