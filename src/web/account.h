/*
 * account: one's own account.
 */
#ifndef CS_WEB_ACCOUNT_H
#define CS_WEB_ACCOUNT_H

#include "web/reply.h"

struct reply	*account_show(struct request *);
struct reply	*account_save(struct request *);
struct reply	*account_calendar(struct request *);
struct reply	*account_key(struct request *);
struct reply	*account_key_end(struct request *);
struct reply	*account_sessions(struct request *);
struct reply	*account_password(struct request *);

/* what a page shows once, or says about what just happened */
struct account_news {
	const char	*done;
	const char	*feed;		/* calendar address */
	const char	*key;		/* access key */
};
/* the page, with r->fault and what was typed */
struct reply	*account_page(struct request *, int code,
		    const struct account_news *);

#endif
