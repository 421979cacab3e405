/*
 * program: the page for programmers.
 */
#ifndef CS_VIEWS_PROGRAM_H
#define CS_VIEWS_PROGRAM_H

#include "views/frame.h"

struct program_problem {
	const char	*type;		/* the anchor */
	int		 code;
	const char	*title, *detail;
};

struct program_view {
	struct page			*page;
	const char			*base;	/* address of this place */
	const struct program_problem	*problems;
	size_t				 nproblems;
};

void	view_program(struct html *, const struct program_view *);

#endif
