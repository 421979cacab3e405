#include "storage/auth.h"
#include "unit.h"
#include "web/kept.h"

/* what is kept is the database's business: these need one */
static const struct stmt WRITE = { "test_kept_write", "",
	"update org set about = about || 'x' where slug = 'kept'" };
static const struct stmt ORG = { "test_kept_org", "",
	"insert into org (slug, name) values ('kept', 'Kept') "
	"on conflict do nothing" };

static struct db	*owner, *db;
static struct request	 r;
static int		 made;
static const char	*extra;		/* a header of the next answer */
static size_t		 length;

static int
setup(void **state)
{
	(void)state;
	if (getenv("COMMONSHELF_OWNER_URL") == NULL)
		return 0;
	owner = db_new(getenv("COMMONSHELF_OWNER_URL"), 5000);
	db = db_new(getenv("COMMONSHELF_DATABASE_URL"), 5000);
	assert_int_equal(db_begin(owner, DB_WRITE), ST_OK);
	assert_int_equal(db_do(owner, &ORG), ST_OK);
	return db_end(owner) == ST_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	db_free(owner);
	db_free(db);
	return 0;
}

static void
write_something(void)
{
	assert_int_equal(db_begin(owner, DB_WRITE), ST_OK);
	assert_int_equal(db_do(owner, &WRITE), ST_OK);
	assert_int_equal(db_end(owner), ST_OK);
}

static struct reply *
make(struct request *rq)
{
	struct reply	*reply = reply_new(rq, 200, "text/plain");

	made++;
	buf_printf(&reply->body, "answer %d", made);
	while (reply->body.len < length)
		buf_putc(&reply->body, '.');
	if (extra != NULL)
		reply_header(rq, reply, extra, "x");
	return reply;
}

/* the body of one request; "304" for that */
static const char *
ask(const char *path, const char *query, const char *session,
    const char *none_match)
{
	static char	 said[64];
	struct reply	*reply;

	memset(&r, 0, sizeof(r));
	r.arena = arena_new(64 << 20);
	r.db = db;
	r.lang = "en";
	r.path = r.target = path;
	r.session = session;
	r.if_none_match = none_match;
	assert_int_equal(query_parse(r.arena, query, strlen(query), &r.query),
	    ST_OK);
	assert_int_equal(auth_actor(db, r.arena, session, NULL, &r.actor),
	    ST_OK);
	reply = kept_answer(&r, make);
	snprintf(said, sizeof(said), "%.12s", reply->code == 304 ? "304" :
	    reply->body.data);
	assert_non_null(reply_value(reply, "etag"));
	buf_free(&reply->body);
	arena_free(r.arena);
	return said;
}

static void
ready(void)
{
	if (db == NULL) {
		print_message("skipped: no test database\n");
		skip();
	}
	made = 0;
	extra = NULL;
	length = 0;
	write_something();
}

/* may stand on both sides of a minute's end: then once more */
static void
same_while_nothing_changes(void **state)
{
	(void)state;
	ready();
	assert_string_equal(ask("/a", "", NULL, NULL), "answer 1");
	for (int i = 0; i < 5; i++)
		ask("/a", "", NULL, NULL);
	assert_true(made <= 2);
}

static void
new_after_any_write(void **state)
{
	(void)state;
	ready();
	assert_string_equal(ask("/b", "", NULL, NULL), "answer 1");
	write_something();
	assert_string_equal(ask("/b", "", NULL, NULL), "answer 2");
}

static void
apart_by_address_and_reader(void **state)
{
	(void)state;
	ready();
	assert_string_equal(ask("/c", "", NULL, NULL), "answer 1");
	assert_string_equal(ask("/c", "q=1", NULL, NULL), "answer 2");
	assert_string_equal(ask("/c", "q=2", NULL, NULL), "answer 3");
	assert_string_equal(ask("/d", "", NULL, NULL), "answer 4");
	assert_string_equal(ask("/c", "", "AAAAAAAAAAAAAAAAAAAAAA", NULL),
	    "answer 5");
	assert_string_equal(ask("/c", "", "BBBBBBBBBBBBBBBBBBBBBB", NULL),
	    "answer 6");
}

static void
whole_although_304(void **state)
{
	(void)state;
	ready();
	assert_string_equal(ask("/e", "", NULL, "*"), "304");
	assert_true(strncmp(ask("/e", "", NULL, NULL), "answer", 6) == 0);
	assert_string_equal(ask("/e", "", NULL, "*"), "304");
}

static void
never_a_cookie(void **state)
{
	(void)state;
	ready();
	extra = "set-cookie";
	assert_string_equal(ask("/f", "", NULL, NULL), "answer 1");
	assert_string_equal(ask("/f", "", NULL, NULL), "answer 2");
}

static void
old_ones_make_room(void **state)
{
	char	path[32];

	(void)state;
	ready();
	length = KEPT_BODY_MAX / 2;
	for (int i = 0; i < 12; i++) {
		snprintf(path, sizeof(path), "/g%d", i);
		ask(path, "", NULL, NULL);
	}
	assert_int_equal(made, 12);
	ask("/g0", "", NULL, NULL);
	assert_int_equal(made, 13);
	length = KEPT_BODY_MAX + 1;
	ask("/h", "", NULL, NULL);
	ask("/h", "", NULL, NULL);
	assert_int_equal(made, 15);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_while_nothing_changes),
		cmocka_unit_test(new_after_any_write),
		cmocka_unit_test(apart_by_address_and_reader),
		cmocka_unit_test(whole_although_304),
		cmocka_unit_test(never_a_cookie),
		cmocka_unit_test(old_ones_make_room),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
