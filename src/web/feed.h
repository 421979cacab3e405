/*
 * feed: events as a calendar that programs subscribe to. A public address
 * shows what is public, whoever asks by a browser; a personal one shows what
 * its person may see.
 */
#ifndef CS_WEB_FEED_H
#define CS_WEB_FEED_H

#include "storage/event.h"
#include "storage/vocabulary.h"
#include "web/reply.h"

/*
 * The calendar of these items: ETag and Last-Modified stay as they are while
 * nothing changes, 304 to who has it. name and description: for people; page:
 * path of a page with the same, or NULL; own: personal, kept in no shared
 * cache.
 */
struct feed {
	const char	*name, *description, *page;
	bool		 own;
	bool		 single;	/* one event to keep */
};
struct reply	*feed_reply(struct request *, const struct vocabulary *,
		    const struct feed *, const struct item *, size_t n);

struct reply	*feed_all(struct request *);	/* /calendar.ics */
struct reply	*feed_org(struct request *);	/* /orgs/{}/calendar.ics */
struct reply	*feed_country(struct request *);
struct reply	*feed_item(struct request *);	/* /items/{}.ics */
struct reply	*feed_person(struct request *);	/* /feeds/{}.ics */

#endif
