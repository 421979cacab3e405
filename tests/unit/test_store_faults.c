/*
 * The store with every call that can fail failing in turn: the first call of
 * an operation, then the second, until none is left. Whatever failed, what was
 * acknowledged is there and whole. The calls are wrapped by the linker.
 */
#include "unit.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <unistd.h>

#include "base/settings.h"
#include "storage/blob.h"
#include "storage/blob_folder.h"
#include "storage/db.h"
#include "storage/store.h"

#define SMALL	5000
#define LARGE	(BLOB_CHUNK * 65)	/* rows enough for a pause */
#define CALLS	400

static struct db	*db;
static int		 fail_at, calls;	/* 0: none fails */
static int		 empty_at;		/* the answer that has no row */
static int		 pause_at;		/* the wait for many that fails */
static int		 meanwhile_at;		/* the beginning before which */
static void		(*meanwhile)(void);	/* somebody else does this */
static struct blob	 kept;			/* to that one */
static int		 error = EIO, only;	/* not in turn but this one */
static size_t		 size = SMALL;

static const struct stmt FORGET = { "t_forget", "", "delete from blob" };
static const struct stmt LOSE = { "t_lose", "", "delete from blob_chunk" };
static const struct stmt LONG_AGO = { "t_long_ago", "",
	"update blob set checked_at = now() - interval '40 days'" };
static const struct stmt SPOIL = { "t_spoil", "",
	"update blob_chunk set bytes = set_byte(bytes, 0, "
	"get_byte(bytes, 0) # 1) where n = 0" };

static bool
fails(void)
{
	if (fail_at == 0 || ++calls != fail_at)
		return false;
	errno = error;
	return true;
}

#define WRAP(type, name, parameters, arguments, failure)		\
	type __real_##name parameters;					\
	type __wrap_##name parameters;					\
	type __wrap_##name parameters					\
	{								\
		return fails() ? failure : __real_##name arguments;	\
	}

WRAP(int, fsync, (int fd), (fd), -1)
WRAP(int, fdatasync, (int fd), (fd), -1)
WRAP(int, mkdir, (const char *p, mode_t m), (p, m), -1)
WRAP(int, unlink, (const char *p), (p), -1)
WRAP(int, rename, (const char *a, const char *b), (a, b), -1)
WRAP(int, linkat, (int a, const char *p, int b, const char *q, int flags),
    (a, p, b, q, flags), -1)
WRAP(ssize_t, write, (int fd, const void *p, size_t n), (fd, p, n), -1)
WRAP(int, digest_file, (int fd, uint8_t *sum, uint64_t *n), (fd, sum, n), -1)
WRAP(ssize_t, copy_file_range, (int a, off64_t *x, int b, off64_t *y, size_t n,
    unsigned flags), (a, x, b, y, n, flags), -1)
WRAP(void *, mmap, (void *p, size_t n, int prot, int flags, int fd, off_t at),
    (p, n, prot, flags, fd, at), MAP_FAILED)
WRAP(int, fstat, (int fd, struct stat *s), (fd, s), -1)

int	 __real_open(const char *, int, ...);
int	 __wrap_open(const char *, int, ...);

int
__wrap_open(const char *path, int flags, ...)
{
	return fails() ? -1 : __real_open(path, flags, 0600);
}

WRAP(int, blob_folder_nameless, (void), (), -1)
WRAP(int, blob_open, (const uint8_t *sum), (sum), -1)

enum status	 __real_db_begin(struct db *, enum db_mode);
enum status	 __wrap_db_begin(struct db *, enum db_mode);

enum status
__wrap_db_begin(struct db *d, enum db_mode m)
{
	if (meanwhile_at > 0 && --meanwhile_at == 0)
		meanwhile();
	return fails() ? ST_UNAVAILABLE : __real_db_begin(d, m);
}

enum status	 __real_db_take(struct db *, struct rows *);
enum status	 __wrap_db_take(struct db *, struct rows *);
enum status	 __real_db_take_all(struct db *);
enum status	 __wrap_db_take_all(struct db *);
enum status	 __real_db_do(struct db *, const struct stmt *, ...);
enum status	 __wrap_db_do(struct db *, const struct stmt *, ...);

/* the answer is taken, then lost */
enum status
__wrap_db_take(struct db *d, struct rows *r)
{
	enum status	st = __real_db_take(d, r);

	if (empty_at > 0 && --empty_at == 0)
		r->n = 0;	/* somebody else was faster */
	return fails() ? ST_UNAVAILABLE : st;
}

