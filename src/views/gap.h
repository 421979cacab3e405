/*
 * gap: searches that found nothing, for platform administrators.
 */
#ifndef CS_VIEWS_GAP_H
#define CS_VIEWS_GAP_H

#include "views/frame.h"
#include "views/parts.h"

struct gap_line {
	const char	*words, *href, *last;
	int		 times;
};

struct gap_view {
	struct page		*page;
	const char		*csrf;
	const char		*done;		/* what just happened, or NULL */
	size_t			 n;
	const struct gap_line	*lines;
};
void	view_gap(struct html *, const struct gap_view *);

#endif
