/*
 * org: the pages of organisations, ready to print.
 */
#ifndef CS_VIEWS_ORG_H
#define CS_VIEWS_ORG_H

#include <stdbool.h>

#include "views/frame.h"
#include "views/parts.h"
#include "views/shelf.h"

#define ORG_SHELVES	3

struct org_line {
	const char	*href, *name;
	const char	*country;	/* words, or NULL */
	const char	*counts;	/* "4 toolkits, 2 events" */
	const char	*group;		/* heading of its region */
};
void	view_org_lines(struct html *, const struct org_line *, size_t n);

struct orgs_view {
	struct page		*page;
	size_t			 n;
	const struct org_line	*orgs;		/* those of a group together */
};
void	view_orgs(struct html *, const struct orgs_view *);

struct org_view {
	struct page		*page;
	const char		*name, *about, *website, *contact;
	const char		*contact_href;	/* mailto:, or NULL */
	const char		*country, *country_href;	/* or NULL */
	bool			 suspended;
	struct shelf_view	 shelves[ORG_SHELVES];
	const char		*ics;		/* address of its calendar feed */
	size_t			 npeople;
	const char *const	*people;	/* names, to partners */
	const char		*people_href, *edit_href;	/* or NULL */
};
void	view_org(struct html *, const struct org_view *);

struct org_form_view {
	struct page		*page;
	const struct fault	*fault;
	const char		*action, *csrf;
	const char		*name, *about, *website, *contact;
	size_t			 ncountries;
	const struct option	*countries;
};
void	view_org_form(struct html *, const struct org_form_view *);

struct member_line {
	const char	*name, *email, *role, *role_word;
	bool		 closed;	/* the account is */
	bool		 may_reset;	/* a link for a new password */
};
struct invited_line {
	const char	*id, *email, *what, *until;
};
struct org_people_view {
	struct page			*page;
	const struct fault		*fault;
	const char			*org, *action, *csrf;
	const char			*done;		/* what just happened */
	const char			*link;		/* shown once, or NULL */
	size_t				 nmembers, ninvited;
	const struct member_line	*members;
	const struct invited_line	*invited;
	const char			*name, *email, *role;	/* as typed */
};
void	view_org_people(struct html *, const struct org_people_view *);
/* the select list of roles, chosen one named; id of the field is f-ID */
void	view_roles(struct html *, const char *id, const char *label,
	    const char *chosen);
/* a link that is shown once */
void	view_link_once(struct html *, const char *done, const char *link);

#endif
