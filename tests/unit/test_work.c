/*
 * storage/work.c, as more than one node uses it: a job whose worker is gone,
 * and a database that has another history.
 * $COMMONSHELF_OWNER_URL and _WORKER_URL of a house made by tests/house.
 */
#include "unit.h"

#include <unistd.h>

#include "storage/work.h"

static struct arena	*a;
static struct db	*one, *two;

static const struct stmt CLEAR = { "t_clear", "", "delete from job" };
static const struct stmt JOB = { "t_job", "",
	"insert into job (kind, key) values ('nothing', 'x')" };
static const struct stmt CHANGE = { "t_change", "it",
	"insert into change (seq, at, item, public_id) "
	"values ($1, $2::text::timestamptz, 0, 'AAAAAAAAA1')" };
static const struct stmt LOSE = { "t_lose", "i",
	"delete from change where seq >= $1" };

static void
change(int64_t seq, const char *at)
{
	assert_int_equal(db_begin(one, DB_WRITE), ST_OK);
	assert_int_equal(db_do(one, &CHANGE, seq, at), ST_OK);
	assert_int_equal(db_end(one), ST_OK);
}

static void
lose(int64_t from)
{
	assert_int_equal(db_begin(one, DB_WRITE), ST_OK);
	assert_int_equal(db_do(one, &LOSE, from), ST_OK);
	assert_int_equal(db_end(one), ST_OK);
}

static int
setup(void **state)
{
	(void)state;
	if (getenv("COMMONSHELF_OWNER_URL") == NULL)
		return -1;
	a = arena_new(8 << 20);
	one = db_new(getenv("COMMONSHELF_WORKER_URL"), 5000);
	two = db_new(getenv("COMMONSHELF_WORKER_URL"), 5000);
	lose(0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	lose(0);
	db_free(one);
	db_free(two);
	arena_free(a);
	return 0;
}

/* until the server has noticed that the connection is closed */
static enum status
take_in_the_end(struct job *job)
{
	enum status	st = ST_NOT_FOUND;

	for (int i = 0; i < 100 && st == ST_NOT_FOUND; i++) {
		usleep(50000);
		st = job_take(two, a, job);
	}
	return st;
}

static void
job_of_one_that_is_gone(void **state)
{
	struct job	job;

	(void)state;
	assert_int_equal(db_begin(one, DB_WRITE), ST_OK);
	assert_int_equal(db_do(one, &CLEAR), ST_OK);
	assert_int_equal(db_do(one, &JOB), ST_OK);
	assert_int_equal(db_end(one), ST_OK);
	assert_int_equal(job_take(one, a, &job), ST_OK);
	assert_int_equal(job_take(two, a, &job), ST_NOT_FOUND);
	db_free(one);
	one = db_new(getenv("COMMONSHELF_WORKER_URL"), 5000);
	assert_int_equal(take_in_the_end(&job), ST_OK);
	assert_int_equal(job.attempts, 2);
	assert_int_equal(job_done(two, &job), ST_OK);
}

static void
changes_go_on(void **state)
{
	struct work_place	 from = { 0 }, to;
	struct change		*c;
	size_t			 n;

	(void)state;
	assert_int_equal(work_changes(one, a, &from, 10, &c, &n, &to), ST_OK);
	assert_int_equal(n, 0);
	assert_int_equal(to.seq, 0);
	change(5, "2027-01-01 10:00:00.000005Z");
	change(6, "2027-01-01 10:00:00.000006Z");
	assert_int_equal(work_changes(one, a, &from, 1, &c, &n, &to), ST_OK);
	assert_int_equal(n, 1);
	assert_int_equal(to.seq, 5);
	assert_int_equal(to.mark % 1000000, 5);
	from = to;
	assert_int_equal(work_changes(one, a, &from, 10, &c, &n, &to), ST_OK);
	assert_int_equal(n, 1);
	assert_int_equal(to.seq, 6);
	assert_int_equal(work_last_change(one, &from), ST_OK);
	assert_true(from.seq == to.seq && from.mark == to.mark);
	assert_int_equal(work_changes(one, a, &from, 10, &c, &n, &to), ST_OK);
	assert_int_equal(n, 0);
	assert_int_equal(to.seq, 6);
}

/* a standby that was behind has taken over */
static void
another_history(void **state)
{
	struct work_place	 from, to;
	struct change		*c;
	size_t			 n;

	(void)state;
	assert_int_equal(work_last_change(one, &from), ST_OK);
	lose(6);
	assert_int_equal(work_changes(one, a, &from, 10, &c, &n, &to),
	    ST_STALE);
	change(6, "2027-01-01 11:00:00Z");
	change(7, "2027-01-01 11:00:01Z");
	assert_int_equal(work_changes(one, a, &from, 10, &c, &n, &to),
	    ST_STALE);
	assert_int_equal(n, 0);
	/* who does not know the mark of its place is not stopped */
	from.mark = 0;
	assert_int_equal(work_changes(one, a, &from, 10, &c, &n, &to), ST_OK);
	assert_int_equal(n, 1);
}

static void
new_epoch_once(void **state)
{
	const char	*old, *next, *last;

	(void)state;
	assert_int_equal(work_epoch(one, a, &old), ST_OK);
	assert_int_equal(work_new_epoch(one, old), ST_OK);
	assert_int_equal(work_epoch(one, a, &next), ST_OK);
	assert_string_not_equal(old, next);
	/* another node that noticed the same */
	assert_int_equal(work_new_epoch(two, old), ST_OK);
	assert_int_equal(work_epoch(two, a, &last), ST_OK);
	assert_string_equal(next, last);
}

/* until it is brought up to date the house says that it will be back */
static void
schema_of_another_release(void **state)
{
	static const struct stmt	other[] = {
		{ "t_table", "", "select 1 from shelf_of_tomorrow" },
		{ "t_column", "", "select tomorrow from job" },
		{ "t_function", "", "select tomorrow()" },
	};
	struct rows			r;

	(void)state;
	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++) {
		assert_int_equal(db_begin(one, DB_READ), ST_OK);
		db_send(one, &other[i]);
		assert_int_equal(db_take(one, &r), ST_UNAVAILABLE);
		db_end(one);
	}
	/* and the connection goes on */
	assert_int_equal(db_begin(one, DB_WRITE), ST_OK);
	assert_int_equal(db_do(one, &CLEAR), ST_OK);
	assert_int_equal(db_end(one), ST_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(job_of_one_that_is_gone),
		cmocka_unit_test(changes_go_on),
		cmocka_unit_test(another_history),
		cmocka_unit_test(new_epoch_once),
		cmocka_unit_test(schema_of_another_release),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
