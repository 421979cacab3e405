/* forms as browsers send them: read from the file that nginx left */
#include <unistd.h>

#include "base/buf.h"
#include "unit.h"
#include "web/form.h"
#include "web/request.h"

static struct request	 r;
static char		 path[] = "/tmp/form-XXXXXX";

static int
begin(void **state)
{
	(void)state;
	memset(&r, 0, sizeof(r));
	r.arena = arena_new(16 << 20);
	r.lang = "en";
	return 0;
}

static int
end(void **state)
{
	(void)state;
	request_unmap(&r);
	arena_free(r.arena);
	unlink(path);
	memcpy(path + sizeof(path) - 7, "XXXXXX", 6);
	return 0;
}

static enum status
form_of(const char *type, const char *body, size_t n)
{
	int	fd = mkstemp(path);

	assert_int_equal(write(fd, body, n), (ssize_t)n);
	close(fd);
	r.body_file = path;
	r.content_type = type;
	return form_read(&r);
}

#define FORM(type, body)	form_of((type), (body), sizeof(body) - 1)
#define URLENCODED	"application/x-www-form-urlencoded"
#define MULTIPART	"multipart/form-data; boundary=X"
#define PART		"--X\r\nContent-Disposition: form-data; "

static void
no_body(void **state)
{
	(void)state;
	assert_int_equal(form_read(&r), ST_OK);
	assert_string_equal(form_text(&r, "a"), "");
}

static void
pairs(void **state)
{
	(void)state;
	assert_int_equal(FORM(URLENCODED "; charset=utf-8", "a=+1%0D%0A2+&b=+"),
	    ST_OK);
	assert_string_equal(form_text(&r, "a"), "1\n2");
	assert_string_equal(form_text(&r, "b"), "");
}

static void
white_space_goes(void **state)
{
	(void)state;
	assert_int_equal(FORM(URLENCODED, "a=%09%0D%0A+x%09y%0A%09%0A"),
	    ST_OK);
	assert_string_equal(form_text(&r, "a"), "x\ty");
}

static void
parts(void **state)
{
	(void)state;
	assert_int_equal(FORM(MULTIPART, PART "name=t\r\n\r\nSuva\r\n" PART
	    "name=f; filename=a.txt\r\n\r\nbytes\r\n" PART
	    "name=f; filename=\"\"\r\n\r\n\r\n--X--\r\n"), ST_OK);
	assert_string_equal(form_text(&r, "t"), "Suva");
	assert_int_equal(r.form.nfiles, 1);
	assert_string_equal(r.form.files[0].filename, "a.txt");
}

static void
refused(void **state)
{
	(void)state;
	assert_int_equal(FORM(NULL, "a=1"), ST_UNSUPPORTED);
	unlink(path);
	memcpy(path + sizeof(path) - 7, "XXXXXX", 6);
	assert_int_equal(FORM("text/plain", "a=1"), ST_UNSUPPORTED);
	unlink(path);
	memcpy(path + sizeof(path) - 7, "XXXXXX", 6);
	assert_int_equal(FORM(MULTIPART, "nothing"), ST_MALFORMED);
}

static void
wrong_letters(void **state)
{
	(void)state;
	assert_int_equal(FORM(MULTIPART, PART "name=t\r\n\r\n\xFF\r\n--X--"),
	    ST_MALFORMED);
}

static void
long_field(void **state)
{
	struct buf	 b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_puts(&b, PART "name=t\r\n\r\n");
	for (int i = 0; i <= FORM_FIELD_MAX; i++)
		buf_putc(&b, 'a');
	buf_puts(&b, "\r\n--X--\r\n");
	assert_int_equal(form_of(MULTIPART, b.data, b.len), ST_TOO_LARGE);
	buf_free(&b);
}

/* a form of pairs has a ceiling of its own; a file that is gone */
static void
bodies_that_fail(void **state)
{
	char	*much = calloc(1, 2 << 20);

	(void)state;
	memset(much, 'a', 2 << 20);
	assert_int_equal(form_of(URLENCODED, much, 2 << 20), ST_TOO_LARGE);
	free(much);
	request_unmap(&r);
	r.body = NULL;
	r.body_file = "/nonexistent";
	r.content_type = MULTIPART;
	assert_int_not_equal(form_read(&r), ST_OK);
}

#define CASE(f)	cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		CASE(no_body), CASE(pairs), CASE(white_space_goes),
		CASE(parts), CASE(refused), CASE(wrong_letters),
		CASE(long_field), CASE(bodies_that_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
