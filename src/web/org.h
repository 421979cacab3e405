/*
 * org: the pages of organisations; org_people: who is in them.
 */
#ifndef CS_WEB_ORG_H
#define CS_WEB_ORG_H

#include "storage/item.h"
#include "storage/org.h"
#include "storage/vocabulary.h"
#include "views/org.h"
#include "web/reply.h"

struct reply	*org_list(struct request *);
struct reply	*org_show(struct request *);
struct reply	*org_edit(struct request *);
struct reply	*org_edit_post(struct request *);
struct reply	*org_people(struct request *);
struct reply	*org_people_post(struct request *);

#define SHELF_ROWS	5

/* rows of a shelf; its words are the caller's */
void		 shelf_fill(struct request *, const struct vocabulary *,
		    const struct items *, struct shelf_view *);
/* a line of a list: name, what can be seen of it */
void		 org_line(struct request *, const struct org *,
		    struct org_line *);
/* "4 toolkits, 2 events", "" for nothing */
const char	*org_counts(struct arena *, int toolkits, int events,
		    int experiences);
/* the organisation of the address, for who leads it: NULL and *fail */
struct org	*org_led(struct request *, struct reply **fail);

#endif
