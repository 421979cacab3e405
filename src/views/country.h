/*
 * country: what goes on in a country, ready to print.
 */
#ifndef CS_VIEWS_COUNTRY_H
#define CS_VIEWS_COUNTRY_H

#include "views/org.h"

#define COUNTRY_SHELVES	4

struct country_view {
	struct page		*page;
	const char		*name, *region;		/* region or NULL */
	const char		*ics;
	struct shelf_view	 shelves[COUNTRY_SHELVES];
	size_t			 norgs;
	const struct org_line	*orgs;
	const char		*announce_href;	/* share a plan for it */
};
void	view_country(struct html *, const struct country_view *);
/* the list of countries, by region: orgs_view with countries in it */
void	view_countries(struct html *, const struct orgs_view *);

#endif
