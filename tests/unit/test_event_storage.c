/*
 * The statements of storage/event.c on a real database: $COMMONSHELF_OWNER_URL
 * and _DATABASE_URL of a house made by tests/house, else skipped.
 */
#include "unit.h"

#include "storage/event.h"

static struct arena	*a;
static struct db	*owner, *db;

static const struct stmt SQL_ORG = { "t_org", "",
	"insert into org (slug, name, country) values "
	"('event-test', 'Event test', 'FJ') on conflict (slug) do nothing" };
static const struct stmt SQL_ITEM = { "t_item", "tttt",
	"insert into item (public_id, kind, org, status, audience, tlp, title,"
	" topics, published_at) select $1, 'event', id, 'published', $2,"
	" case $2 when 'public' then 'CLEAR' else 'GREEN' end, $3,"
	" $4::text[], now() from org where slug = 'event-test'" };
static const struct stmt SQL_EVENT = { "t_event", "tttttt",
	"insert into event (item, type, certainty, precision, start_local,"
	" timezone, country, cancelled_at) select id, $2, $3, $4,"
	" date_trunc('day', now()) + $5::interval, 'UTC', $6,"
	" case when $3 = 'cancelled' then now() end"
	" from item where public_id = $1" };
static const struct stmt SQL_WITHDRAW = { "t_withdraw", "t",
	"update item set status = 'withdrawn', withdrawn_at = now()"
	" where public_id = $1" };
static const struct stmt SQL_BACK = { "t_back", "t",
	"update item set status = 'published', withdrawn_at = null"
	" where public_id = $1" };
static const struct stmt SQL_CLEAN = { "t_clean", "",
	"delete from item where org = (select id from org"
	" where slug = 'event-test')" };

static void
event(const char *id, const char *audience, const char *type,
    const char *certainty, const char *precision, const char *after,
    const char *country)
{
	assert_int_equal(db_do(owner, &SQL_ITEM, id, audience, id,
	    "{e-evidence}"), ST_OK);
	assert_int_equal(db_do(owner, &SQL_EVENT, id, type, certainty,
	    precision, after, country), ST_OK);
}

static int
setup(void **state)
{
	(void)state;
	if (getenv("COMMONSHELF_OWNER_URL") == NULL ||
	    getenv("COMMONSHELF_DATABASE_URL") == NULL)
		return 0;
	a = arena_new(64 << 20);
	owner = db_new(getenv("COMMONSHELF_OWNER_URL"), 5000);
	db = db_new(getenv("COMMONSHELF_DATABASE_URL"), 5000);
	assert_int_equal(db_begin(owner, DB_WRITE), ST_OK);
	assert_int_equal(db_do(owner, &SQL_ORG), ST_OK);
	assert_int_equal(db_do(owner, &SQL_CLEAN), ST_OK);
	event("AAAAAAAAA1", "public", "workshop", "confirmed", "time",
	    "10 days 9 hours", "FJ");
	event("AAAAAAAAA2", "public", "meeting", "cancelled", "day",
	    "20 days", "TO");
	event("AAAAAAAAA3", "network", "workshop", "planned", "day",
	    "12 days", "FJ");
	event("AAAAAAAAA4", "public", "course", "planned", "month", "40 days",
	    "KE");
	event("AAAAAAAAA5", "public", "initiative", "confirmed", "day",
	    "-200 days", "FJ");
	event("AAAAAAAAA6", "public", "course", "confirmed", "day",
	    "-30 days", "FJ");
	event("AAAAAAAAA7", "public", "course", "confirmed", "day",
	    "-95 days", "FJ");
	event("AAAAAAAAA8", "public", "course", "idea", "day", "30 days",
	    "FJ");
	assert_int_equal(db_end(owner), ST_OK);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (owner == NULL)
		return 0;
	db_begin(owner, DB_WRITE);
	db_do(owner, &SQL_CLEAN);
	db_end(owner);
	db_free(owner);
	db_free(db);
	arena_free(a);
	return 0;
}

