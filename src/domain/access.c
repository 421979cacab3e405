/*
 * access: the table of who may do what. A row names the least role in the
 * item's organisation, and in which states of the item it counts. Contributors
 * edit the items of their organisation, admins also withdraw; platform
 * administrators manage organisations and accounts and read no organisation's
 * items unless they are members.
 */
#include "domain/access.h"

#include <assert.h>

#define DRAFT		(1u << ITEM_DRAFT)
#define PUBLISHED	(1u << ITEM_PUBLISHED)
#define WITHDRAWN	(1u << ITEM_WITHDRAWN)
#define NO_ITEM		(1u << ITEM_STATUS_COUNT)

static const struct {
	enum role	role;		/* least role in the organisation */
	unsigned	states;		/* of the item */
	bool		platform;	/* platform administrators too */
} table[VERB_COUNT] = {
	[MAY_CREATE] = { ROLE_CONTRIBUTOR, NO_ITEM, false },
	[MAY_EDIT] = { ROLE_CONTRIBUTOR, DRAFT | PUBLISHED, false },
	[MAY_PUBLISH] = { ROLE_CONTRIBUTOR, DRAFT | PUBLISHED, false },
	[MAY_WITHDRAW] = { ROLE_ADMIN, PUBLISHED, false },
	[MAY_RESTORE] = { ROLE_ADMIN, WITHDRAWN, false },
	[MAY_DELETE] = { ROLE_CONTRIBUTOR, DRAFT, false },
	[MAY_LEAD_ORG] = { ROLE_ADMIN, NO_ITEM, true },
	[MAY_ADMINISTER] = { ROLE_NONE, NO_ITEM, true },
};

static bool
may_read(const struct actor *a, const struct item *item)
{
	enum role	role;

	assert(item != NULL);	/* only rights that need none go without */
	role = actor_role(a, item->org_key);
	if (item->status == ITEM_DRAFT)
		return role >= ROLE_CONTRIBUTOR ||
		    (a->person != 0 && a->person == item->author_key);
	switch (item->audience) {
	case AUDIENCE_PUBLIC:
		return true;
	case AUDIENCE_NETWORK:
		return a->person != 0;
	case AUDIENCE_ORGANISATION:
		return role >= ROLE_READER;
	case AUDIENCE_COUNT:
		break;
	}
	return false;
}

bool
access_may(const struct actor *a, enum verb verb, const struct item *item,
    int64_t org)
{
	unsigned	state = item == NULL ? NO_ITEM : 1u << item->status;

	if (verb == MAY_READ)
		return may_read(a, item);
	if (verb == MAY_SEE_VERSIONS)
		return may_read(a, item) && item->status == ITEM_PUBLISHED;
	if (a->person == 0 || !(table[verb].states & state))
		return false;
	if (!a->may_write)	/* a token that only reads */
		return false;
	if (table[verb].platform && a->platform_admin)
		return true;
	return table[verb].role != ROLE_NONE &&
	    actor_role(a, item == NULL ? org : item->org_key) >=
	    table[verb].role;
}
