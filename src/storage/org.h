/*
 * org: organisations that take part, with what they share as far as the
 * caller may see it.
 */
#ifndef CS_STORAGE_ORG_H
#define CS_STORAGE_ORG_H

#include "storage/db.h"

struct org {
	int64_t		 key;
	const char	*slug, *name;
	const char	*country;	/* "" when it has none */
	const char	*about, *website, *contact;
	bool		 suspended, sample;
	int		 toolkits, events, experiences;	/* published */
	int		 people;	/* 0 to the public */
};

/* ST_NOT_FOUND when there is none */
void		org_send(struct db *, const char *slug);
enum status	org_take(struct db *, struct arena *, struct org **);
/* by name; country NULL: all. Suspended ones too, if asked */
void		org_list_send(struct db *, const char *country,
		    bool suspended);
enum status	org_list_take(struct db *, struct arena *, struct org **,
		    size_t *n);

/* The rest in a DB_WRITE unit; each leaves a line in the audit. */

/* slug NULL: made from the name. ST_CONFLICT when the slug is taken,
 * ST_INVALID for an unknown country or a slug of other signs; sets key, slug */
enum status	org_insert(struct db *, struct arena *, struct org *);
/* name, country, about, website, contact of the one with this key */
enum status	org_update(struct db *, const struct org *);
/* off: suspended; else taken back. ST_NOT_FOUND */
enum status	org_suspend(struct db *, const char *slug, bool off);

#endif
