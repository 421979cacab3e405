/*
 * also: other events near one that is planned, under the reader's rights.
 */
#ifndef CS_WEB_ALSO_H
#define CS_WEB_ALSO_H

#include "storage/event.h"
#include "storage/vocabulary.h"
#include "web/reply.h"

/*
 * "Also planned" for an event or its draft as ready HTML (html NULL when there
 * is nothing to say): a unit of work of its own, so not between db_begin and
 * db_end. say_none: a sentence when nothing is near.
 */
struct html_safe also_planned(struct request *, const struct vocabulary *,
		    const struct item *, bool say_none);
/* the same for events that were found in a batch of the caller's */
struct html_safe also_html(struct request *, const struct vocabulary *,
		    const struct item *, const struct event_nears *,
		    bool say_none);
/* "Same country, 12 days later" */
const char	*also_reason(struct arena *, const struct event *mine,
		    const struct event_near *);

struct reply	*also_fragment(struct request *);	/* /events/also?… */

#endif
