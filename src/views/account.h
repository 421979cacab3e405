/*
 * account: what a person sets for themselves, ready to print.
 */
#ifndef CS_VIEWS_ACCOUNT_H
#define CS_VIEWS_ACCOUNT_H

#include <stdbool.h>

#include "views/frame.h"
#include "views/parts.h"

struct key_line {
	const char	*id, *label, *rights, *until, *used;
};

struct session_line {
	const char	*id;
	const char	*program;	/* "Firefox on Linux", as it said */
	const char	*since, *seen;
	bool		 here;
};

struct account_view {
	struct page			*page;
	const struct fault		*fault;
	const char			*csrf, *email;
	const char			*done;		/* what just happened */
	/* profile */
	const char			*name, *timezone;
	const struct option		*langs;
	size_t				 nlangs, nzones;
	const char *const		*zones;
	/* calendar address: made (since, used, until) or not */
	bool				 has_feed;
	const char			*feed_since, *feed_used, *feed_until;
	const char			*feed_once;	/* shown once, or NULL */
	/* access keys */
	size_t				 nkeys;
	const struct key_line		*keys;
	const char			*key_once;	/* shown once, or NULL */
	const char			*label;		/* as typed */
	const struct option		*rights, *days;
	size_t				 nrights, ndays;
	/* where signed in */
	size_t				 nsessions;
	const struct session_line	*sessions;
};

void	view_account(struct html *, const struct account_view *);

#endif
