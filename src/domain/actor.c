/*
 * actor: see actor.h.
 */
#include "domain/actor.h"

#include <string.h>

static const struct actor_org *
org_of(const struct actor *a, int64_t org)
{
	size_t	i;

	for (i = 0; i < a->norgs; i++)
		if (a->orgs[i].key == org)
			return &a->orgs[i];
	return NULL;
}

enum role
actor_role(const struct actor *a, int64_t org)
{
	const struct actor_org	*o = org_of(a, org);

	return o == NULL ? ROLE_NONE : o->role;
}

const struct actor_org *
actor_org_by_slug(const struct actor *a, const char *slug)
{
	size_t	i;

	for (i = 0; i < a->norgs; i++)
		if (strcmp(a->orgs[i].slug, slug) == 0)
			return &a->orgs[i];
	return NULL;
}

const struct actor_org *
actor_home(const struct actor *a)
{
	size_t	i;

	for (i = 0; i < a->norgs; i++)
		if (a->orgs[i].role >= ROLE_CONTRIBUTOR)
			return &a->orgs[i];
	return NULL;
}
