/*
 * admin: organisations, requests, accounts, sample library and health, for
 * platform administrators.
 */
#ifndef CS_WEB_ADMIN_H
#define CS_WEB_ADMIN_H

#include "web/reply.h"

struct reply	*admin_show(struct request *);
struct reply	*admin_post(struct request *);

/* what just happened, for the page after it */
struct admin_news {
	const char	*done, *link;
};
struct reply	*admin_page(struct request *, int code,
		    const struct admin_news *);

#endif
