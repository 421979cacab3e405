#include <dirent.h>

#include <jansson.h>
#include <openssl/evp.h>

#include "base/buf.h"
#include "unit.h"
#include "web/multipart.h"

static struct arena	*arena;
static struct multipart	 m;

static int
begin(void **state)
{
	(void)state;
	arena = arena_new(16 << 20);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static enum status
parse(const char *body)
{
	return multipart_parse(arena, body, strlen(body), "XX", &m);
}

static void
check_part(size_t i, const char *body, const char *name, const char *filename,
    const char *content)
{
	assert_true(i < m.n);
	assert_string_equal(m.parts[i].name, name);
	if (filename == NULL)
		assert_null(m.parts[i].filename);
	else
		assert_string_equal(m.parts[i].filename, filename);
	assert_int_equal(m.parts[i].length, strlen(content));
	assert_memory_equal(body + m.parts[i].offset, content,
	    strlen(content));
}

#define FORM	"Content-Disposition: form-data; "

static void
fields_and_files(void **state)
{
	const char	*body = "--XX\r\n" FORM "name=\"title\"\r\n\r\nSuva\r\n"
	    "--XX\r\n" FORM "name=\"empty\"\r\n\r\n\r\n"
	    "--XX\r\nContent-Type: text/plain\r\n"
	    "content-disposition:form-data;filename=a.txt;name=file\r\n\r\n"
	    "x\r\ny\r\n--XX--\r\nepilogue";

	(void)state;
	assert_int_equal(parse(body), ST_OK);
	assert_int_equal(m.n, 3);
	check_part(0, body, "title", NULL, "Suva");
	check_part(1, body, "empty", NULL, "");
	check_part(2, body, "file", "a.txt", "x\r\ny");
}

/* a file field that was left empty comes with an empty name */
static void
empty_file(void **state)
{
	const char	*body = "--XX\r\n" FORM "name=\"f\"; filename=\"\"\r\n"
	    "Content-Type: application/octet-stream\r\n\r\n\r\n--XX--";

	(void)state;
	assert_int_equal(parse(body), ST_OK);
	check_part(0, body, "f", "", "");
}

static void
content_is_not_looked_into(void **state)
{
	static const char	content[] = "--XX\n--XX--\r--XX\r\n--XXX\r\n"
	    "--XX-\r\n-XX--\r\n--xx--\r\n --XX--\r\n\r\n--XX y\r\n\0\xff";
	char	body[512];
	size_t	n;

	(void)state;
	n = (size_t)snprintf(body, sizeof(body), "--XX\r\n" FORM
	    "name=\"f\"\r\n\r\n");
	memcpy(body + n, content, sizeof(content) - 1);
	n += sizeof(content) - 1;
	memcpy(body + n, "\r\n--XX--\r\n", 10);
	assert_int_equal(multipart_parse(arena, body, n + 10, "XX", &m),
	    ST_OK);
	assert_int_equal(m.n, 1);
	assert_int_equal(m.parts[0].length, sizeof(content) - 1);
	assert_memory_equal(body + m.parts[0].offset, content,
	    sizeof(content) - 1);
}

static void
check_filename(const char *sent, const char *want)
{
	char	body[512];

	snprintf(body, sizeof(body), "--XX\r\n" FORM "name=\"f\"; "
	    "filename=%s\r\n\r\nx\r\n--XX--\r\n", sent);
	assert_int_equal(parse(body), ST_OK);
	check_part(0, body, "f", want, "x");
}

static void
file_names(void **state)
{
	(void)state;
	/* Kore's own reader loses or cuts these (KORE.md, 10) */
	check_filename("\"a:b.txt\"", "a:b.txt");
	check_filename("\"a;b.txt\"", "a;b.txt");
	check_filename("\"a; name=\\\"x\\\".txt\"", "a; name=\"x\".txt");
	check_filename("\"the %22plans%22.pdf\"", "the \"plans\".pdf");
	check_filename("\"the \\\"plans\\\".pdf\"", "the \"plans\".pdf");
	check_filename("\"C:\\dir\\new.txt\"", "C:\\dir\\new.txt");
	check_filename("\"a\\\\b\"", "a\\b");
	check_filename("\"a\\\"", "a\\");
	check_filename("\"a%0d%0Ab%2\"", "a\r\nb%2");
	check_filename("\"100%25.txt\"", "100%25.txt");
	check_filename("\"caf\xc3\xa9.txt\"", "caf\xc3\xa9.txt");
	check_filename("plain.txt ; x=y", "plain.txt");
	check_filename("\"it's = 1,2.txt\"", "it's = 1,2.txt");
	check_filename("\"first\"; filename=\"second\"", "first");
	check_filename("\"x\"; filename*=UTF-8''y", "x");
	check_filename("\"folded\";\r\n\tx=\"y\"", "folded");
}

static void
boundaries(void **state)
{
	static const struct {
		const char	*type, *want;
	} cases[] = {
		{ "multipart/form-data; boundary=XX", "XX" },
		{ "Multipart/Form-Data;BOUNDARY=\"a b\"", "a b" },
		{ "multipart/form-data; charset=utf-8; boundary=a=b ;c",
		    "a=b" },
		{ "multipart/form-data ; boundary=----WebKitFormBoundary7MA4",
		    "----WebKitFormBoundary7MA4" },
		{ "multipart/form-data", NULL },
		{ "multipart/form-data; boundary=", NULL },
		{ "multipart/form-data; boundary=\"a", NULL },
		{ "multipart/form-data; boundary=\"a \"", NULL },
		{ "multipart/form-data; xboundary=a", NULL },
		{ "multipart/form-data; boundary=a\"b", NULL },
		{ "multipart/form-datax; boundary=a", NULL },
		{ "multipart/mixed; boundary=a", NULL },
		{ "text/plain; boundary=a", NULL },
		{ "", NULL },
		{ "multipart/form-data; boundary=1234567890123456789012345678"
		    "901234567890123456789012345678901234567890123", NULL },
	};
	const char	*got;
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		got = multipart_boundary(arena, cases[i].type);
		if (cases[i].want == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i].want);
	}
}

