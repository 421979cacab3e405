/*
 * What a search must not do: tell what is hidden, die, or be slow.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/buf.h"
#include "search_shelf.h"

static struct shelf s;

static int
setup(void **state)
{
	(void)state;
	shelf_open(&s);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	shelf_close(&s);
	return 0;
}

static void
fill(const char *audience, const char *prefix, int n)
{
	static const char *const titles[] = { "Phishing reports",
	    "Training of investigators", "Model law", "Electronic evidence",
	    "Gestion des incidents" };
	char id[16], body[200];
	int i;

	for (i = 0; i < n; i++) {
		snprintf(id, sizeof(id), "%s%d", prefix, i);
		snprintf(body, sizeof(body), "Body %d about %s and %s", i,
		    titles[(i + 1) % 5], titles[(i * 3) % 5]);
		PUT(&s, .id = id, .audience = audience, .title = titles[i % 5],
		    .body = body, .language = i % 5 == 4 ? "fr" : "en",
		    .countries = VALUES(i % 2 ? "FJ" : "KE"),
		    .org = i % 3 ? "bluewater" : "redsea",
		    .published = 1700000000 + i * 1000);
	}
	shelf_commit(&s, 1);
}

/* everything that an outsider gets, as text */
static char *
outside(void)
{
	static const char *const asked[] = { "phishing", "phising", "law",
	    "\"electronic evidence\"", "+training -law", "", "incidents",
	    "canary", "canry", "evidence reports gestion" };
	struct buf b;
	size_t i, k, v;
	int sort;

	buf_init(&b, 1 << 22);
	for (i = 0; i < 10; i++)
		for (sort = SORT_BEST; sort <= SORT_DATE; sort++) {
			OUTSIDE(&s, .q = asked[i], .snippets = true,
			    .sort = (enum search_sort)sort,
			    .facets = (1u << SEARCH_FIELDS) - 1);
			buf_printf(&b, "%s %zu %d %s\n", asked[i], s.r.total,
			    s.r.total_exact, s.r.suggestion != NULL ?
			    s.r.suggestion : "-");
			for (k = 0; k < s.r.nhits; k++)
				buf_printf(&b, "%s %.17g %s %s %s\n",
				    s.r.hits[k].id, s.r.hits[k].score,
				    s.r.hits[k].key, s.r.hits[k].in,
				    s.r.hits[k].snippet);
			for (k = 0; k < s.r.nfacets; k++)
				for (v = 0; v < s.r.facets[k].n; v++)
					buf_printf(&b, "%zu %s %u\n", k,
					    s.r.facets[k].values[v].value,
					    s.r.facets[k].values[v].count);
		}
	assert_false(b.failed);
	return buf_steal(&b);
}

static void
test_hidden_items_change_nothing(void **state)
{
	char *before, *after;

	(void)state;
	fill("public", "P", 40);
	before = outside();
	fill("network", "N", 60);
	fill("org-7", "O", 50);
	PUT(&s, .id = "CANARY", .audience = "org-7", .title = "canary",
	    .language = "sw");
	/* was public for a moment, then not any more */
	PUT(&s, .id = "MOVED", .title = "canary phishing law");
	shelf_commit(&s, 2);
	assert_string_equal(OUTSIDE(&s, .q = "canary"), "MOVED");
	PUT(&s, .id = "MOVED", .audience = "network",
	    .title = "canary phishing law");
	shelf_commit(&s, 3);
	after = outside();
	assert_string_equal(before, after);
	assert_string_equal(FIND(&s, .q = "canary"), "CANARY MOVED");
	free(before);
	free(after);
}

static void
test_a_move_never_shows_twice(void **state)
{
	(void)state;
	PUT(&s, .id = "A", .title = "phishing");
	shelf_commit(&s, 1);
	assert_string_equal(OUTSIDE(&s, .q = "phishing"), "A");
	PUT(&s, .id = "A", .audience = "org-7", .title = "phishing");
	/* gone from where it was before it stands elsewhere */
	assert_string_equal(FIND(&s, .q = "phishing"), "");
	shelf_commit(&s, 2);
	assert_string_equal(FIND(&s, .q = "phishing"), "A");
	assert_string_equal(OUTSIDE(&s, .q = "phishing"), "");
	assert_int_equal(index_remove(s.w, "A"), ST_OK);
	shelf_commit(&s, 3);
	assert_string_equal(FIND(&s, .q = "phishing"), "");
}

