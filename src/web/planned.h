/*
 * planned: the filters of the calendar in an address, the same for its pages
 * and its feeds.
 */
#ifndef CS_WEB_PLANNED_H
#define CS_WEB_PLANNED_H

#include "storage/event.h"
#include "storage/vocabulary.h"
#include "web/request.h"

/*
 * Reads country region topic org type language from to. Names beside these
 * and `others` (NULL-terminated), unknown codes and dates are faults: ST_INVALID
 * with r->fault filled.
 */
enum status	 planned_filter(struct request *, const struct vocabulary *,
		    const char *const *others, struct event_filter *);
/* "country=FJ&topic=phishing": the filters as they came, without the skip-th
 * pair of r->query (SIZE_MAX: all of them); "" when there is none */
const char	*planned_query(struct request *, size_t skip);
/* is the i-th pair of r->query a filter? its words for people or NULL */
const char	*planned_label(struct request *, const struct vocabulary *,
		    size_t i);
/* "Fiji, Phishing": all filters in words; "" when there is none */
const char	*planned_words(struct request *, const struct vocabulary *);

#endif
