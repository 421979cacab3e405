/*
 * access: who may do what to what. One table (access.c) decides; row-level
 * security in the database enforces the same a second time.
 */
#ifndef CS_DOMAIN_ACCESS_H
#define CS_DOMAIN_ACCESS_H

#include "domain/actor.h"
#include "domain/item.h"

enum verb {
	MAY_READ,		/* the item as published, or the draft */
	MAY_CREATE,		/* an item of this organisation */
	MAY_EDIT,
	MAY_PUBLISH,
	MAY_WITHDRAW,
	MAY_RESTORE,		/* a withdrawn one back to draft */
	MAY_DELETE,		/* a draft that never was published */
	MAY_SEE_VERSIONS,
	MAY_LEAD_ORG,		/* people and description of an organisation */
	MAY_ADMINISTER,		/* organisations and accounts of the platform */
	VERB_COUNT
};

/* item may be NULL for verbs on an organisation (org) or the platform */
bool	access_may(const struct actor *, enum verb, const struct item *,
	    int64_t org);

#endif
