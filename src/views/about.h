/*
 * about: what this is, how it stands, version and licences, accessibility and
 * privacy, on one page.
 */
#ifndef CS_VIEWS_ABOUT_H
#define CS_VIEWS_ABOUT_H

#include "views/frame.h"

struct library {
	const char	*name, *version, *licence;	/* SPDX */
};

struct about_view {
	struct page		*page;
	const char		*contact;	/* mail address of the steward,
						 * or "" */
	const char		*version;
	const struct library	*libraries;
	size_t			 nlibraries;
	bool			 well;
	/* for administrators: sentences, and the versions above */
	const char *const	*health;
	size_t			 nhealth;
};

void	view_about(struct html *, const struct about_view *);

#endif
