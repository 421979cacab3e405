/*
 * Items on a real database, as cs_app and under its policies
 * ($COMMONSHELF_OWNER_URL and _DATABASE_URL of a house made by tests/house,
 * else skipped). Two organisations: ana writes for the first, ben for the
 * second, and the sessions are made here.
 */
#include "unit.h"

#include "storage/auth.h"
#include "storage/item.h"

#define ANA	"cookie-of-ana-in-a-test"
#define BEN	"cookie-of-ben-in-a-test"

static struct arena	*a;
static struct db	*owner, *db;
static struct actor	 me;
static int64_t		 first_org, second_org;

static const struct stmt ORG = { "t_org", "t",
	"insert into org (slug, name, country) values ($1, $1, 'FJ') "
	"returning id" };
static const struct stmt PERSON = { "t_person", "ti",
	"with p as (insert into person (email, name) values "
	"($1 || '@item.example', $1) returning id), m as (insert into "
	"membership (person, org, role) select id, $2, 'contributor' from p) "
	"select id from p" };
static const struct stmt SESSION = { "t_session", "xi",
	"insert into session (hash, person, csrf, expires_at) values ($1, $2, "
	"'c', now() + interval '1 hour')" };
static const struct stmt COUNT = { "t_count", "t",
	"select count(*) from item where public_id = $1" };
static const struct stmt VISIBLE = { "t_visible", "",
	"select count(*), count(*) filter (where status = 'published' "
	"and audience = 'public') from item" };
static const struct stmt TABLES = { "t_tables", "",
	"select (select count(*) from working_copy) + (select count(*) from "
	"session) + (select count(*) from person) + (select count(*) from "
	"api_token) + (select count(*) from upload)" };
static const struct stmt CHANGES = { "t_changes", "t",
	"select seq, seq > coalesce(lag(seq) over (order by at, seq), 0) "
	"from change where public_id = $1 order by seq" };

static int64_t
made(const struct stmt *s, const char *name, int64_t n)
{
	struct rows	r;

	if (s == &ORG)
		db_send(owner, s, name);
	else
		db_send(owner, s, name, n);
	assert_int_equal(db_take(owner, &r), ST_OK);
	assert_int_equal(r.n, 1);
	return rows_int(&r, 0, 0);
}

static void
session(const char *cookie, int64_t person)
{
	uint8_t	hash[SHA256_LEN];

	digest_sha256(cookie, strlen(cookie), hash);
	assert_int_equal(db_do(owner, &SESSION, hash, person), ST_OK);
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
	first_org = made(&ORG, "item-first", 0);
	second_org = made(&ORG, "item-second", 0);
	session(ANA, made(&PERSON, "ana", first_org));
	session(BEN, made(&PERSON, "ben", second_org));
	assert_int_equal(db_end(owner), ST_OK);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (owner == NULL)
		return 0;
	db_free(owner);
	db_free(db);
	arena_free(a);
	return 0;
}

/* from now on the connection is this reader's; NULL: a stranger's */
static void
as(const char *cookie)
{
	if (db == NULL) {
		print_message("skipped: no test database\n");
		skip();
	}
	assert_int_equal(auth_actor(db, a, cookie, NULL, &me), ST_OK);
	assert_int_equal(me.person != 0, cookie != NULL);
}

static void
begin(void)
{
	assert_int_equal(db_begin(db, DB_WRITE), ST_OK);
}

static void
commit(void)
{
	assert_int_equal(db_end(db), ST_OK);
}

/* the item as the reader gets it; NULL: there is nothing for them */
static struct item *
get(const char *id)
{
	struct item	*it = NULL;
	enum status	 st;

	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	st = item_get(db, a, id, &it);
	db_end(db);
	if (st == ST_NOT_FOUND)
		return NULL;
	assert_int_equal(st, ST_OK);
	return it;
}

static struct item *
draft(enum kind kind, enum audience audience, const char *title)
{
	struct item	*it = arena_new_of(a, struct item);

	item_init(it, kind);
	it->title = title;
	it->audience = audience;
	if (kind == KIND_EVENT) {
		it->event.has_start = it->event.has_end = true;
		it->event.start = (struct local){ .year = 2030, .month = 3,
		    .day = 10, .hour = 9 };
		it->event.end = it->event.start;
		it->event.end.hour = 12;
		it->event.timezone = "Pacific/Fiji";
		it->event.country = "FJ";
	}
	begin();
	assert_int_equal(item_insert(db, a, it, me.orgs[0].key, me.person),
	    ST_OK);
	commit();
	return it;
}

static void
publish(struct item *it, const struct item *before)
{
	begin();
	assert_int_equal(item_publish(db, a, it, before, me.person, me.name),
	    ST_OK);
	commit();
}

