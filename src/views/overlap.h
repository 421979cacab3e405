/*
 * overlap: what others have or plan that is close, with the reason and what
 * can be done about it.
 */
#ifndef CS_VIEWS_OVERLAP_H
#define CS_VIEWS_OVERLAP_H

#include <stdbool.h>
#include <stddef.h>

#include "views/html.h"
#include "views/row.h"

struct overlap_row {
	struct row_view	 row;
	const char	*id;
	const char	*reason;	/* "Same country, 12 days later" */
	const char	*write_to;	/* mailto: address, or NULL */
	const char	*join;		/* address, or NULL */
	const char	*reuse;		/* address, or NULL */
};

struct edition_row {
	const char	*href, *title, *org;
	const char	*words;		/* "the same file: guide.pdf" */
};

struct overlap_view {
	const char		*title;
	bool			 warn;	/* the first is very close */
	size_t			 n;
	const struct overlap_row *rows;
	bool			 offers;	/* for whoever writes */
	bool			 say_none;	/* a sentence when empty */
	size_t			 neditions;
	const struct edition_row *editions;
};

/* heading and list; nothing at all when it is empty and say_none is not set */
void	view_overlap(struct html *, const struct overlap_view *);
/* "Other editions" alone, as a section of an item's page */
void	view_editions(struct html *, const struct edition_row *, size_t n);

struct neighbour_row {
	struct row_view	 row;
	const char	*id;
	const char	*mine, *mine_href;
};
/* "Somebody plans something close to yours" on the first page */
void	view_neighbours(struct html *, const struct neighbour_row *, size_t n,
	    const char *csrf);

#endif
