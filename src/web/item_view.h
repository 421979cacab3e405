/*
 * item_view: what a page of an item prints, out of the item alone.
 */
#ifndef CS_WEB_ITEM_VIEW_H
#define CS_WEB_ITEM_VIEW_H

#include "storage/vocabulary.h"
#include "views/item.h"
#include "web/request.h"

void		item_view_fill(struct request *, const struct vocabulary *,
		    const struct item *, struct item_view *);
/* "guide.pdf" → "/files/K7M2X9QTBC/guide.pdf" */
const char	*file_path(struct arena *, const struct file *);
/* "Investigators" for a word of the contract */
const char	*for_whom_label(const char *word);
const char	*event_type_label(enum event_type);
const char	*licence_label(enum licence);
const char	*certainty_label(enum certainty);

#endif
