/*
 * org_name: organisations as they are named in lists, in counts and by the
 * API. Whatever else there is about one is in storage/org.h.
 */
#ifndef CS_STORAGE_ORG_NAME_H
#define CS_STORAGE_ORG_NAME_H

#include "storage/db.h"

struct org_name {
	const char	*slug, *name;
	const char	*country;	/* "" when it has none */
	const char	*website;
};

/* those with these slugs */
void		org_names_send(struct db *, struct arena *,
		    const char *const *slugs, size_t n);
/* all that are not suspended, by slug, behind `after` ("" for the first) */
void		org_names_list_send(struct db *, const char *after, int limit);
enum status	org_names_take(struct db *, struct arena *,
		    struct org_name **, size_t *n);

#endif
