/*
 * row: an item as a row of a list, ready to print.
 */
#ifndef CS_WEB_ROW_H
#define CS_WEB_ROW_H

#include "storage/item.h"
#include "storage/vocabulary.h"
#include "views/row.h"
#include "web/request.h"

void		 row_of_item(struct request *, const struct vocabulary *,
		    const struct item *, struct row_view *);
/* a whole list; level 2 or 3 of the headings, bare: kinds are not said */
struct row_view	*rows_of_items(struct request *, const struct vocabulary *,
		    const struct items *, int level, bool bare);

/* "/items/K7M2X9QTBC/first-72-hours" */
const char	*item_path(struct arena *, const struct item *);
/* "Fiji, Tonga", "Any country" */
const char	*item_countries(struct arena *, const struct vocabulary *,
		    const struct item *, const char *lang);
/* "French" in the reader's language */
const char	*language_label(const char *language);

#endif
