/*
 * document: what the index holds of an item.
 */
#ifndef CS_WORKER_DOCUMENT_H
#define CS_WORKER_DOCUMENT_H

#include "search/search.h"
#include "storage/vocabulary.h"
#include "storage/work.h"

void	document_of(struct arena *, const struct vocabulary *,
	    const struct item *, const struct inside *, size_t ninside,
	    struct index_doc *);

#endif
