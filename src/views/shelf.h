/*
 * shelf: a headed list of a few items with a link to all of them.
 */
#ifndef CS_VIEWS_SHELF_H
#define CS_VIEWS_SHELF_H

#include <stddef.h>

#include "views/row.h"

struct shelf_view {
	const char		*title;
	const char		*empty;		/* sentence when there is none;
						 * NULL: leave it out */
	size_t			 n;
	const struct row_view	*rows;
	const char		*all_href, *all_words;
};

void	view_shelf(struct html *, const struct shelf_view *);

#endif