static void
test_position_survives_a_kill(void **state)
{
	struct index_writer *again;
	int64_t position;
	pid_t pid;
	int i;

	(void)state;
	index_close(s.w);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		if (index_open(s.dir, SHELF_EPOCH, &s.w) != ST_OK)
			_exit(1);
		fill("public", "P", 20);
		if (index_commit(s.w, 41, true) != ST_OK)
			_exit(1);
		fill("network", "N", 3);
		PUT(&s, .id = "LATE", .title = "phishing late");
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(pid, &i, 0), pid);
	assert_true(WIFSIGNALED(i));
	assert_int_equal(index_open(s.dir, SHELF_EPOCH, &s.w), ST_OK);
	assert_string_equal(index_audience(s.w, 0, &position), "network");
	assert_int_equal(position, 1);
	assert_string_equal(index_audience(s.w, 1, &position), "public");
	assert_int_equal(position, 41);
	assert_null(index_audience(s.w, 2, &position));
	assert_int_equal(index_position(s.w), 1);
	/* what is written again is not there twice */
	fill("public", "P", 20);
	OUTSIDE(&s, .q = "");
	assert_int_equal(s.r.total, 20);
	/* nobody else writes */
	assert_int_equal(index_open(s.dir, SHELF_EPOCH, &again), ST_CONFLICT);
	index_close(again);
}

static void
test_another_epoch(void **state)
{
	int64_t position;
	int i;

	(void)state;
	fill("public", "P", 3);
	fill("network", "N", 3);
	index_close(s.w);
	for (i = 0; i < 3; i++) {
		enum status st = index_open(s.dir, "e2", &s.w);

		if (st == ST_OK)
			break;
		assert_int_equal(st, ST_STALE);
		assert_string_equal(index_bad(s.w), i == 0 ? "network" :
		    "public");
		assert_int_equal(index_drop(s.w, index_bad(s.w)), ST_OK);
		index_close(s.w);
	}
	assert_int_equal(i, 2);
	assert_null(index_audience(s.w, 0, &position));
	assert_int_equal(index_position(s.w), 0);
	assert_string_equal(FIND(&s, .q = ""), "");
}

static void
test_folder_taken_away(void **state)
{
	struct search_query q = { .q = "phishing", .limit = 5 };

	(void)state;
	fill("public", "P", 10);
	fill("org-7", "O", 10);
	assert_int_equal(index_check(s.w), ST_OK);
	OUTSIDE(&s, .q = "phishing");
	assert_int_not_equal(s.r.total, 0);
	shelf_remove(s.dir);
	assert_int_equal(finder_search(s.f, s.arena, member, 3, &q, &s.r),
	    ST_UNAVAILABLE);
	assert_false(finder_ready(s.f));
	assert_int_equal(index_check(s.w), ST_STALE);
	index_close(s.w);
	assert_int_equal(index_open(s.dir, SHELF_EPOCH, &s.w), ST_OK);
	assert_int_equal(index_position(s.w), 0);
	index_rebuilding(s.w, true);
	fill("public", "P", 10);
	OUTSIDE(&s, .q = "phishing");
	assert_true(s.r.partial);
	assert_int_not_equal(s.r.total, 0);
	index_rebuilding(s.w, false);
	OUTSIDE(&s, .q = "phishing");
	assert_false(s.r.partial);
}

static void
test_one_audience_taken_away(void **state)
{
	char path[128];

	(void)state;
	fill("public", "P", 10);
	fill("org-7", "O", 10);
	FIND(&s, .q = "");
	assert_int_equal(s.r.total, 20);
	snprintf(path, sizeof(path), "%s/org-7", s.dir);
	shelf_remove(path);
	assert_int_equal(index_check(s.w), ST_STALE);
	assert_string_equal(index_bad(s.w), "org-7");
	assert_int_equal(index_drop(s.w, "org-7"), ST_OK);
	FIND(&s, .q = "");
	assert_int_equal(s.r.total, 10);
	assert_int_equal(index_check(s.w), ST_OK);
	fill("org-7", "O", 10);
	FIND(&s, .q = "");
	assert_int_equal(s.r.total, 20);
}

