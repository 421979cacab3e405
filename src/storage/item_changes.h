/*
 * item_changes: items by change, oldest first, withdrawn ones too: what a
 * program needs to keep a copy in step.
 */
#ifndef CS_STORAGE_ITEM_CHANGES_H
#define CS_STORAGE_ITEM_CHANGES_H

#include "storage/item.h"

/* lists without members filter nothing; each: any of them */
struct change_filter {
	struct words	 kinds, orgs, countries, regions, topics, languages,
			 years, outcomes;
	const char	*from, *to;	/* "2027-03-10" or NULL */
	int64_t		 since;		/* seconds, 0: all */
	/* the last one that was seen: microseconds and public id; 0, "" */
	int64_t		 after;
	const char	*after_id;
	int		 limit;
};

/* a unit of work of its own; *last is when the last one changed, in
 * microseconds */
enum status	item_changes(struct db *, struct arena *,
		    const struct change_filter *, struct items *,
		    int64_t *last);

#endif