static void
malformed(void **state)
{
	static const char *const	bad[] = { "", "x", "--XX", "--XX\r\n",
	    "--XX\r\n\r\n", "--XX\r\n\r\n--XX--",
	    "--XX\r\n\r\nno name\r\n--XX--",
	    "--XX\r\n" FORM "name=a\r\n\r\ncut off",
	    "--XX\r\n" FORM "name=a\r\n\r\ncut off\r\n--XX\r\n",
	    "--XX\r\n" FORM "name=a\r\n\r\ncut off\r\n--XX-",
	    "--XX\r\n" FORM "filename=a\r\n\r\nx\r\n--XX--",
	    "--XX\r\n" FORM "name=\"a\r\n\r\nx\r\n--XX--",
	    "--XX\r\n" FORM "name=\"\xff\"\r\n\r\nx\r\n--XX--",
	    "--XX\r\n" FORM "name=a; filename=\"\xe9\"\r\n\r\nx\r\n--XX--",
	    "--XX\r\n" FORM "name=a\r\n" FORM "name=b\r\n\r\nx\r\n--XX--",
	    "--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n"
	    "--XX--",
	    "--XX\r\n" FORM "name=a\r\n: x\r\n\r\nx\r\n--XX--",
	    "--XX\r\n" FORM "name=a\r\nX Y: x\r\n\r\nx\r\n--XX--",
	    "--XX\r\n" FORM "name=a\nX: y\r\n\r\nx\r\n--XX--",
	    "--XX\n" FORM "name=a\n\nx\n--XX--",
	    "--XY\r\n" FORM "name=a\r\n\r\nx\r\n--XX--" };
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(parse(bad[i]), ST_MALFORMED);
	assert_int_equal(multipart_parse(arena, "--XX\r\n" FORM
	    "name=a\0b\r\n\r\nx\r\n--XX--", 53, "XX", &m), ST_MALFORMED);
	assert_int_equal(parse("--XX--"), ST_OK);
	assert_int_equal(m.n, 0);
	/* headers alone: RFC 2046 lets the body-part end there */
	assert_int_equal(parse("--XX\r\n" FORM "name=a\r\n--XX--"), ST_OK);
	assert_int_equal(m.parts[0].length, 0);
}

static void
ceilings(void **state)
{
	struct buf	b;
	int		i;

	(void)state;
	buf_init(&b, 1 << 20);
	for (i = 0; i < MULTIPART_PARTS_MAX; i++)
		buf_puts(&b, "--XX\r\n" FORM "name=a\r\n\r\nx\r\n");
	buf_puts(&b, "--XX--");
	assert_int_equal(parse(b.data), ST_OK);
	assert_int_equal(m.n, MULTIPART_PARTS_MAX);
	b.len -= 6;
	buf_puts(&b, "--XX\r\n" FORM "name=a\r\n\r\nx\r\n--XX--");
	assert_int_equal(parse(b.data), ST_TOO_LARGE);
	buf_reset(&b);
	buf_puts(&b, "--XX\r\n" FORM "name=a\r\nX-Long: ");
	for (i = 0; i < MULTIPART_HEADER_MAX; i++)
		buf_putc(&b, 'a');
	buf_puts(&b, "\r\n\r\nx\r\n--XX--");
	assert_int_equal(parse(b.data), ST_TOO_LARGE);
	buf_free(&b);
}

