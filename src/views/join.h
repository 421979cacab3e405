/*
 * join: asking to take part.
 */
#ifndef CS_VIEWS_JOIN_H
#define CS_VIEWS_JOIN_H

#include "views/frame.h"
#include "views/parts.h"

struct join_view {
	struct page		*page;
	const struct fault	*fault;
	const char		*csrf;		/* NULL: nobody is signed in */
	const char		*name, *email, *org, *message;
	size_t			 ncountries;
	const struct option	*countries;
};

void	view_join(struct html *, const struct join_view *);
void	view_joined(struct html *, struct page *);

#endif
