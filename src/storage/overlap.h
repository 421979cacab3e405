/*
 * overlap: what the check for overlap asks of the database: candidates as
 * cards, pairs that are "not the same", and who is told of something new.
 */
#ifndef CS_STORAGE_OVERLAP_H
#define CS_STORAGE_OVERLAP_H

#include "domain/overlap.h"
#include "storage/item.h"
#include "storage/vocabulary.h"

#define NOT_SAME_MAX	20	/* of one item, as sent by a form */

/* Published items with these ids, whom they are for and their contact
 * included; without those that were said not to be the same as `mine` (an id,
 * or ""). Take with items_take. */
void		 overlap_cards_send(struct db *, struct arena *,
		    const char *const *ids, size_t n, const char *mine);
/* remembers that an item is not the same as these; ids that the caller may
 * not read are left out. Inside a unit of work of the caller. */
enum status	 overlap_not_same(struct db *, struct arena *, int64_t item,
		    int64_t person, const struct words *ids);

/* What places, topics, people and dates of two items have in common; words
 * and files are the caller's. Events must be derived. */
void		 overlap_facts(const struct vocabulary *,
		    const struct item *mine, const struct item *theirs,
		    int64_t now, struct overlap_facts *);
/* countries it is for and where it takes place, each once */
struct words	 overlap_countries(struct arena *, const struct item *);
/* what an item says beside title and summary, as the index has it */
const char	*overlap_body(struct arena *, const struct item *);

/* ---- "somebody plans something close to yours" */
struct neighbour {
	struct item	 item;			/* the new one, a card */
	const char	*mine_id, *mine_title;
};
struct neighbours {
	size_t			 n;
	struct neighbour	*v;
};
/* what the caller's organisations have not looked at yet, newest first */
void		 neighbours_send(struct db *);
enum status	 neighbours_take(struct db *, struct arena *,
		    struct neighbours *);
/* `item` has been looked at; a unit of work of its own */
enum status	 neighbour_seen(struct db *, const char *item,
		    int64_t person);
/* the worker's: tells the organisation of `mine` */
enum status	 neighbour_tell(struct db *, const char *mine,
		    const char *item, double score);

#endif
