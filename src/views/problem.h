/*
 * problem: the page for what can't be done, never with a code as its title.
 */
#ifndef CS_VIEWS_PROBLEM_H
#define CS_VIEWS_PROBLEM_H

#include "base/status.h"
#include "views/frame.h"

struct problem_view {
	struct page		*page;
	const char		*title, *detail, *rid, *next;
	const struct fault	*fault;
	bool			 offer_sign_in, offer_search;
};

void	view_problem(struct html *, const struct problem_view *);

#endif
