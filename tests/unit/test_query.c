#include "unit.h"
#include "web/query.h"

static struct arena	*arena;
static struct query	 q;

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
parse(const char *s)
{
	return query_parse(arena, s, strlen(s), &q);
}

static void
pairs(void **state)
{
	(void)state;
	assert_int_equal(parse("q=a+b%2Bc&country=FJ&&country=WS&x&=y&e="),
	    ST_OK);
	assert_int_equal(q.n, 6);
	assert_string_equal(query_get(&q, "q"), "a b+c");
	assert_string_equal(query_nth(&q, "country", 0), "FJ");
	assert_string_equal(query_nth(&q, "country", 1), "WS");
	assert_null(query_nth(&q, "country", 2));
	assert_string_equal(query_get(&q, "x"), "");
	assert_string_equal(query_get(&q, ""), "y");
	assert_string_equal(query_get(&q, "e"), "");
	assert_null(query_get(&q, "Q"));
	assert_int_equal(parse(""), ST_OK);
	assert_int_equal(q.n, 0);
	assert_int_equal(parse("&&&"), ST_OK);
	assert_int_equal(q.n, 0);
}

static void
digits_that_are_none(void **state)
{
	static const char *const	 bad[] = { "a=%:0", "a=%g0", "a=%G0",
		"a=%/0", "a=%0:", "a=%@1", "a=%`1", "a=%1", "a=%" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(parse(bad[i]), ST_MALFORMED);
	assert_int_equal(parse("a=%c3%A9"), ST_OK);
	assert_string_equal(query_get(&q, "a"), "\xC3\xA9");
}

/* Kore's own form reader loses these (KORE.md, 9) */
static void
values_keep_newlines_and_equals(void **state)
{
	(void)state;
	assert_int_equal(parse("body=a%0D%0Ab%3D&t=x=y=z&n%5B%5D=1"), ST_OK);
	assert_string_equal(query_get(&q, "body"), "a\r\nb=");
	assert_string_equal(query_get(&q, "t"), "x=y=z");
	assert_string_equal(query_get(&q, "n[]"), "1");
}

static void
malformed(void **state)
{
	static const char *const	bad[] = { "a=%", "a=%4", "a=%4g",
	    "a=%00", "a=%ff", "%c3=1", "a=%c0%af", "a=%ed%a0%80", "a=\xe9",
	    "%zz" };
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(parse(bad[i]), ST_MALFORMED);
	assert_int_equal(query_parse(arena, "a=\0b", 4, &q), ST_MALFORMED);
	assert_int_equal(parse("a=%C3%A9"), ST_OK);
	assert_string_equal(query_get(&q, "a"), "\xc3\xa9");
}

static void
ceiling(void **state)
{
	char	text[2 * QUERY_PAIRS_MAX + 8] = "";
	size_t	i;

	(void)state;
	for (i = 0; i < QUERY_PAIRS_MAX; i++)
		memcpy(text + 2 * i, "a&", 3);
	text[2 * QUERY_PAIRS_MAX - 1] = '\0';
	assert_int_equal(parse(text), ST_OK);
	assert_int_equal(q.n, QUERY_PAIRS_MAX);
	memcpy(text + 2 * QUERY_PAIRS_MAX - 1, "&a", 3);
	assert_int_equal(parse(text), ST_MALFORMED);
}

static void
paths(void **state)
{
	static const char *const	 none[] = { "/%", "/%4", "/%4x", "/%zz",
	    "/%00", "/%ff", "/\xc3" };

	(void)state;
	assert_string_equal(query_path(arena, "/a+b/%c3%A9%2f"), "/a+b/\xc3\xa9/");
	assert_string_equal(query_path(arena, ""), "");
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_null(query_path(arena, none[i]));
}

static void
unknown_names(void **state)
{
	static const char *const	names[] = { "q", "sort", NULL };

	(void)state;
	assert_int_equal(parse("q=1&sort=best&q=2"), ST_OK);
	assert_null(query_unknown(&q, names));
	assert_int_equal(parse("q=1&srot=best"), ST_OK);
	assert_string_equal(query_unknown(&q, names), "srot");
}

/* text that breaks forms, each line there and back */
static void
naughty_strings(void **state)
{
	size_t	 n, k;
	char	*all = unit_read(unit_data("http/blns/blns.txt"), &n);
	char	*line, *rest = all, *coded = malloc(3 * n + 8);

	(void)state;
	while ((line = strsep(&rest, "\n")) != NULL) {
		k = (size_t)snprintf(coded, 3, "t=");
		for (n = 0; line[n] != '\0'; n++)
			k += (size_t)snprintf(coded + k, 4, "%%%02x",
			    (unsigned char)line[n]);
		assert_int_equal(query_parse(arena, coded, k, &q), ST_OK);
		assert_string_equal(query_get(&q, "t"), line);
	}
	free(coded);
	free(all);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(pairs),
		cmocka_unit_test(digits_that_are_none),
		cmocka_unit_test(values_keep_newlines_and_equals),
		cmocka_unit_test(malformed),
		cmocka_unit_test(ceiling),
		cmocka_unit_test(paths),
		cmocka_unit_test(unknown_names),
		cmocka_unit_test(naughty_strings),
	};

	return cmocka_run_group_tests_name("query", tests, begin, end);
}