/* last signs of the ids, in order: "13" */
static const char *
listed(enum event_list list, const struct event_filter *f)
{
	static const char	*slug[] = { "event-test" };
	struct event_filter	 mine = *f;
	struct items		 items;
	char			*s;

	if (db == NULL) {
		print_message("skipped: no test database\n");
		skip();
	}
	mine.orgs = (struct words){ 1, slug };
	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	event_list_send(db, a, list, &mine, 100, 0);
	assert_int_equal(event_list_take(db, a, &items), ST_OK);
	assert_int_equal(db_end(db), ST_OK);
	s = arena_alloc(a, items.n + 1);
	for (size_t i = 0; i < items.n; i++)
		s[i] = items.v[i].id[9];
	return s;
}

static void
periods(void **state)
{
	struct event_filter	none = { .from = NULL };

	(void)state;
	assert_string_equal(listed(EVENTS_AHEAD, &none), "1284");
	assert_string_equal(listed(EVENTS_EARLIER, &none), "67");
	assert_string_equal(listed(EVENTS_RUNNING, &none), "5");
	/* no idea, no month alone, nothing older than 90 days, no partners'
	 * event for a stranger */
	assert_string_equal(listed(EVENTS_FEED, &none), "612");
}

static void
filters(void **state)
{
	const char		*fj[] = { "FJ" }, *topic[] = { "justice" },
				*course[] = { "course" },
				*none[] = { "awareness" };
	struct event_filter	 f = { .countries = { 1, fj } };

	(void)state;
	assert_string_equal(listed(EVENTS_AHEAD, &f), "18");
	f = (struct event_filter){ .types = { 1, course } };
	assert_string_equal(listed(EVENTS_AHEAD, &f), "84");
	/* a topic brings its children */
	f = (struct event_filter){ .topics = { 1, topic } };
	assert_string_equal(listed(EVENTS_AHEAD, &f), "1284");
	f = (struct event_filter){ .topics = { 1, none } };
	assert_string_equal(listed(EVENTS_AHEAD, &f), "");
	f = (struct event_filter){ .from = "2000-01-01", .to = "2000-02-01" };
	assert_string_equal(listed(EVENTS_BETWEEN, &f), "");
}

static int
sequence_of(const char *id)
{
	struct items	items;

	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	event_one_send(db, id);
	assert_int_equal(event_list_take(db, a, &items), ST_OK);
	assert_int_equal(db_end(db), ST_OK);
	assert_int_equal(items.n, 1);
	return items.v[0].event.sequence;
}

static void
withdrawn(void **state)
{
	struct event_filter	none = { .from = NULL };
	int			before;

	(void)state;
	if (db == NULL)
		skip();
	before = sequence_of("AAAAAAAAA1");
	assert_int_equal(db_begin(owner, DB_WRITE), ST_OK);
	assert_int_equal(db_do(owner, &SQL_WITHDRAW, "AAAAAAAAA1"), ST_OK);
	assert_int_equal(db_end(owner), ST_OK);
	assert_int_equal(sequence_of("AAAAAAAAA1"), before + 1);
	assert_string_equal(listed(EVENTS_FEED, &none), "612");
	assert_string_equal(listed(EVENTS_AHEAD, &none), "284");
	assert_int_equal(db_begin(owner, DB_WRITE), ST_OK);
	assert_int_equal(db_do(owner, &SQL_BACK, "AAAAAAAAA1"), ST_OK);
	assert_int_equal(db_end(owner), ST_OK);
	assert_int_equal(sequence_of("AAAAAAAAA1"), before + 2);
}

static void
looks(void **state)
{
	int	before, after;

	(void)state;
	if (db == NULL)
		skip();
	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	event_looks_send(db, "test");
	event_looked_send(db, "test", 3);
	event_looks_send(db, "test");
	assert_int_equal(event_looks_take(db, &before), ST_OK);
	assert_int_equal(event_looks_take(db, &after), ST_OK);
	assert_int_equal(event_looks_take(db, &after), ST_OK);
	assert_int_equal(db_end(db), ST_OK);
	assert_int_equal(after, before + 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(periods), cmocka_unit_test(filters),
		cmocka_unit_test(withdrawn),
		cmocka_unit_test(looks),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
