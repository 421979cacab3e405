/*
 * scores: items with what they weigh, and how they take part in a search by
 * Xapian. Its matcher learns the greatest weight there is and passes over
 * what can't come among the first without a look at it.
 */
#ifndef CS_SEARCH_SCORES_H
#define CS_SEARCH_SCORES_H

#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

namespace search {

struct Set;

struct Scored {
	Xapian::docid	 doc;		/* in its own audience */
	float		 weight;
};
/* by audience in the order of the set, each by doc */
using Scores = std::vector<std::vector<Scored>>;

/* in any of them: weights added up */
Scores		 any_of(const Set &, std::vector<Scores> &&);
/* in both */
void		 keep_both(Scores &, const Scores &with);
/* adds what it weighs there to those that are in it anyway */
void		 add_where(Scores &, const Scores &with);
/* the n weightiest of each audience; true: there were more */
bool		 keep_best(Scores &, size_t n);
bool		 is_empty(const Scores &);
/* as a query; the set must outlive it */
Xapian::Query	 query_of(const Set &, Scores &&);

}
#endif
