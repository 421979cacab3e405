/*
 * storage/blob.c and storage/store.c on a real database (the one that
 * COMMONSHELF_OWNER_URL names, else skipped), the same cases over both places:
 * stored, read again, lost, damaged, moved, swept.
 */
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"
#include "storage/blob_folder.h"
#include "storage/store.h"
#include "storage/verify.h"

#define SIZE	(BLOB_CHUNK + 4321)

static struct db	*db;
static char		 found[4096];

static const struct stmt LONG_AGO = { "t_long_ago", "",
	"update blob set checked_at = now() - interval '40 days'" };
static const struct stmt FLIP_ROW = { "t_flip_row", "x",
	"update blob_chunk set bytes = set_byte(bytes, 7, "
	"get_byte(bytes, 7) # 4) where sha256 = $1 and n = 1" };
static const struct stmt CHUNKS = { "t_chunks", "x",
	"select count(*) from blob_chunk where sha256 = $1" };
static const struct stmt ALARMS = { "t_alarms", "t",
	"select count(*) from audit where action = $1" };
static const struct stmt FORGET = { "t_forget", "", "delete from blob" };
static const struct stmt QUIET = { "t_quiet", "", "delete from audit" };

static void
run(const struct stmt *s, const uint8_t *sha256)
{
	assert_int_equal(db_begin(db, DB_WRITE), ST_OK);
	assert_int_equal(db_do(db, s, sha256), ST_OK);
	assert_int_equal(db_end(db), ST_OK);
}

static int64_t
count(const struct stmt *s, const void *of)
{
	struct rows	r;
	int64_t		n;

	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	db_send(db, s, of);
	assert_int_equal(db_take(db, &r), ST_OK);
	n = rows_int(&r, 0, 0);
	db_end(db);
	return n;
}

static int
body(int seed)
{
	int	fd, i;
	FILE	*f = tmpfile();

	assert_non_null(f);
	for (i = 0; i < SIZE; i++)
		fputc((i * 31 + seed) % 251, f);
	fflush(f);
	fd = blob_part(fileno(f), 0, SIZE);
	fclose(f);
	assert_true(fd >= 0);
	return fd;
}

static void
keep(int seed, struct blob *b, bool commit)
{
	int	fd = body(seed);

	assert_int_equal(db_begin(db, DB_WRITE), ST_OK);
	assert_int_equal(blob_store(db, fd, "a.bin", b), ST_OK);
	assert_int_equal(b->size, SIZE);
	if (commit)
		assert_int_equal(db_end(db), ST_OK);
	else
		db_rollback(db);
	if (commit)
		blob_cache(fd, b->sha256);
	close(fd);
}

static void
flip_file(const uint8_t *sha256)
{
	int	fd = open(blob_folder_path(sha256), O_RDWR | O_CLOEXEC);
	char	c;

	assert_true(fd >= 0);
	assert_int_equal(pread(fd, &c, 1, 5000), 1);
	c ^= 1;
	assert_int_equal(pwrite(fd, &c, 1, 5000), 1);
	close(fd);
}

static bool
files(void)
{
	return strcmp(settings.store, "files") == 0;
}

static void
flip(const uint8_t *sha256)
{
	if (files())
		flip_file(sha256);
	else
		run(&FLIP_ROW, sha256);
}

static bool
same(const struct blob *b)
{
	bool	is;

	assert_int_equal(blob_check(db, b->sha256, b->size, &is), ST_OK);
	return is;
}

static void
tell(void *with, const char *what, const char *which)
{
	(void)with;
	snprintf(found, sizeof(found), "%s: %s", what, which);
}

/* how many are looked at; *bad: how many of them were not well */
static int
scrub(int *bad)
{
	bool	well;
	int	n = 0;

	for (*bad = 0; store_scrub(db, 28, &well) == ST_OK; n++)
		*bad += !well;
	return n;
}

static void
use(void **state)
{
	if (db == NULL) {
		print_message("skipped: no test database\n");
		skip();
	}
	settings.store = *state;
}

static void
stored(void **state)
{
	struct store_figures	f;
	struct blob		b, c;

	use(state);
	keep(1, &b, true);
	assert_true(same(&b));
	assert_true(blob_folder_sound(b.sha256, b.size));
	assert_int_equal(count(&CHUNKS, b.sha256), files() ? 0 : 2);
	keep(1, &c, true);
	assert_memory_equal(b.sha256, c.sha256, SHA256_LEN);
	assert_int_equal(store_figures(db, &f), ST_OK);
	assert_int_equal(f.files, files() ? 1 : 0);
	assert_int_equal(f.rows, files() ? 0 : 1);
	assert_int_equal(f.files_bytes + f.rows_bytes, SIZE);
}

/* rows fill the folder; what only the folder had comes with the next upload */
static void
lost(void **state)
{
	struct blob	b;

	use(state);
	keep(1, &b, true);
	assert_int_equal(unlink(blob_folder_path(b.sha256)), 0);
	if (files()) {
		assert_int_equal(blob_ensure(db, b.sha256, b.size),
		    ST_INTERNAL);
		assert_false(same(&b));
		keep(1, &b, true);
	} else {
		assert_int_equal(blob_ensure(db, b.sha256, b.size), ST_OK);
	}
	assert_true(blob_folder_sound(b.sha256, b.size));
	assert_true(same(&b));
}

static void
torn(void **state)
{
	struct blob	b;

	use(state);
	keep(1, &b, true);
	assert_int_equal(truncate(blob_folder_path(b.sha256), 100), 0);
	assert_int_equal(blob_ensure(db, b.sha256, b.size),
	    files() ? ST_INTERNAL : ST_OK);
	/* what is left of the only copy is not thrown away */
	assert_int_equal(access(blob_folder_path(b.sha256), F_OK), 0);
	assert_int_equal(blob_folder_sound(b.sha256, b.size), !files());
}

