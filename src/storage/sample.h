/*
 * sample: the sample library (assets/sample, docs/sample-library.md) into the
 * database and out again. Both act as cs_worker; each begins and ends its own
 * units of work.
 */
#ifndef CS_STORAGE_SAMPLE_H
#define CS_STORAGE_SAMPLE_H

#include "storage/item.h"

struct sample_tally {
	int	orgs, people, items, files;
	int	kept;		/* organisations that others belong to */
};

#define SAMPLE_WHY	300

/*
 * Loads FOLDER/library.json and its files. One unit of work per item: a load
 * that was cut off is finished by the next. ST_CONFLICT when all of it is
 * there already; other failures leave a sentence in why.
 */
enum status	sample_load(struct db *, const char *folder,
		    struct sample_tally *, char why[SAMPLE_WHY]);
/*
 * Takes away for good what bears the mark. An organisation to which somebody
 * else's items or people belong stays, and is counted in kept.
 */
enum status	sample_remove(struct db *, struct sample_tally *);

#endif
