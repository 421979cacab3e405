/*
 * shelf: an item as one row of a list, ready to print in the reader's
 * language. Every list of items goes through here.
 */
#ifndef CS_WEB_SHELF_H
#define CS_WEB_SHELF_H

#include "storage/item.h"
#include "storage/vocabulary.h"
#include "views/row.h"
#include "web/request.h"

/* the whole row; snippet and level are the caller's */
void		 shelf_row(struct request *, const struct vocabulary *,
		    const struct item *, struct row_view *);
/* "Fiji, Tonga and 3 more"; "" for an empty list */
const char	*shelf_countries(struct request *, const struct vocabulary *,
		    const struct words *);
/* "Workshop", "Idea", … in the reader's language */
const char	*shelf_event_type(enum event_type);
const char	*shelf_certainty(enum certainty);

#endif
