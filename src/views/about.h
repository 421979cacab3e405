/*
 * about: what this is, accessibility and privacy, on one page.
 */
#ifndef CS_VIEWS_ABOUT_H
#define CS_VIEWS_ABOUT_H

#include "views/frame.h"

struct about_view {
	struct page	*page;
	const char	*contact;	/* mail address of the steward, or "" */
};

void	view_about(struct html *, const struct about_view *);

#endif
