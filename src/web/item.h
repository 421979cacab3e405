/*
 * item: the pages of one item.
 */
#ifndef CS_WEB_ITEM_H
#define CS_WEB_ITEM_H

#include "storage/item.h"
#include "web/reply.h"

struct reply	*item_show(struct request *);		/* /items/{id}[/{slug}] */
struct reply	*item_versions(struct request *);
struct reply	*item_version_show(struct request *);	/* …/versions/{n} */
struct reply	*item_withdraw_ask(struct request *);
struct reply	*item_withdraw_do(struct request *);
struct reply	*item_receipt(struct request *);

/* "Everyone can see this", "Signed-in partners: 214 people in 38 …" */
const char	*item_sees(struct request *, const struct item *,
		    int64_t people, int64_t orgs);

#endif
