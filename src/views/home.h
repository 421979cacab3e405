/*
 * home: the first page, ready to print.
 */
#ifndef CS_VIEWS_HOME_H
#define CS_VIEWS_HOME_H

#include "views/frame.h"
#include "views/overlap.h"
#include "views/shelf.h"

#define HOME_EXAMPLES	4
#define HOME_COUNTS	5

struct home_example {
	const char	*words;
	const char	*href;
};

struct home_count {
	const char	*words;		/* "61 toolkits" */
	const char	*href;
};

struct home_view {
	struct page		*page;
	size_t			 nexamples;
	struct home_example	 examples[HOME_EXAMPLES];
	size_t			 nnear;
	const struct neighbour_row *near;	/* close to one's own */
	const char		*csrf;
	struct shelf_view	 own;	/* drafts; n 0: nothing to finish */
	struct shelf_view	 fresh;	/* n 0: nothing is new */
	struct shelf_view	 ahead, toolkits, lessons;
	size_t			 ncounts;
	struct home_count	 counts[HOME_COUNTS];
};
void	view_home(struct html *, const struct home_view *);

#endif
