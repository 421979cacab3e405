/*
 * search_mine: what of a ready hit depends on who reads, as this reader may
 * see it: what experiences say of a toolkit, and which items an experience
 * used. The rest of a hit is the same for all who may read it.
 */
#ifndef CS_WEB_SEARCH_MINE_H
#define CS_WEB_SEARCH_MINE_H

#include "web/search_run.h"

/* changes h->json; keys: the reader's audiences. False: it can't be told from
 * the index at this moment */
bool		 search_mine(struct request *, const char *const *keys,
		    size_t n, struct found_hit *h);

#endif
