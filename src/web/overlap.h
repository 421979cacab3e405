/*
 * overlap: what others have or plan that is close to an item or its draft,
 * out of what the reader may read, and the reasons in words.
 */
#ifndef CS_WEB_OVERLAP_H
#define CS_WEB_OVERLAP_H

#include "domain/overlap.h"
#include "search/alike.h"
#include "storage/edition.h"
#include "storage/overlap.h"
#include "views/overlap.h"
#include "web/reply.h"

#define OVERLAP_SHOWN	5

struct overlap {
	const struct item	*item;
	struct overlap_facts	 facts;
	struct overlap_verdict	 verdict;
	const char		*file;	/* of theirs, when it is the same */
};

struct overlaps {
	size_t		 n;
	struct overlap	 v[OVERLAP_SHOWN];	/* closest first */
	struct editions	 editions;
	bool		 partial;	/* the index is being rebuilt */
};

struct overlap_ask {
	const struct item	*mine;	/* as typed; events derived */
	struct words		 uploads;	/* not yet saved */
	struct words		 not_same;	/* ids, said here */
};

/* Stored pairs that are "not the same" are left out. A unit of work of its
 * own. */
enum status	 overlap_find(struct request *, const struct vocabulary *,
		    const struct overlap_ask *, struct overlaps *);
/* words of an address or a form: "not_same" and "upload" */
struct words	 overlap_list(struct request *, const struct query *,
		    const char *name, size_t max);

/* "Same country, same people, 3 weeks apart, 71 % of the words" */
const char	*overlap_reasons(struct arena *, const struct overlap *);
/* "the same file: guide.pdf", "84 % the same text", … */
const char	*edition_words(struct arena *, const struct edition *);

/* ---- pages */
/* the panel beside a form (its buttons belong to the form with the id
 * item-form); html NULL: nothing to say */
struct html_safe overlap_panel(struct request *, const struct vocabulary *,
		    const struct overlap_ask *, bool say_none);
/*
 * Similar items of an item that is shown, in two steps: what the index knows,
 * then cards out of the batch of the page.
 */
struct similar {
	struct alike_result	*found;
	size_t			 n;
	const struct item	**v;	/* OVERLAP_SHOWN at most */
	const char		**why;
	bool			 asked;	/* the database */
};
void		 similar_look(struct request *, const struct vocabulary *,
		    const struct item *, struct similar *);
/* the index does not suffice */
bool		 similar_asks(const struct request *, const struct similar *);
/* queues a question when the index does not suffice */
void		 similar_send(struct request *, const struct item *,
		    struct similar *);
enum status	 similar_take(struct request *, const struct vocabulary *,
		    const struct item *, struct similar *);

struct html_safe overlap_similar(struct request *, const struct vocabulary *,
		    const struct item *, const struct similar *);
struct html_safe overlap_editions(struct request *, const struct editions *);
const struct neighbour_row *overlap_neighbours(struct request *,
		    const struct vocabulary *, const struct neighbours *);

struct reply	*overlap_fragment(struct request *);	/* POST /overlap */
struct reply	*overlap_seen(struct request *);	/* POST /overlap/seen */
/* api_overlap.c */
struct reply	*api_overlap(struct request *);
struct reply	*api_similar(struct request *);

#endif
