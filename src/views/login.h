/*
 * login: the form to sign in.
 */
#ifndef CS_VIEWS_LOGIN_H
#define CS_VIEWS_LOGIN_H

#include "views/frame.h"
#include "views/parts.h"

struct login_view {
	struct page		*page;
	const struct fault	*fault;
	const char		*email;
	const char		*next;		/* path to come back to */
};

void	view_login(struct html *, const struct login_view *);

#endif
