/*
 * standing: how the house stands, for platform administrators; and the sample
 * library, which the worker brings and takes on their word.
 */
#ifndef CS_STORAGE_STANDING_H
#define CS_STORAGE_STANDING_H

#include "storage/db.h"

struct standing {
	int64_t	last_change;	/* newest change that readers can notice */
	int64_t	indexed;	/* change that search has come to */
	int64_t	jobs;		/* waiting for the worker */
	int64_t	oldest;		/* seconds the first of them is late */
	int64_t	failed;		/* of them, tried in vain */
	int64_t	samples;	/* items of the sample library */
	bool	sample_job;	/* it is being brought or taken */
};

void		standing_send(struct db *);
/* ST_FORBIDDEN for anybody else */
enum status	standing_take(struct db *, struct standing *);
/* in a DB_WRITE unit */
enum status	sample_ask(struct db *, bool load);

#endif