/* overwrites a file of the index with rubbish */
static void
spoil(const char *key, const char *file)
{
	char path[128], rubbish[4096];
	off_t size, at;
	int fd;

	memset(rubbish, 0xa5, sizeof(rubbish));
	snprintf(path, sizeof(path), "%s/%s/%s", s.dir, key, file);
	fd = open(path, O_RDWR);
	assert_int_not_equal(fd, -1);
	size = lseek(fd, 0, SEEK_END);
	for (at = 0; at < size; at += (off_t)sizeof(rubbish))
		assert_int_equal(pwrite(fd, rubbish, sizeof(rubbish), at),
		    sizeof(rubbish));
	close(fd);
}

static void
test_damage_is_found(void **state)
{
	static const char *const files[] = { "docdata.glass",
	    "postlist.glass" };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		fill("public", "P", 50);
		fill("org-7", "O", 50);
		spoil("org-7", files[i]);
		/* the rest is still there, and says so */
		FIND(&s, .q = "phishing", .snippets = true);
		assert_true(s.r.partial);
		assert_true(s.r.total > 0 && s.r.total < 50);
		assert_int_equal(index_check(s.w), ST_STALE);
		assert_string_equal(index_bad(s.w), "org-7");
		assert_int_equal(index_drop(s.w, "org-7"), ST_OK);
		fill("org-7", "O", 50);
		assert_int_equal(index_check(s.w), ST_OK);
		FIND(&s, .q = "");
		assert_false(s.r.partial);
		assert_int_equal(s.r.total, 100);
	}
}

static void
test_damage_is_found_at_start(void **state)
{
	(void)state;
	fill("public", "P", 5);
	index_close(s.w);
	spoil("public", "iamglass");
	assert_int_equal(index_open(s.dir, SHELF_EPOCH, &s.w), ST_STALE);
	assert_string_equal(index_bad(s.w), "public");
	assert_int_equal(index_drop(s.w, "public"), ST_OK);
	index_close(s.w);
	assert_int_equal(index_open(s.dir, SHELF_EPOCH, &s.w), ST_OK);
	fill("public", "P", 5);
	OUTSIDE(&s, .q = "");
	assert_int_equal(s.r.total, 5);
}

static void
test_reader_keeps_up(void **state)
{
	char id[16];
	int i;

	(void)state;
	for (i = 0; i < 40; i++) {
		snprintf(id, sizeof(id), "I%d", i);
		PUT(&s, .id = id, .title = "phishing");
		shelf_commit(&s, i + 1);
		if (i % 3 == 0) {
			OUTSIDE(&s, .q = "phishing");
			assert_int_equal(s.r.total, i + 1);
		}
	}
}

static void
test_bad_documents(void **state)
{
	struct index_doc d = { .id = "A", .audience = "../x", .title = "t" };
	static char big[SEARCH_DATA_MAX + 1];
	char longer[400];

	(void)state;
	assert_int_equal(index_put(s.w, &d), ST_INVALID);
	d.audience = "";
	assert_int_equal(index_put(s.w, &d), ST_INVALID);
	d.audience = "public";
	d.id = "";
	assert_int_equal(index_put(s.w, &d), ST_INVALID);
	d.id = "A";
	d.data = big;
	d.data_len = sizeof(big);
	assert_int_equal(index_put(s.w, &d), ST_TOO_LARGE);
	d.data = "";
	d.data_len = 0;
	memset(longer, 'a', sizeof(longer) - 1);
	longer[399] = '\0';
	d.org = longer;
	d.title = longer;
	assert_int_equal(index_put(s.w, &d), ST_OK);
	shelf_commit(&s, 1);
	assert_string_equal(OUTSIDE(&s, .filter[SEARCH_ORG] =
	    VALUES(longer)), "");
	assert_string_equal(OUTSIDE(&s, .q = longer), "A");
}

