/*
 * search_narrow: the filters of a search as links: those in force, those that
 * could be, and the ways out when nothing was found.
 */
#ifndef CS_WEB_SEARCH_NARROW_H
#define CS_WEB_SEARCH_NARROW_H

#include "views/search.h"
#include "web/search_run.h"

/* where the search stands */
struct narrowing {
	struct request			*r;
	const struct vocabulary		*voc;
	const struct search_params	*p;
	const struct found		*found;
	const char			*path;	/* "/toolkits" */
	const char			*kind;	/* fixed by the path, or NULL */
};

/* path with the parameters as given but the cursor, and this pair behind */
const char	*narrow_with(struct request *, const char *path,
		    const char *name, const char *value);
/* words of the i-th parameter when it is a filter, else NULL */
const char	*narrow_label(const struct narrowing *, size_t i);
void		 narrow_chips(const struct narrowing *, struct search_view *);
void		 narrow_facets(const struct narrowing *,
		    struct search_view *);
/* what is found without one of the filters; a few searches more */
void		 narrow_ways(const struct narrowing *, struct search_view *);

#endif