static void
swept(void **state)
{
	struct blob	b, c;
	int64_t		n;

	use(state);
	keep(1, &b, true);
	keep(2, &c, false);
	assert_int_equal(blob_cached(c.sha256), files());
	assert_int_equal(store_sweep(db, &n), ST_OK);
	assert_int_equal(n, files() ? 1 : 0);
	assert_false(blob_cached(c.sha256));
	assert_true(blob_folder_sound(b.sha256, b.size));
}

/* an upload that has linked its file and not committed keeps the sweeper out */
static void
not_under_way(void **state)
{
	struct db	*other;
	struct blob	 b;
	int64_t		 n;
	int		 fd;

	use(state);
	fd = body(3);
	other = db_new(settings.worker_url, 30000);
	assert_int_equal(db_begin(db, DB_WRITE), ST_OK);
	assert_int_equal(blob_store(db, fd, "a.bin", &b), ST_OK);
	assert_int_equal(store_sweep(other, &n), ST_OK);
	assert_int_equal(n, 0);
	assert_int_equal(db_end(db), ST_OK);
	blob_cache(fd, b.sha256);
	assert_true(blob_folder_sound(b.sha256, b.size));
	assert_true(same(&b));
	db_free(other);
	close(fd);
}

static void
scrubbed(void **state)
{
	struct blob		 b, c;
	struct verify		 v = { .found = tell, .mend = true };
	struct store_figures	 f;
	struct store_damage	*d;
	struct arena		*a = arena_new(1 << 20);
	size_t			 n;
	int			 bad;

	use(state);
	keep(1, &b, true);
	keep(2, &c, true);
	assert_int_equal(scrub(&bad), 0);	/* none is due */
	run(&LONG_AGO, NULL);
	assert_int_equal(scrub(&bad), 2);
	assert_int_equal(bad, 0);
	flip(b.sha256);
	run(&LONG_AGO, NULL);
	assert_int_equal(scrub(&bad), 2);
	assert_int_equal(bad, 1);
	assert_int_equal(count(&ALARMS, "file-damaged"), 1);
	assert_int_equal(store_figures(db, &f), ST_OK);
	assert_int_equal(f.wrong, 1);
	assert_int_equal(store_damages(db, a, &d, &n), ST_OK);
	assert_int_equal(n, 1);
	found[0] = '\0';
	assert_int_equal(verify_run(db, &v), ST_OK);
	assert_non_null(strstr(found, d[0].sha256));
	/* mending is for copies: the only one of these bytes stays */
	assert_int_equal(access(blob_folder_path(b.sha256), F_OK), 0);
	if (files())
		keep(1, &b, true);	/* the same bytes come once more */
	else
		flip(b.sha256);
	run(&LONG_AGO, NULL);
	assert_int_equal(scrub(&bad), 2);
	assert_int_equal(bad, 0);
	assert_int_equal(count(&ALARMS, "file-whole"), 1);
	arena_free(a);
}

static int	stop_after;

static bool
progress(void *with, int64_t done, int64_t all)
{
	(void)with;
	assert_true(done <= all);
	return --stop_after > 0;
}

static void
damaged(void *with, const char *sha256)
{
	(void)with;
	snprintf(found, sizeof(found), "%s", sha256);
}

/* there and back, stopped after each file; a damaged one stays where it is */
static void
moved(void **state)
{
	struct store_move	m = { .progress = progress,
				    .damaged = damaged };
	struct store_figures	f;
	struct blob		b[5];
	int64_t			sum = 0;
	int			i;

	use(state);
	for (i = 0; i < 5; i++)
		keep(i, &b[i], true);
	flip(b[2].sha256);
	if (!files())
		assert_int_equal(unlink(blob_folder_path(b[2].sha256)), 0);
	m.files = !files();
	found[0] = '\0';
	for (i = 0; i < 5; i++) {
		stop_after = 1;
		assert_int_equal(store_move(db, &m), ST_OK);
		assert_in_range(m.moved, 0, 1);
		sum += m.moved;
	}
	stop_after = 100;
	assert_int_equal(store_move(db, &m), ST_OK);
	assert_int_equal(sum + m.moved, 4);
	assert_int_equal(store_figures(db, &f), ST_OK);
	assert_int_equal(m.files ? f.files : f.rows, 4);
	assert_int_equal(strlen(found), SHA256_HEX - 1);
	for (i = 0; i < 5; i++) {
		assert_int_equal(same(&b[i]), i != 2);
		assert_int_equal(count(&CHUNKS, b[i].sha256) > 0,
		    m.files == (i == 2));
	}
	assert_int_equal(store_move(db, &(struct store_move){
	    .files = files(), .damaged = damaged }), ST_OK);
	assert_int_equal(store_figures(db, &f), ST_OK);
	assert_int_equal(files() ? f.files : f.rows, 5);
}

static int
start(void **state)
{
	(void)state;
	if (getenv("COMMONSHELF_OWNER_URL") == NULL)
		return 0;
	assert_null(settings_load());
	db = db_new(settings.worker_url, 30000);
	return 0;
}

static int
clean(void **state)
{
	int64_t	n;

	(void)state;
	if (db == NULL)
		return 0;
	run(&FORGET, NULL);
	run(&QUIET, NULL);
	return store_sweep(db, &n) != ST_OK;
}

#define BOTH(f)								\
	{ #f " in rows", f, NULL, clean, (void *)(uintptr_t)"postgres" },	\
	{ #f " in files", f, NULL, clean, (void *)(uintptr_t)"files" }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(stored), BOTH(lost), BOTH(torn), BOTH(swept),
		BOTH(not_under_way), BOTH(scrubbed), BOTH(moved),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