enum status
__wrap_db_take_all(struct db *d)
{
	enum status	st = __real_db_take_all(d);

	if (pause_at > 0 && --pause_at == 0)
		return ST_UNAVAILABLE;
	return fails() ? ST_UNAVAILABLE : st;
}

/* here it is only ever called with one parameter or none */
enum status
__wrap_db_do(struct db *d, const struct stmt *s, ...)
{
	const void	*first;
	va_list		 ap;
	enum status	 st;

	va_start(ap, s);
	first = *s->types != '\0' ? va_arg(ap, const void *) : NULL;
	va_end(ap);
	st = __real_db_do(d, s, first);
	return fails() ? ST_UNAVAILABLE : st;
}

static int
remove_one(const char *path, const struct stat *s, int kind, struct FTW *at)
{
	(void)s, (void)kind;
	return at->level == 0 ? 0 : remove(path);
}

static void
change(const struct stmt *s)
{
	fail_at = 0;
	assert_int_equal(db_begin(db, DB_WRITE), ST_OK);
	assert_int_equal(db_do(db, s), ST_OK);
	assert_int_equal(db_end(db), ST_OK);
}

static void
nothing_there(void)
{
	change(&FORGET);
	nftw(settings_path("files"), remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int
body(void)
{
	FILE	*f = tmpfile();
	int	 fd;

	assert_non_null(f);
	for (size_t i = 0; i < size; i++)
		putc_unlocked((int)(i % 251), f);
	fflush(f);
	fd = blob_part(fileno(f), 0, size);
	fclose(f);
	return fd;
}

static enum status
store(struct blob *b)
{
	int		 fd = body();
	enum status	 st;

	if (fd < 0)
		return ST_INTERNAL;
	st = db_begin(db, DB_WRITE);
	if (st == ST_OK)
		st = blob_store(db, fd, "a.bin", b);
	fail_at = 0;
	if (st == ST_OK)
		st = db_end(db);
	else
		db_rollback(db);
	close(fd);
	return st;
}

static bool
whole(const struct blob *b)
{
	bool	 same = false;

	fail_at = 0;
	return blob_check(db, b->sha256, b->size, &same) == ST_OK && same &&
	    blob_ensure(db, b->sha256, b->size) == ST_OK &&
	    blob_folder_sound(b->sha256, b->size);
}

static enum status
fresh(struct blob *b)
{
	(void)b;
	nothing_there();
	return ST_OK;
}

static enum status
known(struct blob *b)
{
	nothing_there();
	assert_int_equal(store(b), ST_OK);
	unlink(blob_folder_path(b->sha256));
	return ST_OK;
}

static enum status
ensure(struct blob *b)
{
	return blob_ensure(db, b->sha256, b->size);
}

static enum status
check(struct blob *b)
{
	bool	 same;

	return blob_check(db, b->sha256, b->size, &same);
}

static enum status
over_a_torn_one(struct blob *b)
{
	known(b);
	if (strcmp(settings.store, "files") == 0)
		assert_int_equal(store(b), ST_OK);
	else
		assert_int_equal(blob_ensure(db, b->sha256, b->size), ST_OK);
	return truncate(blob_folder_path(b->sha256), 9) == 0 ? ST_OK :
	    ST_INTERNAL;
}

static enum status
sync_one(struct blob *b)
{
	return blob_folder_sync(b->sha256);
}

static enum status
move(struct blob *b)
{
	return blob_move(db, b, strcmp(settings.store, "files") != 0);
}

static enum status
with_a_file(struct blob *b)
{
	nothing_there();
	assert_int_equal(store(b), ST_OK);
	return blob_ensure(db, b->sha256, b->size);
}

/* ends when the operation makes fewer calls than the one that is to fail */
static void
each_call_fails(enum status (*before)(struct blob *),
    enum status (*what)(struct blob *))
{
	static const int	 errors[] = { ENOSPC, EIO, EDQUOT, EEXIST };
	static int		 turn;
	struct blob		 b;
	enum status		 st;

	for (int k = 1; k < CALLS; k++) {
		before(&b);
		calls = 0;
		fail_at = k;
		error = only != 0 ? only : errors[turn++ % 4];
		st = what(&b);
		fail_at = 0;
		if (calls < k) {
			assert_int_equal(st, ST_OK);
			return;
		}
		if (what == move)	/* broken off anywhere */
			assert_true(whole(&b));
		if (what != store)
			continue;
		if (st == ST_OK)
			assert_true(whole(&b));
		/* and the next try works */
		assert_int_equal(store(&b), ST_OK);
		assert_true(whole(&b));
	}
	fail_msg("more than %d calls", CALLS);
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
storing(void **state)
{
	use(state);
	each_call_fails(fresh, store);
	each_call_fails(known, store);
	each_call_fails(over_a_torn_one, store);
	/* somebody else makes the same folders at the same time */
	only = EEXIST;
	each_call_fails(fresh, store);
	only = 0;
}

/* a long file's rows go in several goes */
static void
long_file(void **state)
{
	struct blob	 b;
	enum status	 st;

	use(state);
	size = LARGE;
	nothing_there();
	pause_at = 1;
	st = store(&b);
	assert_int_equal(pause_at, 0);
	assert_int_not_equal(st, ST_OK);
	assert_int_equal(store(&b), ST_OK);
	unlink(blob_folder_path(b.sha256));
	assert_true(whole(&b));
	size = SMALL;
}

static enum status
spoilt(struct blob *b)
{
	known(b);
	change(&SPOIL);
	return ST_OK;
}

static void
reading(void **state)
{
	struct blob	 b;
	bool		 same;

	use(state);
	each_call_fails(over_a_torn_one, check);
	if (strcmp(settings.store, "files") == 0)
		return;
	each_call_fails(known, ensure);
	each_call_fails(over_a_torn_one, ensure);
	each_call_fails(spoilt, check);
	known(&b);
	b.size++;
	assert_int_equal(blob_check(db, b.sha256, b.size, &same), ST_OK);
	assert_false(same);
	known(&b);
	change(&SPOIL);
	assert_int_equal(blob_ensure(db, b.sha256, b.size), ST_INTERNAL);
}

static const char *
aside(void)
{
	static char	path[512];

	snprintf(path, sizeof(path), "%s.aside", blob_folder_path(kept.sha256));
	return path;
}

static void
it_comes_back(void)
{
	assert_int_equal(rename(aside(), blob_folder_path(kept.sha256)), 0);
	calls = 0;
	fail_at = 1;		/* and the database goes */
}

static void
it_goes(void)
{
	assert_int_equal(unlink(blob_folder_path(kept.sha256)), 0);
}

static void
it_moves(void)
{
	assert_int_equal(blob_move(db, &kept, true), ST_OK);
}

/* what others do between two steps of ours */
static void
meanwhile_elsewhere(void **state)
{
	bool	 same;

	use(state);
	with_a_file(&kept);
	assert_int_equal(rename(blob_folder_path(kept.sha256), aside()), 0);
	meanwhile = it_comes_back;
	meanwhile_at = 1;
	assert_int_equal(blob_ensure(db, kept.sha256, kept.size), ST_OK);
	fail_at = 0;
	with_a_file(&kept);
	meanwhile = it_goes;
	meanwhile_at = 1;
	assert_int_equal(blob_move(db, &kept, true), ST_UNAVAILABLE);
	with_a_file(&kept);
	meanwhile = it_moves;
	meanwhile_at = 2;	/* after the look where it lies */
	assert_int_equal(blob_check(db, kept.sha256, kept.size, &same), ST_OK);
	assert_true(same);
}

static void
moving(void **state)
{
	struct blob	 b;

	use(state);
	each_call_fails(with_a_file, move);
	if (strcmp(settings.store, "files") != 0) {
		each_call_fails(known, move);
		known(&b);
		change(&SPOIL);
		assert_int_equal(move(&b), ST_INVALID);
	}
	for (int i = 1; i < 4; i++) {
		fresh(&b);
		empty_at = i;
		store(&b);
		with_a_file(&b);
		empty_at = i;
		move(&b);
		empty_at = 0;
	}
}

static enum status
figures(struct blob *b)
{
	struct store_figures	f;

	(void)b;
	return store_figures(db, &f);
}

static enum status
damages(struct blob *b)
{
	struct arena		*a = arena_new(1 << 20);
	struct store_damage	*d;
	size_t			 n;
	enum status		 st = store_damages(db, a, &d, &n);

	(void)b;
	arena_free(a);
	return st;
}

static enum status
scrub(struct blob *b)
{
	bool	well;

	(void)b;
	return store_scrub(db, 28, &well);
}

static enum status
long_ago(struct blob *b)
{
	known(b);
	if (strcmp(settings.store, "files") == 0)
		assert_int_equal(store(b), ST_OK);
	change(&LONG_AGO);
	return ST_OK;
}

static enum status
long_ago_and_torn(struct blob *b)
{
	over_a_torn_one(b);
	change(&LONG_AGO);
	return ST_OK;
}

static void
not_a_word(void *with, const char *what)
{
	(void)with, (void)what;
}

static enum status
move_all(struct blob *b)
{
	struct store_move	m = { .damaged = not_a_word,
				    .files = strcmp(settings.store,
				    "files") != 0 };

	(void)b;
	return store_move(db, &m);
}

static void
file_at(const char *path)
{
	int	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	close(fd);
}

/* a file that no row names, and names that are no files of ours */
static enum status
orphan(struct blob *b)
{
	static const char *const other[] = { ".x", "..................."
	    ".............................................", NULL };
	char	path[600];

	with_a_file(b);
	for (size_t i = 0; other[i] != NULL; i++) {
		snprintf(path, sizeof(path), "%.*s/%s", (int)(strlen(
		    blob_folder_path(b->sha256)) - SHA256_HEX),
		    blob_folder_path(b->sha256), other[i]);
		file_at(path);
	}
	change(&FORGET);
	return ST_OK;
}

static enum status
sweep(struct blob *b)
{
	int64_t	n;

	(void)b;
	return store_sweep(db, &n);
}

/* more in one folder than fits: the rest at the next time */
static void
full_leaf(void)
{
	struct blob	b;
	char		path[600];
	int64_t		n, first;

	orphan(&b);
	for (int i = 0; i < 4096; i++) {
		snprintf(path, sizeof(path), "%s", blob_folder_path(b.sha256));
		snprintf(path + strlen(path) - 4, 5, "%04x", i);
		file_at(path);
	}
	assert_int_equal(store_sweep(db, &first), ST_OK);
	assert_int_equal(store_sweep(db, &n), ST_OK);
	assert_in_range(first + n, 4096, 4097);
	assert_int_equal(store_sweep(db, &n), ST_OK);
	assert_int_equal(n, 0);
}

static enum status
two(struct blob *b)
{
	with_a_file(b);
	size++;
	assert_int_equal(store(b), ST_OK);
	size--;
	return ST_OK;
}

static void
all_goes(void)
{
	change(&FORGET);
}

static void
keeping_house(void **state)
{
	struct blob	b;

	use(state);
	each_call_fails(with_a_file, figures);
	each_call_fails(with_a_file, damages);
	each_call_fails(long_ago, scrub);
	each_call_fails(long_ago_and_torn, scrub);
	each_call_fails(two, move_all);
	each_call_fails(orphan, sweep);
	known(&b);
	change(&LOSE);
	assert_int_equal(move_all(&b), ST_OK);
	long_ago(&b);
	meanwhile = all_goes;
	meanwhile_at = 2;	/* after the look which is due */
	assert_int_equal(scrub(&b), ST_OK);
	full_leaf();
}

static void
syncing(void **state)
{
	struct blob	 b;

	use(state);
	over_a_torn_one(&b);
	each_call_fails(over_a_torn_one, sync_one);
	unlink(blob_folder_path(b.sha256));
	assert_int_not_equal(blob_folder_sync(b.sha256), ST_OK);
}

static void
refused(void **state)
{
	struct blob	 b;
	int		 fd = memfd_create("empty", 0);
	bool		 same;

	use(state);
	nothing_there();
	assert_int_equal(blob_store(db, fd, "a", &b), ST_INVALID);
	assert_int_equal(ftruncate(fd, (off_t)settings.file_max * 1000000 + 1),
	    0);
	assert_int_equal(blob_store(db, fd, "a", &b), ST_TOO_LARGE);
	close(fd);
	assert_int_equal(blob_store(db, -1, "a", &b), ST_INTERNAL);
	assert_int_equal(blob_ensure(db, b.sha256, 5), ST_NOT_FOUND);
	assert_int_equal(blob_check(db, b.sha256, 5, &same), ST_NOT_FOUND);
}

static int
start(void **state)
{
	(void)state;
	if (getenv("COMMONSHELF_OWNER_URL") == NULL)
		return 0;
	assert_null(settings_load());
	settings.file_max = 80;
	db = db_new(settings.worker_url, 30000);
	return 0;
}

#define BOTH(f)								\
	{ #f " in rows", f, NULL, NULL, (void *)(uintptr_t)"postgres" },	\
	{ #f " in files", f, NULL, NULL, (void *)(uintptr_t)"files" }

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(refused), BOTH(storing), BOTH(reading), BOTH(syncing),
		BOTH(moving), BOTH(keeping_house),
		{ "meanwhile", meanwhile_elsewhere, NULL, NULL,
		    (void *)(uintptr_t)"postgres" },
		{ "long file", long_file, NULL, NULL,
		    (void *)(uintptr_t)"postgres" },
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
