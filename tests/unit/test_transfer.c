/*
 * web/tus.c: what nginx makes of the headers of tus.
 */
#include "unit.h"

#include <unistd.h>

#include "base/base64.h"
#include "web/transfer.h"

static struct arena	*a;

static void
headers(void **state)
{
	struct tus	t;

	(void)state;
	assert_true(tus_parse(a, "1.0.0;5;10;sha1 AAAA;filename YQ==", &t));
	assert_string_equal(t.version, "1.0.0");
	assert_int_equal(t.offset, 5);
	assert_int_equal(t.length, 10);
	assert_string_equal(t.checksum, "sha1 AAAA");
	assert_string_equal(t.metadata, "filename YQ==");
	assert_true(tus_parse(a, NULL, &t));
	assert_string_equal(t.version, "");
	assert_int_equal(t.offset, -1);
	assert_int_equal(t.length, -1);
	assert_true(tus_parse(a, "1.0.0;-1;1e3;;", &t));
	assert_int_equal(t.offset, -1);
	assert_int_equal(t.length, -1);
	assert_true(tus_parse(a, "1.0.0;1234567890123456;;;", &t));
	assert_int_equal(t.offset, -1);
	assert_false(tus_parse(a, "1.0.0;5;10", &t));
	assert_false(tus_parse(a, "1;2;3;4;5;6", &t));
}

static void
metadata(void **state)
{
	(void)state;
	assert_string_equal(tus_metadata(a, "filename w6kudHh0", "filename"),
	    "é.txt");
	assert_string_equal(tus_metadata(a, "item QUI=, filename YQ==",
	    "filename"), "a");
	assert_null(tus_metadata(a, "filename", "filename"));
	assert_null(tus_metadata(a, "filename ", "filename"));
	assert_null(tus_metadata(a, "filenames YQ==", "filename"));
	assert_null(tus_metadata(a, "filename YQBi", "filename")); /* NUL */
	assert_null(tus_metadata(a, "filename /w==", "filename"));
	assert_null(tus_metadata(a, "", "filename"));
	assert_null(tus_metadata(a, NULL, "filename"));
}

static void
checksums(void **state)
{
	char	 far[200] = "";
	FILE	*f = tmpfile();
	int	 fd;

	(void)state;
	assert_non_null(f);
	fputs("abc", f);
	fflush(f);
	fd = fileno(f);
	assert_int_equal(tus_checksum(fd,
	    "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0="), TUS_SUM_SAME);
	assert_int_equal(tus_checksum(fd, "sha256 "
	    "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="), TUS_SUM_SAME);
	assert_int_equal(tus_checksum(fd,
	    "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J8="), TUS_SUM_OTHER);
	assert_int_equal(tus_checksum(fd, "sha1 qZk="), TUS_SUM_OTHER);
	assert_int_equal(tus_checksum(fd, "md5 qZk="), TUS_SUM_UNKNOWN);
	assert_int_equal(tus_checksum(fd, "sha1"), TUS_SUM_UNKNOWN);
	memset(far, 'A', sizeof(far) - 1);
	memcpy(far, "sha1 ", 5);
	assert_int_equal(tus_checksum(fd, far), TUS_SUM_UNKNOWN);
	/* nothing that can be read */
	assert_int_equal(tus_checksum(-1,
	    "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0="), TUS_SUM_OTHER);
	fclose(f);
}

static void
base64(void **state)
{
	uint8_t	out[16];

	(void)state;
	assert_int_equal(base64_decode("Zm9v\nYmFy", out), 6);
	assert_memory_equal(out, "foobar", 6);
	assert_int_equal(base64_decode("Zg==ignored", out), 1);
	assert_int_equal(base64_decode("", out), 0);
	/* signs around the letters and digits are passed over */
	assert_int_equal(base64_decode("@Z[g`{:/=", out), 2);
	assert_int_equal(base64_decode("+/+/", out), 3);
	assert_memory_equal(out, "\xfb\xff\xbf", 3);
}

static int
start(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers), cmocka_unit_test(metadata),
		cmocka_unit_test(checksums), cmocka_unit_test(base64),
	};

	return cmocka_run_group_tests(tests, start, end);
}
