/*
 * What changed lately: a search calls its hits settled only while nobody has
 * said otherwise.
 */
#include <sys/wait.h>

#include "search_shelf.h"

static struct shelf s;

static int
set_up(void **state)
{
	(void)state;
	shelf_open(&s);
	PUT(&s, .id = "A", .title = "phishing guide");
	PUT(&s, .id = "B", .title = "phishing law");
	shelf_commit(&s, 10);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	shelf_close(&s);
	return 0;
}

static bool
settled(const char *q)
{
	OUTSIDE(&s, .q = q);
	return s.r.settled;
}

static struct index_watch *
watch(int64_t seq)
{
	struct index_watch	*w = index_watch_open(s.dir);
	int64_t			 from;

	assert_int_equal(index_watch_begin(w, SHELF_EPOCH, &from), ST_OK);
	if (from == 0)
		index_watch_start(w, SHELF_EPOCH, seq);
	return w;
}

/* what stands beside a position belongs to it alone */
static void
test_mark(void **state)
{
	int64_t	at;

	(void)state;
	assert_non_null(index_audience(s.w, 0, &at));
	assert_int_equal(index_audience_mark(s.w, 0), 0);
	index_mark(s.w, 12, 345678);
	assert_int_equal(index_commit(s.w, 12, true), ST_OK);
	index_close(s.w);
	assert_int_equal(index_open(s.dir, SHELF_EPOCH, &s.w), ST_OK);
	assert_non_null(index_audience(s.w, 0, &at));
	assert_int_equal(at, 12);
	assert_int_equal(index_audience_mark(s.w, 0), 345678);
	assert_int_equal(index_commit(s.w, 13, true), ST_OK);
	assert_int_equal(index_audience_mark(s.w, 0), 0);
}

static void
test_nobody_looked(void **state)
{
	struct index_watch	*w;

	(void)state;
	assert_false(settled("phishing"));
	w = watch(10);
	assert_false(settled("phishing"));
	index_watch_end(w, 10);
	assert_true(settled("phishing"));
	index_watch_close(w);
}

static void
test_a_change_unsettles_its_item(void **state)
{
	struct index_watch	*w = watch(10);

	(void)state;
	index_watch_note(w, 11, "A");
	index_watch_end(w, 11);
	assert_false(settled("phishing"));
	assert_false(settled("guide"));
	assert_true(settled("law"));
	shelf_commit(&s, 11);
	assert_true(settled("phishing"));
	index_watch_close(w);
}

static void
test_said_but_not_read_yet(void **state)
{
	struct index_watch	*w = watch(10);
	int64_t			 from;

	(void)state;
	index_watch_end(w, 10);
	assert_true(settled("law"));
	finder_changed(s.f);
	assert_true(index_watch_awaited(w));
	assert_false(settled("law"));
	assert_int_equal(index_watch_begin(w, SHELF_EPOCH, &from), ST_OK);
	assert_int_equal(from, 10);
	/* said once more while the sequence is read */
	finder_changed(s.f);
	index_watch_end(w, 10);
	assert_false(settled("law"));
	index_watch_begin(w, SHELF_EPOCH, &from);
	index_watch_end(w, 10);
	assert_true(settled("law"));
	index_watch_close(w);
}

static void
test_more_than_the_list_holds(void **state)
{
	struct index_watch	*w = watch(10);
	int64_t			 seq;

	(void)state;
	for (seq = 11; seq < 9011; seq++)
		index_watch_note(w, seq, "Z");
	index_watch_end(w, 9010);
	assert_false(settled("law"));
	shelf_commit(&s, 9000);
	assert_true(settled("law"));
	index_watch_close(w);
}

static void
test_another_epoch(void **state)
{
	struct index_watch	*w = watch(10);
	int64_t			 from;

	(void)state;
	index_watch_end(w, 10);
	assert_int_equal(index_watch_begin(w, "other", &from), ST_OK);
	assert_int_equal(from, 0);
	index_watch_start(w, "other", 10);
	index_watch_end(w, 10);
	assert_false(settled("law"));
	index_watch_close(w);
}

static void
test_one_watcher(void **state)
{
	struct index_watch	*w = watch(10), *other;
	int64_t			 from;

	(void)state;
	other = index_watch_open(s.dir);
	assert_int_equal(index_watch_begin(other, SHELF_EPOCH, &from),
	    ST_CONFLICT);
	index_watch_close(w);
	assert_int_equal(index_watch_begin(other, SHELF_EPOCH, &from), ST_OK);
	index_watch_close(other);
}

