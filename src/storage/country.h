/*
 * country: how much is tied to each country, as far as the caller sees it.
 */
#ifndef CS_STORAGE_COUNTRY_H
#define CS_STORAGE_COUNTRY_H

#include "storage/db.h"

struct country_count {
	const char	*code;
	int		 toolkits, events, experiences, orgs;
};

/* those with anything, by code */
void		country_counts_send(struct db *);
enum status	country_counts_take(struct db *, struct arena *,
		    struct country_count **, size_t *n);

#endif
