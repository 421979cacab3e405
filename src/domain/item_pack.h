/*
 * item_pack: an item as few bytes, for whoever keeps it beside the database
 * and reads it back without asking. Everything that a list or the API's
 * search shows; not the body, no internal key.
 */
#ifndef CS_DOMAIN_ITEM_PACK_H
#define CS_DOMAIN_ITEM_PACK_H

#include "base/buf.h"
#include "domain/item.h"

void	 item_pack(struct buf *, const struct item *);
/* Texts point into `bytes`, which must live as long as the item. false: these
 * bytes are no item, or one of another edition of this file. */
bool	 item_unpack(struct arena *, const char *bytes, size_t len,
	    struct item *);

/*
 * The same with the item as the API's search answers it behind: a JSON object
 * without its end, for members to be added ("url" is to be). Unpacks as well.
 */
void	 item_pack_ready(struct buf *, const struct item *);
/* NULL: there is none */
const char *item_pack_json(const char *bytes, size_t len, size_t *n);

#endif
