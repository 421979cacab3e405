/*
 * alike: which items say what another text says, in its words or in other
 * languages, and how much of it. Plain C like search.h. Everything is counted
 * within the audiences that are named, so what is hidden has no part in it.
 */
#ifndef CS_SEARCH_ALIKE_H
#define CS_SEARCH_ALIKE_H

#include "search/search.h"
#include "search/thesaurus.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ALIKE_MAX	40	/* hits of one question */
#define ALIKE_TEXT	2048	/* bytes of the body that are compared */

struct alike_query {
	const char		*title, *summary, *body;	/* plain text */
	const char		*language;	/* BCP 47 */
	const char		*leave_out;	/* id, or NULL */
	/* candidates beside those of the words: what is about one of these
	 * topics, most shared topics and countries first */
	struct search_values	 topics, countries;
	const char		*from, *to;	/* and takes place in between */
	const struct thesaurus	*thesaurus;	/* NULL: the finder's */
	bool			 brief;	/* by words alone, fewer candidates */
	size_t			 limit;		/* 0: ALIKE_MAX */
};

/* all from 0 to 1 */
struct alike_hit {
	const char	*id;
	const char	*data;		/* as given to index_put() */
	size_t		 data_len;
	double		 text;		/* both texts, rare words count more */
	double		 title;		/* the titles alone */
	double		 concepts;	/* what both name in any language */
	double		 shared;	/* of the words of the shorter text */
	size_t		 nconcepts;	/* how many both name */
	bool		 same_language;
};

struct alike_result {
	struct alike_hit *hits;		/* by text and concepts */
	size_t		 n;
	bool		 settled, partial;	/* as of a search */
};

/* as finder_search(); no words: nothing is found */
enum status	 finder_alike(struct finder *, struct arena *,
		    const char *const *audiences, size_t naudiences,
		    const struct alike_query *, struct alike_result *);

#ifdef __cplusplus
}
#endif

#endif
