/*
 * storage/verify.c on a real database ($COMMONSHELF_OWNER_URL of a house made
 * by tests/house, else skipped): what is damaged is found, the rest is not.
 */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"
#include "storage/blob.h"
#include "storage/verify.h"

#define SIZE	(BLOB_CHUNK * 2 + 12345)

static struct db	*db;
static struct blob	 blob;
static int		 body = -1;
static char		 found[4096];

static const struct stmt FLIP = { "t_flip", "xi",
	"update blob_chunk set bytes = set_byte(bytes, 77, "
	"get_byte(bytes, 77) # 1) where sha256 = $1 and n = $2" };
static const struct stmt LOSE = { "t_lose", "xi",
	"delete from blob_chunk where sha256 = $1 and n = $2" };
static const struct stmt FORGET = { "t_forget", "x",
	"delete from blob where sha256 = $1" };
static const struct stmt ORG = { "t_org", "",
	"insert into org (slug, name) values ('verify-test', 'Verify')" };
static const struct stmt ITEM = { "t_item", "tt",
	"insert into item (public_id, kind, org, status, audience, tlp, title,"
	" version, published_at) select $1, $2, id, 'published', 'public',"
	" 'CLEAR', 'T', 1, now() from org where slug = 'verify-test'" };
static const struct stmt CLEAN = { "t_clean", "",
	"delete from item where org = (select id from org"
	" where slug = 'verify-test')" };

static void
tell(void *with, const char *what, const char *which)
{
	size_t	n = strlen(found);

	(void)with;
	snprintf(found + n, sizeof(found) - n, "%s: %s\n", what, which);
}

static void
verified(struct verify *v)
{
	if (db == NULL) {
		print_message("skipped: no test database\n");
		skip();
	}
	found[0] = '\0';
	v->found = tell;
	assert_int_equal(verify_run(db, v), ST_OK);
}

static void
change(const struct stmt *s, int64_t n)
{
	assert_int_equal(db_begin(db, DB_WRITE), ST_OK);
	assert_int_equal(db_do(db, s, blob.sha256, n), ST_OK);
	assert_int_equal(db_end(db), ST_OK);
}

static int
setup(void **state)
{
	FILE	*f;
	int	 i;

	(void)state;
	if (getenv("COMMONSHELF_OWNER_URL") == NULL)
		return 0;
	assert_null(settings_load());
	mkdir(settings_path("files"), 0700);
	db = db_new(getenv("COMMONSHELF_OWNER_URL"), 30000);
	assert_non_null(f = tmpfile());
	for (i = 0; i < SIZE; i++)
		fputc(i * 31 % 251, f);
	fflush(f);
	body = blob_part(fileno(f), 0, SIZE);
	fclose(f);
	assert_true(body >= 0);
	assert_int_equal(db_begin(db, DB_WRITE), ST_OK);
	assert_int_equal(blob_store(db, body, "a.bin", &blob), ST_OK);
	assert_int_equal(db_end(db), ST_OK);
	blob_cache(body, blob.sha256);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (db == NULL)
		return 0;
	assert_int_equal(db_begin(db, DB_WRITE), ST_OK);
	assert_int_equal(db_do(db, &FORGET, blob.sha256), ST_OK);
	assert_int_equal(db_end(db), ST_OK);
	db_free(db);
	close(body);
	return 0;
}

static void
sound(void **state)
{
	struct verify	v = { .mend = true };

	(void)state;
	verified(&v);
	assert_string_equal(found, "");
	assert_int_equal(v.blobs, 1);
	assert_int_equal(v.bytes, SIZE);
	assert_int_equal(v.all, SIZE);
	assert_int_equal(v.done, SIZE);
	assert_int_equal(v.cached, 1);
	assert_int_equal(v.mended, 0);
}

static void
one_byte(void **state)
{
	struct verify	v = { .mend = true };

	(void)state;
	if (db == NULL)
		skip();
	change(&FLIP, 1);
	verified(&v);
	assert_non_null(strstr(found, "not those of their name"));
	change(&FLIP, 1);
	verified(&v);
	assert_string_equal(found, "");
}

static void
cache(void **state)
{
	struct verify	v = { .mend = false }, w = { .mend = true };
	char		path[BLOB_PATH_MAX], full[512];
	FILE		*f;

	(void)state;
	if (db == NULL)
		skip();
	blob_path(blob.sha256, path);
	snprintf(full, sizeof(full), "%s/%s", settings_path("files"), path);
	assert_non_null(f = fopen(full, "r+e"));
	fputc('!', f);
	fclose(f);
	verified(&v);
	assert_non_null(strstr(found, path));
	assert_int_equal(access(full, F_OK), 0);
	verified(&w);
	assert_int_equal(w.mended, 1);
	assert_int_not_equal(access(full, F_OK), 0);
	/* and comes back as it was */
	assert_int_equal(blob_ensure(db, blob.sha256, blob.size), ST_OK);
	verified(&v);
	assert_string_equal(found, "");
}

static void
rows(void **state)
{
	struct verify	v = { .mend = false };

	(void)state;
	if (db == NULL)
		skip();
	assert_int_equal(db_begin(db, DB_WRITE), ST_OK);
	assert_int_equal(db_do(db, &ORG), ST_OK);
	assert_int_equal(db_do(db, &ITEM, "AAAAAAAAA1", "event"), ST_OK);
	assert_int_equal(db_do(db, &ITEM, "AAAAAAAAA2", "experience"), ST_OK);
	assert_int_equal(db_end(db), ST_OK);
	verified(&v);
	assert_non_null(strstr(found, "without its dates: AAAAAAAAA1"));
	assert_non_null(strstr(found, "without its answers: AAAAAAAAA2"));
	assert_non_null(strstr(found, "was not kept: AAAAAAAAA1"));
	assert_int_equal(db_begin(db, DB_WRITE), ST_OK);
	assert_int_equal(db_do(db, &CLEAN), ST_OK);
	assert_int_equal(db_end(db), ST_OK);
}

/* last: it cannot be taken back */
static void
lost_row(void **state)
{
	struct verify	v = { .mend = false };

	(void)state;
	if (db == NULL)
		skip();
	change(&LOSE, 1);
	verified(&v);
	assert_non_null(strstr(found, "bytes are incomplete"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound), cmocka_unit_test(one_byte),
		cmocka_unit_test(cache), cmocka_unit_test(rows),
		cmocka_unit_test(lost_row),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
