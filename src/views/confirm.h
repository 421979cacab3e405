/*
 * confirm: the page that asks for the password once more and carries a form.
 */
#ifndef CS_VIEWS_CONFIRM_H
#define CS_VIEWS_CONFIRM_H

#include "views/frame.h"
#include "views/parts.h"

struct confirm_field {
	const char	*name, *value;
};

struct confirm_view {
	struct page			*page;
	const struct fault		*fault;
	const char			*csrf, *email;
	const char			*what;		/* a sentence: what for */
	const char			*action;	/* where the form goes */
	const struct confirm_field	*fields;
	size_t				 nfields;
};

void	view_confirm(struct html *, const struct confirm_view *);

#endif