/* many parameters must not take the memory of the request with them */
static void
memory_stays_small(void **state)
{
	struct arena	*a = arena_new(8 << 20);
	struct buf	 b;
	int		 i, k;

	(void)state;
	buf_init(&b, 4 << 20);
	for (i = 0; i < MULTIPART_PARTS_MAX; i++) {
		buf_puts(&b, "--XX\r\n" FORM "name=a");
		for (k = 0; k < 1000; k++)
			buf_puts(&b, ";a=b");
		buf_puts(&b, "\r\n\r\nx\r\n");
	}
	buf_puts(&b, "--XX--");
	assert_int_equal(multipart_parse(a, b.data, b.len, "XX", &m),
	    ST_OK);
	buf_free(&b);
	arena_free(a);
}

/* the form-data vectors of jshttp/content-disposition */
static void
content_disposition_vectors(void **state)
{
	json_t		*all, *v, *want;
	size_t		 i, tried = 0;
	const char	*header, *name;
	char		 body[1024];

	(void)state;
	all = json_load_file(unit_data(
	    "http/content-disposition/parse-vectors.json"), 0, NULL);
	assert_non_null(all);
	json_array_foreach(all, i, v) {
		header = json_string_value(json_object_get(v, "header"));
		want = json_object_get(json_object_get(v, "expected"),
		    "parameters");
		if (header == NULL || strncmp(header, "form-data;", 10) != 0)
			continue;
		snprintf(body, sizeof(body), "--XX\r\nContent-Disposition: "
		    "%s\r\n\r\nx\r\n--XX--", header);
		assert_int_equal(parse(body), ST_OK);
		name = json_string_value(json_object_get(want, "name"));
		check_part(0, body, name, json_string_value(
		    json_object_get(want, "filename")), "x");
		tried++;
	}
	assert_true(tried >= 6);
	json_decref(all);
}

/* value of `key: value` in a line of the expectations, NULL when it is none */
static char *
yaml_value(char *line, const char *key)
{
	line += strspn(line, " -");
	if (strncmp(line, key, strlen(key)) != 0 || line[strlen(key)] != ':')
		return NULL;
	line += strlen(key) + 1;
	return line + strspn(line, " ");
}

static void
check_data(size_t i, const char *body, const char *coded)
{
	unsigned char	data[1024];
	size_t		n = strlen(coded);
	int		len;

	len = EVP_DecodeBlock(data, (const unsigned char *)coded, (int)n);
	while (n > 0 && coded[--n] == '=')
		len--;
	assert_true(i < m.n);
	assert_int_equal(m.parts[i].length, len);
	assert_memory_equal(body + m.parts[i].offset, data, (size_t)len);
}

/* one body with the parts or the error that its .yaml expects */
static void
check_against(const char *body, char *yaml, enum status got)
{
	char	*line, *value;
	size_t	 i = SIZE_MAX;
	bool	 data_next = false;

	while ((line = strsep(&yaml, "\n")) != NULL) {
		line[strcspn(line, "\r")] = '\0';
		if (yaml_value(line, "error") != NULL) {
			assert_int_equal(got, ST_MALFORMED);
			return;
		} else if ((value = yaml_value(line, "name")) != NULL) {
			i++;
			assert_int_equal(got, ST_OK);
			assert_true(i < m.n);
			assert_string_equal(m.parts[i].name, value);
		} else if ((value = yaml_value(line, "file_name")) != NULL) {
			assert_string_equal(m.parts[i].filename, value);
		} else if (yaml_value(line, "data") != NULL) {
			data_next = true;
		} else if (data_next) {
			check_data(i, body, line + strspn(line, " "));
			data_next = false;
		}
	}
	assert_int_equal(m.n, i + 1);
}

static void
check_case(const char *folder, const char *file)
{
	char	 path[2048], *body, *yaml, boundary[80];
	size_t	 n, len;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	body = unit_read(path, &n);
	snprintf(path, sizeof(path), "%s/%.*s.yaml", folder,
	    (int)(strlen(file) - 5), file);
	yaml = unit_read(path, &len);
	assert_int_equal(sscanf(yaml, "boundary: %79s", boundary), 1);
	print_message("%s\n", file);
	check_against(body, yaml, multipart_parse(arena, body, n, boundary,
	    &m));
	free(body);
	free(yaml);
}

