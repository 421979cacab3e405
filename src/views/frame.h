/*
 * frame: what stands around every page (masthead, footer, head). A page calls
 * view_page_begin, prints what belongs into <main>, and calls view_page_end.
 */
#ifndef CS_VIEWS_FRAME_H
#define CS_VIEWS_FRAME_H

#include <stdbool.h>

#include "views/html.h"

struct page {
	const char	*title;		/* without the name of the house */
	const char	*path;		/* path and search part of this page as
					 * asked, for ?next= and languages */
	const char	*canonical;	/* full address, or NULL */
	const char	*description;	/* for search engines, or NULL */
	const char	*nav;		/* "toolkits" "calendar" "experiences"
					 * "orgs", or NULL: what is marked */
	const char	*reader;	/* name of who is signed in, or NULL */
	bool		 admin;		/* the reader may open /admin */
	const char	*csrf;		/* form token of the session, or NULL */
	const char	*q;		/* words for the search box, or NULL */
	bool		 no_search;	/* home and search have their own box */
	bool		 no_share;	/* no button Share: pages of that form */
	bool		 noindex;	/* search engines shall not keep it */
	const char	*atom;		/* address of the Atom feed, or NULL */
	const char	*ics;		/* address of the calendar, or NULL */
	bool		 upload;	/* page has a file field: upload.js */
	bool		 suggest;	/* script: what may be typed */
	bool		 overlap;	/* page has #also: overlap.js */
};

void	view_page_begin(struct html *, const struct page *);
void	view_page_end(struct html *, const struct page *);

#endif
