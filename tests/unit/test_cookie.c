#include "unit.h"
#include "web/cookie.h"

static struct arena	*arena;

static int
begin(void **state)
{
	(void)state;
	arena = arena_new(1 << 20);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void
found(void **state)
{
	(void)state;
	assert_string_equal(cookie_get(arena, "cs=abc", "cs"), "abc");
	assert_string_equal(cookie_get(arena, "a=1; cs=abc; b=2", "cs"),
	    "abc");
	assert_string_equal(cookie_get(arena, "a=1;cs=a=b;b=2", "cs"), "a=b");
	assert_string_equal(cookie_get(arena, "cs=\"abc\" ;", "cs"), "abc");
	assert_string_equal(cookie_get(arena, "cs=", "cs"), "");
	assert_string_equal(cookie_get(arena, "cs=one; cs=two", "cs"), "one");
	assert_string_equal(cookie_get(arena, "cs=one\t ; cs=two", "cs"),
	    "one");
	assert_null(cookie_get(arena, "a=1; \t", "cs"));
	assert_null(cookie_get(arena, "  ", "cs"));
}

static void
not_found(void **state)
{
	(void)state;
	assert_null(cookie_get(arena, "", "cs"));
	assert_null(cookie_get(arena, "cs", "cs"));
	assert_null(cookie_get(arena, "xcs=1; csx=2; CS=3", "cs"));
	assert_null(cookie_get(arena, "a=\"x; y\"", "cs"));
	assert_null(cookie_get(arena, "cs=a b", "cs"));
	assert_null(cookie_get(arena, "cs=caf\xc3\xa9", "cs"));
	assert_null(cookie_get(arena, "cs=a,b", "cs"));
	assert_null(cookie_get(arena, "cs=\"a", "cs"));
}

/* a neighbour's broken cookie of the same name does not hide ours */
static void
first_well_formed(void **state)
{
	(void)state;
	assert_string_equal(cookie_get(arena,
	    "cs=a\\b; =; ;; cs=\"; cs=good; cs=late", "cs"), "good");
}

static void
among_sixty_others(void **state)
{
	char	header[8192];
	size_t	n = 0;
	int	i;

	(void)state;
	for (i = 0; i < 60; i++)
		n += (size_t)snprintf(header + n, sizeof(header) - n,
		    "_ga_%d=GS1.1.%d \"{\\x}\xff\"; ", i, i * 7919);
	snprintf(header + n, sizeof(header) - n, "cs=mine");
	assert_string_equal(cookie_get(arena, header, "cs"), "mine");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(found),
		cmocka_unit_test(not_found),
		cmocka_unit_test(first_well_formed),
		cmocka_unit_test(among_sixty_others),
	};

	return cmocka_run_group_tests_name("cookie", tests, begin, end);
}
