/*
 * search: a list of what was found, with what narrows it down. Also the lists
 * of all toolkits and of all experiences.
 */
#ifndef CS_VIEWS_SEARCH_H
#define CS_VIEWS_SEARCH_H

#include <stdbool.h>

#include "views/frame.h"
#include "views/parts.h"
#include "views/row.h"

#define SEARCH_SORTS	3
#define NARROW_SHOWN	7	/* the others are folded away */

struct narrow_value {
	const char	*label, *href;
	unsigned	 count;
	bool		 more;		/* there are more than count */
	bool		 chosen;
	/* what this one includes: countries of a region, topics of a topic */
	size_t		 nbelow;
	const struct narrow_value *below;
	const char	*below_words;	/* "4 countries" */
	bool		 open;		/* they are shown */
};
struct narrow {
	const char		*title;		/* "Country or region" */
	size_t			 n;
	const struct narrow_value *values;
};

struct search_tab {
	const char	*label, *href;
	bool		 chosen;
};

/* a way on when nothing was found: "14 results without Fiji" */
struct way_on {
	const char	*words, *href;
};

struct search_view {
	struct page		*page;
	const char		*title;		/* "Toolkits", or NULL */
	const char		*q;		/* as typed, or "" */
	const char		*count;		/* "12 results" */
	const char		*action;	/* where the box sends to */
	size_t			 nkept;		/* filters a new search keeps */
	const struct way_on	*kept;		/* words: name, href: value */
	const char		*note;		/* about the words, or NULL */
	const struct fault	*fault;		/* parameters not understood */
	const char		*suggestion, *suggestion_href,
				*suggestion_count;	/* "12 results" */
	const char		*also;		/* other names, or NULL */
	const char		*also_href;	/* without them, or with */
	bool			 as_typed;	/* they are switched off */
	const char		*why_href;	/* with or without reasons */
	bool			 explained;
	size_t			 nchips;
	const struct chip	*chips;
	const char		*clear;
	struct search_tab	 sorts[SEARCH_SORTS];
	size_t			 nrows;
	const struct row_view	*rows;
	size_t			 nnarrows;
	const struct narrow	*narrows;
	size_t			 nways;
	const struct way_on	*ways;
	const char		*announce_href;
	const char		*previous, *next;	/* pages, or NULL */
	const char		*json, *ics, *atom, *curl;
};
void	view_search(struct html *, const struct search_view *);

#endif
