/*
 * invitation: the page behind a one-time link.
 */
#ifndef CS_VIEWS_INVITATION_H
#define CS_VIEWS_INVITATION_H

#include <stdbool.h>

#include "views/frame.h"
#include "views/parts.h"

struct invitation_view {
	struct page		*page;
	const struct fault	*fault;
	const char		*action;	/* this address */
	const char		*email, *name, *org;
	bool			 again;		/* a new password */
	const char		*csrf;		/* if somebody is signed in */
};

void	view_invitation(struct html *, const struct invitation_view *);

enum invitation_end { INVITATION_UNKNOWN, INVITATION_USED, INVITATION_OVER,
    INVITATION_KNOWN };
/* why this link opens nothing, and what to do */
void	view_invitation_end(struct html *, struct page *,
	    enum invitation_end);

#endif