/* 200 and more, each with an answer that is one */
static void
test_hostile_questions(void **state)
{
	static const char *const pieces[] = { "a* ", "(", "b OR ", "\"", "+",
	    "-", "NEAR/99 ", "title:", "\xff", "\xe2\x80\xae", "%00", "..",
	    "AND NOT ", "~", "^9 ", "网络", "the ", "a\xcc\x81\xcc\x81",
	    "\xf0\x9f\x98\x80", "'", "<script>", "\\", "x-", "-\"", "+\"a b",
	    "ﷺ", "İ", "\xc2", "\n", "0" };
	static char q[1 << 20];
	size_t n = sizeof(pieces) / sizeof(*pieces), i, len;

	(void)state;
	fill("public", "P", 40);
	for (i = 0; i < n * n; i++) {
		const char *a = pieces[i / n], *b = pieces[i % n];
		size_t most = i % 7 == 0 ? sizeof(q) - 100 : 250;

		for (len = 0; len < most;)
			len += (size_t)snprintf(q + len, 100, "%s%s", a, b);
		OUTSIDE(&s, .q = q, .snippets = true, .facets = ~0u);
		assert_true(s.r.total <= 40);
		assert_true(s.r.total_exact);
		assert_int_equal(s.r.nhits, s.r.total < 20 ? s.r.total : 20);
		assert_int_equal(s.r.nfacets, SEARCH_FIELDS);
		if (len > SEARCH_QUERY_MAX + 100 && s.r.note !=
		    SEARCH_NOTE_WORDLESS && s.r.note != SEARCH_NOTE_ONLY_NOT &&
		    strspn(q, " \n\xff\xc2") < len)
			assert_int_equal(s.r.note, SEARCH_NOTE_LONG);
	}
	assert_true(i >= 200);
}

/* what is damaged can bring Xapian down */
static int
checked_apart(void)
{
	char why[200];
	pid_t pid = fork();
	int how;

	if (pid == 0)
		_exit((int)search_check(s.dir, "public", why, sizeof(why)));
	assert_int_equal(waitpid(pid, &how, 0), pid);
	return how;
}

/* one bit anywhere in the index: found, or where nothing is kept */
static void
test_flipped_bits(void **state)
{
	static const char *const tables[] = { "postlist", "docdata",
	    "termlist", "position" };
	char path[200], why[200];
	int64_t length, at;
	size_t found = 0, i;
	uint8_t byte;
	int fd;

	(void)state;
	fill("public", "P", 40);
	assert_int_equal(search_check(s.dir, "public", why, sizeof(why)),
	    ST_OK);
	index_close(s.w);
	s.w = NULL;
	for (i = 0; i < 80; i++) {
		snprintf(path, sizeof(path), "%s/public/%s.glass", s.dir,
		    tables[i % 4]);
		fd = open(path, O_RDWR);
		length = lseek(fd, 0, SEEK_END);
		at = (int64_t)(i * 7919 % 8192) % length;
		assert_int_equal(pread(fd, &byte, 1, at), 1);
		byte ^= (uint8_t)(1 << i % 8);
		assert_int_equal(pwrite(fd, &byte, 1, at), 1);
		found += checked_apart() != ST_OK;
		byte ^= (uint8_t)(1 << i % 8);
		assert_int_equal(pwrite(fd, &byte, 1, at), 1);
		close(fd);
	}
	assert_true(found >= 10);
	assert_int_equal(search_check(s.dir, "public", why, sizeof(why)),
	    ST_OK);
	assert_int_equal(search_check(s.dir, "network", why, sizeof(why)),
	    ST_INVALID);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_hidden_items_change_nothing),
		T(test_a_move_never_shows_twice),
		T(test_position_survives_a_kill),
		T(test_another_epoch),
		T(test_folder_taken_away),
		T(test_one_audience_taken_away),
		T(test_damage_is_found),
		T(test_damage_is_found_at_start),
		T(test_reader_keeps_up),
		T(test_bad_documents),
		T(test_hostile_questions),
		T(test_flipped_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