/* two parts together, found as one index that follows on */
static void
test_merged_and_swapped(void **state)
{
	struct index_writer	*w[2];
	struct index_doc	 d = { .audience = "public",
				    .kind = "toolkit", .language = "en",
				    .published = 1700000000, .data = "" };
	char			 part[2][100], next[100];
	const char		*parts[] = { part[0], part[1] };
	int			 i;

	(void)state;
	snprintf(next, sizeof(next), "%s.next", s.dir);
	for (i = 0; i < 2; i++) {
		snprintf(part[i], sizeof(part[i]), "%s.%d", s.dir, i);
		assert_int_equal(index_open(part[i], SHELF_EPOCH, &w[i]),
		    ST_OK);
		index_fresh(w[i]);
		d.id = i == 0 ? "C" : "D";
		d.title = "phishing merged";
		assert_int_equal(index_put(w[i], &d), ST_OK);
		assert_int_equal(index_commit(w[i], 20, true), ST_OK);
		index_close(w[i]);
	}
	assert_int_equal(index_merge(parts, 2, next, 0, 1), ST_OK);
	assert_int_equal(index_open(next, SHELF_EPOCH, &w[0]), ST_OK);
	assert_int_equal(index_position(w[0]), 20);
	assert_int_equal(index_items(w[0]), 2);
	index_close(w[0]);
	assert_string_equal(OUTSIDE(&s, .q = "merged"), "");
	index_close(s.w);
	assert_int_equal(index_swap(s.dir, next), ST_OK);
	assert_int_equal(strlen(OUTSIDE(&s, .q = "merged")), 3);
	assert_string_equal(OUTSIDE(&s, .q = "law"), "");
	assert_int_equal(access(next, F_OK), -1);
	assert_int_equal(index_open(s.dir, SHELF_EPOCH, &s.w), ST_OK);
	for (i = 0; i < 2; i++)
		index_discard(part[i]);
}

/* in a backlog the small audience waits, and its position with it */
static void
test_commit_of_full_ones(void **state)
{
	struct index_doc	 d = { .kind = "toolkit", .language = "en",
				    .title = "backlog", .data = "" };
	char			 id[16];
	int64_t			 at;
	int			 i;

	(void)state;
	for (i = 0; i < 501; i++) {
		snprintf(id, sizeof(id), "FULL%d", i);
		d.id = id;
		d.audience = i < 500 ? "public" : "org-500";
		assert_int_equal(index_put(s.w, &d), ST_OK);
	}
	assert_int_equal(index_commit_full(s.w, 900), ST_OK);
	assert_int_equal(search_position(s.dir, "public", &at), ST_OK);
	assert_int_equal(at, 900);
	assert_int_equal(search_position(s.dir, "org-500", &at), ST_OK);
	assert_int_equal(at, 0);
	assert_int_equal(index_commit(s.w, 900, false), ST_OK);
	assert_int_equal(search_position(s.dir, "org-500", &at), ST_OK);
	assert_int_equal(at, 900);
}

/* what stood there before the writer came leaves when it moves */
static void
test_moved_after_reopening(void **state)
{
	struct index_doc	 d = { .id = "MOVES", .kind = "toolkit",
				    .language = "en", .title = "wanderer",
				    .data = "", .audience = "public" };

	(void)state;
	assert_int_equal(index_put(s.w, &d), ST_OK);
	assert_int_equal(index_commit(s.w, 901, false), ST_OK);
	index_close(s.w);
	assert_int_equal(index_open(s.dir, SHELF_EPOCH, &s.w), ST_OK);
	assert_string_equal(OUTSIDE(&s, .q = "wanderer"), "MOVES");
	d.audience = "network";
	assert_int_equal(index_put(s.w, &d), ST_OK);
	assert_int_equal(index_commit(s.w, 902, false), ST_OK);
	assert_string_equal(OUTSIDE(&s, .q = "wanderer"), "");
}

/* commits as fast as they go: no search is refused */
static void
test_never_refused(void **state)
{
	pid_t	pid = fork();
	int	how = 0, i;

	(void)state;
	if (pid == 0) {
		for (i = 0; i < 1000; i++) {
			OUTSIDE(&s, .q = "phishing");
			if (s.r.nhits < 2 || s.r.partial)
				_exit(1);
		}
		_exit(0);
	}
	for (i = 11; waitpid(pid, &how, WNOHANG) == 0; i++) {
		PUT(&s, .id = "A", .title = "phishing guide again");
		shelf_commit(&s, i);
	}
	assert_int_equal(how, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_mark, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nobody_looked, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    test_a_change_unsettles_its_item, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_said_but_not_read_yet,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_more_than_the_list_holds,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_another_epoch, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_one_watcher, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_merged_and_swapped,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_commit_of_full_ones,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_moved_after_reopening,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_never_refused, set_up,
		    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
