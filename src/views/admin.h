/*
 * admin: the page of platform administrators, ready to print.
 */
#ifndef CS_VIEWS_ADMIN_H
#define CS_VIEWS_ADMIN_H

#include <stdbool.h>

#include "views/frame.h"
#include "views/parts.h"

struct request_line {
	const char	*id, *name, *email, *org, *country, *message, *date;
};
struct admin_org_line {
	const char	*slug, *name, *country, *people, *people_href;
	bool		 suspended, sample;
};
struct admin_person_line {
	const char	*name, *email, *orgs;
	bool		 closed, administers, self;
};

struct admin_view {
	struct page			*page;
	const struct fault		*fault;
	const char			*csrf;
	const char			*done, *link;	/* what just happened */
	size_t				 nhealth;
	const char *const		*health;	/* sentences */
	bool				 well;
	size_t				 nrequests, norgs, npeople;
	const struct request_line	*requests;
	const struct admin_org_line	*orgs;
	const struct admin_person_line	*people;
	const struct option		*org_options;	/* for a request */
	size_t				 norg_options;
	/* a new organisation, as typed */
	const char			*name, *slug, *email;
	const struct option		*countries;
	size_t				 ncountries;
	/* sample library */
	const char			*sample;	/* sentence */
	bool				 sample_there, sample_busy;
};

void	view_admin(struct html *, const struct admin_view *);

#endif
