/*
 * named: names of organisations beside counts, kept for a minute or until
 * somebody changes something on this machine. Everybody may know them.
 */
#ifndef CS_WEB_NAMED_H
#define CS_WEB_NAMED_H

#include "web/search_run.h"

#define NAMED_MAX	4096	/* kept */
#define NAMED_SECONDS	60

/* labels of the values of SEARCH_ORG; true: all of them were known */
bool		named_find(struct request *, struct found_facet *);
/* asks the database for all of them, in an open unit, and keeps them */
void		named_send(struct request *, const struct found_facet *);
enum status	named_take(struct request *, struct found_facet *);

#endif