static void
python_multipart_vectors(void **state)
{
	char		 folder[1024];
	struct dirent	*e;
	DIR		*d;
	size_t		 n;
	int		 tried = 0;

	(void)state;
	snprintf(folder, sizeof(folder), "%s",
	    unit_data("http/python-multipart/http/single_file.yaml"));
	*strrchr(folder, '/') = '\0';
	assert_non_null(d = opendir(folder));
	while ((e = readdir(d)) != NULL) {
		n = strlen(e->d_name);
		if (n < 6 || strcmp(e->d_name + n - 5, ".http") != 0)
			continue;
		/* bytes are taken as they are (RFC 7578, 4.7); the boundary
		 * that goes with the last is not the one in it */
		if (strstr(e->d_name, "_encoding") != NULL ||
		    strcmp(e->d_name, "single_field_blocks.http") == 0)
			continue;
		check_case(folder, e->d_name);
		tried++;
	}
	closedir(d);
	assert_true(tried >= 17);
}

static enum status
bytes(const char *body, size_t n)
{
	return multipart_parse(arena, body, n, "XX", &m);
}

#define BYTES(body)	bytes((body), sizeof(body) - 1)

static void
odd_headers(void **state)
{
	char	long_boundary[300];

	(void)state;
	assert_int_equal(parse("--XX\r\n" FORM "x; nome=b ; name = a\r\n\r\n"
	    "v\r\n--XX--"), ST_OK);
	check_part(0, "--XX\r\n" FORM "x; nome=b ; name = a\r\n\r\nv", "a",
	    NULL, "v");
	assert_int_equal(parse("--XX\r\n" FORM "name=a; filename=\"x\r\n\r\n"
	    "v\r\n--XX--"), ST_MALFORMED);
	assert_int_equal(parse("--XX\r\n" FORM "name=\"a\r\n\r\nv\r\n"
	    "--XX--"), ST_MALFORMED);
	assert_int_equal(BYTES("--XX\r\nA: b\r\n\0\r\n\r\nv\r\n--XX--"),
	    ST_MALFORMED);
	assert_int_equal(BYTES("--XX\r\nA: b\0c\r\n\r\nv\r\n--XX--"),
	    ST_MALFORMED);
	assert_int_equal(parse("--XX\r\nA: b\r\n\r\nv\r\n--XX--"),
	    ST_MALFORMED);
	memset(long_boundary, 'b', sizeof(long_boundary) - 1);
	long_boundary[sizeof(long_boundary) - 1] = '\0';
	assert_int_equal(multipart_parse(arena, "--", 2, long_boundary, &m),
	    ST_MALFORMED);
}

static void
odd_delimiters(void **state)
{
#define PART	"--XX\r\n" FORM "name=a\r\n\r\nv\r\n"
	(void)state;
	assert_int_equal(parse("--XX \t\r\n" FORM "name=a\r\n\r\nv\r\n"
	    "--XX-- \t\r\n"), ST_OK);
	assert_int_equal(parse(PART "--XX--\r"), ST_OK);
	assert_int_equal(parse(PART "--XX-- "), ST_OK);
	assert_int_equal(parse(PART "--XX--x"), ST_MALFORMED);
	assert_int_equal(parse(PART "--XX--\rx"), ST_MALFORMED);
	assert_int_equal(parse(PART "--XX-- y"), ST_MALFORMED);
	assert_int_equal(parse(PART "--XX"), ST_MALFORMED);
	assert_int_equal(parse(PART "--XX-"), ST_MALFORMED);
	assert_int_equal(parse(PART "--XX "), ST_MALFORMED);
	assert_int_equal(parse(PART "--XXY\r\n--XX--"), ST_OK);
	assert_int_equal(parse(PART), ST_MALFORMED);
	assert_int_equal(parse("--XX\r\n--XX--"), ST_MALFORMED);
	assert_int_equal(parse("--X"), ST_MALFORMED);
	assert_int_equal(parse(""), ST_MALFORMED);
	assert_int_equal(parse("--XX"), ST_MALFORMED);
	assert_int_equal(parse("\r\n\r\n" PART "--XX--"), ST_OK);
#undef PART
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(fields_and_files),
		cmocka_unit_test(odd_headers),
		cmocka_unit_test(odd_delimiters),
		cmocka_unit_test(empty_file),
		cmocka_unit_test(content_is_not_looked_into),
		cmocka_unit_test(file_names),
		cmocka_unit_test(boundaries),
		cmocka_unit_test(malformed),
		cmocka_unit_test(ceilings),
		cmocka_unit_test(memory_stays_small),
		cmocka_unit_test(content_disposition_vectors),
		cmocka_unit_test(python_multipart_vectors),
	};

	return cmocka_run_group_tests_name("multipart", tests, begin, end);
}