static void
from_draft_to_second_version(void **state)
{
	struct item		*it, *work, *kept;
	struct item_version	*v;
	size_t			 n;

	(void)state;
	as(ANA);
	it = draft(KIND_TOOLKIT, AUDIENCE_PUBLIC, "First title");
	it->body = "First text";
	publish(it, NULL);
	assert_int_equal(it->version, 1);
	/* a working copy: readers see nothing of it */
	work = get(it->id);
	work->title = "Second title";
	begin();
	assert_int_equal(working_copy_save(db, work, me.person), ST_OK);
	commit();
	as(NULL);
	assert_string_equal(get(it->id)->title, "First title");
	as(ANA);
	work = get(it->id);
	assert_true(work->has_working_copy);
	begin();
	assert_int_equal(working_copy_get(db, a, work), ST_OK);
	commit();
	assert_string_equal(work->title, "Second title");
	work->note = "A better title";
	publish(work, it);
	as(NULL);
	work = get(it->id);
	assert_string_equal(work->title, "Second title");
	assert_int_equal(work->version, 2);
	assert_false(work->has_working_copy);
	/* both versions are whole */
	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	item_versions_send(db, work->id);
	assert_int_equal(item_versions_take(db, a, &v, &n), ST_OK);
	db_end(db);
	kept = get(it->id);
	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	assert_int_equal(item_version_get(db, a, kept, 1), ST_OK);
	db_end(db);
	assert_int_equal(n, 2);
	assert_string_equal(kept->title, "First title");
	assert_int_equal(kept->version, 1);
}

static void
sequence_rises_when_moved(void **state)
{
	struct item	*it, *now;

	(void)state;
	as(ANA);
	it = draft(KIND_EVENT, AUDIENCE_PUBLIC, "An event");
	publish(it, NULL);
	it = get(it->id);
	assert_int_equal(it->event.sequence, 0);
	now = get(it->id);
	now->title = "Another title";
	publish(now, it);
	assert_int_equal(get(it->id)->event.sequence, 0);
	now = get(it->id);
	now->event.start.hour = 10;
	publish(now, it);
	it = get(it->id);
	assert_int_equal(it->event.sequence, 1);
	now = get(it->id);
	now->event.certainty = CERTAINTY_CANCELLED;
	publish(now, it);
	now = get(it->id);
	assert_int_equal(now->event.sequence, 2);
	assert_true(now->event.cancelled_at > 0);
}

static void
stale(void **state)
{
	struct item	*it, *mine, *hers;

	(void)state;
	as(ANA);
	it = draft(KIND_TOOLKIT, AUDIENCE_PUBLIC, "Two people");
	mine = get(it->id);
	hers = get(it->id);
	hers->title = "Hers";
	begin();
	assert_int_equal(item_update(db, a, hers), ST_OK);
	commit();
	mine->title = "Mine";
	begin();
	assert_int_equal(item_update(db, a, mine), ST_STALE);
	db_rollback(db);
	begin();
	assert_int_equal(item_publish(db, a, mine, NULL, me.person, "Ana"),
	    ST_STALE);
	db_rollback(db);
	assert_string_equal(get(it->id)->title, "Hers");
}

static void
withdraw_and_restore(void **state)
{
	struct item	*it, *now;

	(void)state;
	as(ANA);
	it = draft(KIND_TOOLKIT, AUDIENCE_PUBLIC, "Goes and comes");
	publish(it, NULL);
	begin();
	assert_int_equal(item_withdraw(db, it, me.person, "Out of date", ""),
	    ST_OK);
	commit();
	as(NULL);
	now = get(it->id);
	assert_int_equal(now->status, ITEM_WITHDRAWN);
	assert_string_equal(now->withdrawn_why, "Out of date");
	as(ANA);
	begin();
	assert_int_equal(item_withdraw(db, it, me.person, "Again", ""),
	    ST_CONFLICT);
	db_rollback(db);
	begin();
	assert_int_equal(item_restore(db, now), ST_OK);
	commit();
	assert_int_equal(get(it->id)->status, ITEM_DRAFT);
	as(NULL);
	assert_null(get(it->id));
}

static void
log_experience(const char *used, enum audience audience, enum outcome outcome)
{
	struct item	*it = arena_new_of(a, struct item);

	item_init(it, KIND_EXPERIENCE);
	it->title = "What happened";
	it->audience = audience;
	it->experience.outcome = outcome;
	it->experience.lesson = "A lesson";
	it->experience.used.v = arena_array(a, const char *, 1);
	it->experience.used.v[0] = used;
	it->experience.used.n = 1;
	begin();
	assert_int_equal(item_insert(db, a, it, me.orgs[0].key, me.person),
	    ST_OK);
	assert_int_equal(item_publish(db, a, it, NULL, me.person, me.name),
	    ST_OK);
	commit();
}

