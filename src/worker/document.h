/*
 * document: what the index holds of an item.
 */
#ifndef CS_WORKER_DOCUMENT_H
#define CS_WORKER_DOCUMENT_H

#include "search/search.h"
#include "storage/vocabulary.h"
#include "storage/work.h"

/* shown: the item as the database shows it to everybody, for searches that
 * ask no database; NULL where it does not */
void	document_of(struct arena *, const struct vocabulary *,
	    const struct item *, const struct item *shown,
	    const struct inside *, size_t ninside, struct index_doc *);

#endif
