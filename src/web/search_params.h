/*
 * search_params: the parameters of a search, the same for pages, feeds and
 * the API (DESIGN.md, 4). Whatever is not understood is a fault at its name:
 * a typo must not widen a search. Empty values count as not given, because
 * browsers send every field of a form.
 */
#ifndef CS_WEB_SEARCH_PARAMS_H
#define CS_WEB_SEARCH_PARAMS_H

#include "search/search.h"
#include "storage/vocabulary.h"
#include "web/request.h"

#define SEARCH_LIMIT	20	/* when limit is not given */

enum {
	SEARCH_PARAMS_API = 1,	/* facets and updated_since may be given */
	SEARCH_PARAMS_FIXED = 2, /* kind is fixed by the address */
	SEARCH_PARAMS_NEWEST = 4 /* the order when none is asked for */
};

struct search_params {
	struct search_query	 query;
	const char		*q;		/* as typed, "" when not given */
	bool			 paged;		/* there is a cursor */
	bool			 whole;		/* the items' bodies are wanted */
	bool			 json;		/* ready JSON will do, see found_hit */
};

/*
 * Reads r->query. ST_INVALID: r->fault names each parameter that is wrong;
 * what could be understood stands in the result all the same. Facets are
 * those asked for; a page sets query.facets and query.snippets itself.
 */
enum status	 search_params_read(struct request *,
		    const struct vocabulary *, unsigned flags,
		    struct search_params *);
/* one value of a filter: makes a field "one of" this value alone */
void		 search_params_fix(struct request *, struct search_params *,
		    enum search_field, const char *value);
/*
 * path with all parameters that were given but the cursor and this pair (NULL
 * name: leaves all; NULL value: every value of the name), and with the new
 * cursor behind (NULL: none): the address of the same search elsewhere, of
 * its next page, or without one of its filters.
 */
const char	*search_params_address(struct request *, const char *path,
		    const char *without, const char *value,
		    const char *cursor);
/* the parameters without this one */
struct query	 search_params_without(struct request *, const char *name);
/* goes on behind a page: `next` is what search_params_next() said of it.
 * Not for SORT_BEST */
void		 search_params_follow(struct request *,
		    struct search_params *, const char *next);
/* what stands before these hits: "" the first page; NULL when nothing does */
const char	*search_params_previous(struct request *,
		    const struct search_params *,
		    const struct search_result *);
/* what continues behind these hits; NULL when nothing does */
const char	*search_params_next(struct request *,
		    const struct search_params *,
		    const struct search_result *);

#endif