static void
tally_is_the_readers(void **state)
{
	struct item	*it;

	(void)state;
	as(ANA);
	it = draft(KIND_TOOLKIT, AUDIENCE_PUBLIC, "Tried");
	publish(it, NULL);
	log_experience(it->id, AUDIENCE_PUBLIC, OUTCOME_WORKED);
	log_experience(it->id, AUDIENCE_NETWORK, OUTCOME_PARTLY);
	log_experience(it->id, AUDIENCE_ORGANISATION, OUTCOME_NO);
	assert_int_equal(get(it->id)->tally.total, 3);
	assert_int_equal(get(it->id)->tally.no, 1);
	as(BEN);
	assert_int_equal(get(it->id)->tally.total, 2);
	assert_int_equal(get(it->id)->tally.no, 0);
	as(NULL);
	assert_int_equal(get(it->id)->tally.total, 1);
	assert_int_equal(get(it->id)->tally.worked, 1);
}

static int64_t
one(const struct stmt *s, int column)
{
	struct rows	r;
	int64_t		n;

	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	db_send(db, s);
	assert_int_equal(db_take(db, &r), ST_OK);
	n = rows_int(&r, 0, column);
	db_end(db);
	return n;
}

/* SQL itself, without access.c in front */
static void
policies(void **state)
{
	struct item	*it, *foreign;
	struct rows	 r;

	(void)state;
	as(ANA);
	it = draft(KIND_TOOLKIT, AUDIENCE_ORGANISATION, "Ours alone");
	as(BEN);
	assert_null(get(it->id));
	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	db_send(db, &COUNT, it->id);
	assert_int_equal(db_take(db, &r), ST_OK);
	assert_int_equal(rows_int(&r, 0, 0), 0);
	db_end(db);
	/* ben can neither write for the first organisation … */
	foreign = arena_new_of(a, struct item);
	item_init(foreign, KIND_TOOLKIT);
	foreign->title = "Not mine";
	begin();
	assert_int_equal(item_insert(db, a, foreign, first_org, me.person),
	    ST_FORBIDDEN);
	db_rollback(db);
	/* … nor change what he can't see, though he knows its key and rev */
	it->title = "Taken over";
	begin();
	assert_int_equal(item_update(db, a, it), ST_STALE);
	db_rollback(db);
	begin();
	assert_int_equal(item_delete(db, it), ST_CONFLICT);
	db_rollback(db);
	as(ANA);
	assert_string_equal(get(it->id)->title, "Ours alone");
	/* published inside: its own people see it, nobody else */
	it = get(it->id);
	publish(it, NULL);
	as(BEN);
	assert_null(get(it->id));
	as(NULL);
	assert_null(get(it->id));
}

static void
a_stranger(void **state)
{
	struct item	*foreign = arena_new_of(a, struct item);

	(void)state;
	as(NULL);
	assert_true(one(&VISIBLE, 1) > 0);
	assert_int_equal(one(&VISIBLE, 0), one(&VISIBLE, 1));
	assert_int_equal(one(&TABLES, 0), 0);
	item_init(foreign, KIND_TOOLKIT);
	foreign->title = "From nobody";
	begin();
	assert_int_equal(item_insert(db, a, foreign, second_org, 1),
	    ST_FORBIDDEN);
	db_rollback(db);
}

static void
changes_in_order(void **state)
{
	struct item	*it, *now;
	struct rows	 r;

	(void)state;
	as(ANA);
	it = draft(KIND_TOOLKIT, AUDIENCE_PUBLIC, "Changes");
	publish(it, NULL);
	now = get(it->id);
	publish(now, it);
	begin();
	assert_int_equal(item_withdraw(db, it, me.person, "Why", ""), ST_OK);
	db_rollback(db);
	begin();
	assert_int_equal(item_withdraw(db, it, me.person, "Why", ""), ST_OK);
	commit();
	assert_int_equal(db_begin(owner, DB_READ), ST_OK);
	db_send(owner, &CHANGES, it->id);
	assert_int_equal(db_take(owner, &r), ST_OK);
	/* neither the draft nor what was rolled back: one for each commit */
	assert_int_equal(r.n, 3);
	for (int i = 0; i < r.n; i++)
		assert_true(rows_bool(&r, i, 1));
	db_end(owner);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_draft_to_second_version),
		cmocka_unit_test(sequence_rises_when_moved),
		cmocka_unit_test(stale),
		cmocka_unit_test(withdraw_and_restore),
		cmocka_unit_test(tally_is_the_readers),
		cmocka_unit_test(policies),
		cmocka_unit_test(a_stranger),
		cmocka_unit_test(changes_in_order),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
