/*
 * changes: what changed between two states of an item.
 */
#ifndef CS_WEB_CHANGES_H
#define CS_WEB_CHANGES_H

#include "storage/vocabulary.h"
#include "views/changes.h"
#include "web/reply.h"

struct reply	*changes_show(struct request *);	/* /items/{id}/changes */
struct reply	*changes_restore(struct request *);	/* …/versions/{n}/restore */

/* the fields that differ, with the words that people see; was and is are for
 * the caller to fill in */
struct change_list	 changes_between(struct request *,
			    const struct vocabulary *, const struct item *was,
			    const struct item *is);

#endif
