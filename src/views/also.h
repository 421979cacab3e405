/*
 * also: "Also planned", the part of an event's page and form that keeps two
 * partners from doing one thing twice.
 */
#ifndef CS_VIEWS_ALSO_H
#define CS_VIEWS_ALSO_H

#include <stdbool.h>
#include <stddef.h>

#include "views/html.h"
#include "views/row.h"

struct also_row {
	struct row_view	 row;
	const char	*reason;	/* "Same country, 12 days later" */
	const char	*write_to;	/* mailto: address, or NULL */
};

struct also_view {
	size_t		 n;
	struct also_row	*rows;
	bool		 say_none;	/* a sentence when there is nothing */
};

/* heading and list; nothing at all when it is empty and say_none is not set */
void	view_also(struct html *, const struct also_view *);

#endif
