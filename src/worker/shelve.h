/*
 * shelve: brings items from the database into an index, as they stand.
 */
#ifndef CS_WORKER_SHELVE_H
#define CS_WORKER_SHELVE_H

#include "search/search.h"
#include "storage/vocabulary.h"
#include "storage/work.h"

struct shelver {
	struct db		*db;
	struct db		*everybody;	/* sees what anybody may */
	const struct vocabulary	*vocabulary;
	struct index_writer	*index;
};

void		shelver_open(struct shelver *);
void		shelver_close(struct shelver *);
/* reads the vocabulary once; ST_UNAVAILABLE without a database */
enum status	shelver_ready(struct shelver *);
/* puts or removes each; committed by the caller */
enum status	shelve(struct shelver *, struct arena *,
		    const struct change *, size_t n);
/* the audiences that readers may be given, even empty */
enum status	shelve_audiences(struct shelver *, struct arena *);

#endif
