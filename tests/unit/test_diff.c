/*
 * domain/diff.c: both texts come out of the parts, and the parts are few.
 */
#include "unit.h"

#include "base/buf.h"
#include "domain/diff.h"

static struct arena	*a;

/* as "same [-gone-]{+new+}" */
static const char *
shown(const char *before, const char *after)
{
	struct diff	 d = diff_words(a, before, after);
	struct buf	 b, was, is;
	const char	*out;
	size_t		 i;

	buf_init(&b, 1 << 20);
	buf_init(&was, 1 << 20);
	buf_init(&is, 1 << 20);
	buf_puts(&b, "");
	buf_puts(&was, "");
	buf_puts(&is, "");
	for (i = 0; i < d.n; i++) {
		assert_true(i == 0 || d.v[i].kind != d.v[i - 1].kind);
		buf_printf(&b, d.v[i].kind == DIFF_SAME ? "%s" :
		    d.v[i].kind == DIFF_GONE ? "[-%s-]" : "{+%s+}",
		    d.v[i].text);
		if (d.v[i].kind != DIFF_NEW)
			buf_puts(&was, d.v[i].text);
		if (d.v[i].kind != DIFF_GONE)
			buf_puts(&is, d.v[i].text);
	}
	assert_string_equal(was.len ? was.data : "", before);
	assert_string_equal(is.len ? is.data : "", after);
	assert_int_equal(d.changed, strcmp(before, after) != 0);
	out = arena_strdup(a, b.len ? b.data : "");
	buf_free(&b);
	buf_free(&was);
	buf_free(&is);
	return out;
}

static void
words(void **state)
{
	(void)state;
	assert_string_equal(shown("", ""), "");
	assert_string_equal(shown("the same", "the same"), "the same");
	assert_string_equal(shown("", "all new"), "{+all new+}");
	assert_string_equal(shown("all gone", ""), "[-all gone-]");
	assert_string_equal(shown("a red cat sat", "a blue cat sat down"),
	    "a [-red-]{+blue+} cat sat{+ down+}");
	assert_string_equal(shown("Suva, Fiji", "Nadi, Fiji"),
	    "[-Suva-]{+Nadi+}, Fiji");
	assert_string_equal(shown("l’été à Suva", "l’hiver à Suva"),
	    "[-l’été-]{+l’hiver+} à Suva");
	assert_string_equal(shown("one two three", "two three one"),
	    "[-one -]two three{+ one+}");
}

static char *
long_text(size_t lines, size_t other)
{
	char	*s = arena_alloc(a, lines * 40 + 1), *at = s;
	size_t	 i;

	for (i = 0; i < lines; i++)
		at += snprintf(at, 40, i == other ? "line %zu is other\n" :
		    "line %zu is like this\n", i);
	return s;
}

static void
long_texts(void **state)
{
	const char	*s;

	(void)state;
	s = shown(long_text(2500, 5000), long_text(2500, 1234));
	assert_non_null(strstr(s, "line 1234 is [-like this-]{+other+}\n"));
	/* nothing in common, and too much for any table: told as a whole */
	s = shown(long_text(2500, 5000), memset(arena_alloc(a, 60001), 'x',
	    60000) == NULL ? "" : "y");
	assert_non_null(strstr(s, "{+y+}"));
}

/* by a small generator: both texts always come out again */
static void
random_texts(void **state)
{
	static const char	*const w[] = { "a", "b", " ", "\n", "c.", "dd",
				    "é", " - " };
	uint32_t		 seed = 7;
	char			 s[2][400];
	int			 i, j, n;

	(void)state;
	for (i = 0; i < 3000; i++) {
		for (j = 0; j < 2; j++) {
			s[j][0] = '\0';
			seed = seed * 1103515245 + 12345;
			for (n = (int)(seed >> 20) % 60; n > 0; n--) {
				seed = seed * 1103515245 + 12345;
				snprintf(s[j] + strlen(s[j]), 6, "%s",
				    w[(seed >> 16) % 8]);
			}
		}
		shown(s[0], s[1]);
	}
}

static int
start(void **state)
{
	(void)state;
	a = arena_new(1u << 30);
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
		cmocka_unit_test(words), cmocka_unit_test(long_texts),
		cmocka_unit_test(random_texts),
	};

	return cmocka_run_group_tests(tests, start, end);
}
