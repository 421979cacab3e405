/*
 * The whole table of who may do what, against a second model written from the
 * words of the decision, not from the code.
 */
#include "domain/access.h"
#include "unit.h"

#define MINE	7
#define OTHERS	8

static struct item
item(enum item_status status, enum audience audience)
{
	struct item	it;

	item_init(&it, KIND_TOOLKIT);
	it.status = status;
	it.audience = audience;
	it.org_key = MINE;
	it.author_key = 100;
	return it;
}

static struct actor
member(enum role role, bool writes, struct actor_org *org)
{
	struct actor	a = { .kind = ACTOR_SESSION, .person = 1,
			    .may_write = writes, .may_read = true };

	org->key = MINE;
	org->role = role;
	a.orgs = org;
	a.norgs = role == ROLE_NONE ? 0 : 1;
	return a;
}

static bool
expected(enum verb verb, enum role role, bool writes, enum item_status status,
    enum audience audience)
{
	bool	sees = audience != AUDIENCE_ORGANISATION ||
		    role != ROLE_NONE;

	if (status == ITEM_DRAFT)
		sees = role == ROLE_CONTRIBUTOR || role == ROLE_ADMIN;
	if (verb == MAY_READ)
		return sees;
	if (verb == MAY_SEE_VERSIONS)
		return sees && status == ITEM_PUBLISHED;
	if (!writes || role == ROLE_NONE || role == ROLE_READER)
		return false;
	if (verb == MAY_EDIT || verb == MAY_PUBLISH)
		return status != ITEM_WITHDRAWN;
	if (verb == MAY_DELETE)
		return status == ITEM_DRAFT;
	if (verb == MAY_WITHDRAW)
		return role == ROLE_ADMIN && status == ITEM_PUBLISHED;
	if (verb == MAY_RESTORE)
		return role == ROLE_ADMIN && status == ITEM_WITHDRAWN;
	return false;
}

static void
every_cell(void **state)
{
	static const enum verb verbs[] = { MAY_READ, MAY_EDIT, MAY_PUBLISH,
	    MAY_WITHDRAW, MAY_RESTORE, MAY_DELETE, MAY_SEE_VERSIONS };
	struct actor_org	org = { 0 };
	struct actor		a;
	struct item		it;
	int			 role, writes, status, audience;
	size_t			 v;

	(void)state;
	for (role = ROLE_NONE; role <= ROLE_ADMIN; role++)
	for (writes = 0; writes < 2; writes++)
	for (status = 0; status < ITEM_STATUS_COUNT; status++)
	for (audience = 0; audience < AUDIENCE_COUNT; audience++)
	for (v = 0; v < sizeof(verbs) / sizeof(verbs[0]); v++) {
		a = member((enum role)role, writes, &org);
		it = item((enum item_status)status, (enum audience)audience);
		if (access_may(&a, verbs[v], &it, 0) != expected(verbs[v],
		    (enum role)role, writes, it.status, it.audience))
			fail_msg("verb %d role %d writes %d status %d "
			    "audience %d", (int)verbs[v], role, writes,
			    status, audience);
	}
}

static void
nobody(void **state)
{
	struct actor	a = { .may_read = true };
	struct item	open = item(ITEM_PUBLISHED, AUDIENCE_PUBLIC);
	struct item	shared = item(ITEM_PUBLISHED, AUDIENCE_NETWORK);
	struct item	draft = item(ITEM_DRAFT, AUDIENCE_PUBLIC);
	int		v;

	(void)state;
	assert_true(access_may(&a, MAY_READ, &open, 0));
	assert_false(access_may(&a, MAY_READ, &shared, 0));
	assert_false(access_may(&a, MAY_READ, &draft, 0));
	for (v = MAY_CREATE; v < VERB_COUNT; v++)
		if (v != MAY_SEE_VERSIONS)
			assert_false(access_may(&a, (enum verb)v, &open,
			    MINE));
	assert_false(access_may(&a, MAY_ADMINISTER, NULL, 0));
}

static void
author_reads_the_draft(void **state)
{
	struct actor	a = { .person = 100, .may_read = true };
	struct item	draft = item(ITEM_DRAFT, AUDIENCE_ORGANISATION);

	(void)state;
	assert_true(access_may(&a, MAY_READ, &draft, 0));
	assert_false(access_may(&a, MAY_EDIT, &draft, 0));
}

static void
organisations(void **state)
{
	struct actor_org	org = { 0 };
	struct actor		a = member(ROLE_CONTRIBUTOR, true, &org);

	(void)state;
	assert_true(access_may(&a, MAY_CREATE, NULL, MINE));
	assert_false(access_may(&a, MAY_CREATE, NULL, OTHERS));
	assert_false(access_may(&a, MAY_LEAD_ORG, NULL, MINE));
	a = member(ROLE_ADMIN, true, &org);
	assert_true(access_may(&a, MAY_LEAD_ORG, NULL, MINE));
	assert_false(access_may(&a, MAY_LEAD_ORG, NULL, OTHERS));
	assert_false(access_may(&a, MAY_ADMINISTER, NULL, 0));
}

/* they manage, but read nothing that they are not a member of */
static void
platform_administrator(void **state)
{
	struct actor	a = { .person = 5, .may_write = true,
			    .platform_admin = true };
	struct item	inner = item(ITEM_PUBLISHED, AUDIENCE_ORGANISATION);
	struct item	draft = item(ITEM_DRAFT, AUDIENCE_PUBLIC);
	struct item	open = item(ITEM_PUBLISHED, AUDIENCE_PUBLIC);

	(void)state;
	assert_true(access_may(&a, MAY_ADMINISTER, NULL, 0));
	assert_true(access_may(&a, MAY_LEAD_ORG, NULL, OTHERS));
	assert_false(access_may(&a, MAY_READ, &inner, 0));
	assert_false(access_may(&a, MAY_READ, &draft, 0));
	assert_false(access_may(&a, MAY_EDIT, &open, 0));
	assert_false(access_may(&a, MAY_WITHDRAW, &open, 0));
	a.may_write = false;
	assert_false(access_may(&a, MAY_ADMINISTER, NULL, 0));
}

/* an audience that is none of ours shows to nobody */
static void
unknown_audience(void **state)
{
	struct actor_org	 org;
	struct actor		 a = member(ROLE_ADMIN, true, &org);
	struct item		 it = item(ITEM_PUBLISHED, AUDIENCE_COUNT);

	(void)state;
	assert_false(access_may(&a, MAY_READ, &it, MINE));
	it.audience = (enum audience)99;
	assert_false(access_may(&a, MAY_READ, &it, MINE));
	assert_false(access_may(&a, MAY_SEE_VERSIONS, &it, MINE));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(unknown_audience),
		cmocka_unit_test(every_cell),
		cmocka_unit_test(nobody),
		cmocka_unit_test(author_reads_the_draft),
		cmocka_unit_test(organisations),
		cmocka_unit_test(platform_administrator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
