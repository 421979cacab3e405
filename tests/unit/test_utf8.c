#include "base/utf8.h"
#include "unit.h"

#define VALID(s)	utf8_valid(s, sizeof(s) - 1)

static void
valid(void **state)
{
	(void)state;
	assert_true(VALID(""));
	assert_true(VALID("plain"));
	assert_true(VALID("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x9a"));
	assert_true(VALID("\xef\xbf\xbf\xf4\x8f\xbf\xbf"));
	assert_true(VALID("\xed\x9f\xbf\xee\x80\x80"));
}

static void
invalid(void **state)
{
	(void)state;
	assert_false(VALID("a\0b"));
	assert_false(VALID("\x80"));
	assert_false(VALID("\xc3"));
	assert_false(VALID("\xe2\x82"));
	assert_false(VALID("\xf0\x9f\x90"));
	assert_false(VALID("\xc0\xaf"));		/* overlong / */
	assert_false(VALID("\xc1\xbf"));
	assert_false(VALID("\xe0\x9f\xbf"));
	assert_false(VALID("\xf0\x8f\xbf\xbf"));
	assert_false(VALID("\xed\xa0\x80"));		/* surrogate */
	assert_false(VALID("\xf4\x90\x80\x80"));	/* 110000 */
	assert_false(VALID("\xf5\x80\x80\x80"));
	assert_false(VALID("\xff"));
	assert_false(VALID("\xc3(\xa9"));
	assert_false(VALID("\xe2\x82("));
	assert_false(VALID("\xf0\x9f\x90("));
}

/* every code point there is, written, checked and read */
static void
round_trip(void **state)
{
	char		 s[8];
	const char	*p;
	uint32_t	 cp;
	size_t		 n;

	(void)state;
	for (cp = 1; cp <= 0x10ffff; cp++) {
		n = utf8_put(s, cp);
		s[n] = '\0';
		if (cp >= 0xd800 && cp <= 0xdfff) {
			assert_false(utf8_valid(s, n));
			continue;
		}
		assert_true(utf8_valid(s, n));
		p = s;
		assert_int_equal(utf8_next(&p), cp);
		assert_ptr_equal(p, s + n);
		assert_int_equal(utf8_next(&p), 0);
		assert_int_equal(utf8_count(s), 1);
	}
}

static void
controls(void **state)
{
	static const uint32_t	yes[] = { 1, 9, 10, 0x1f, 0x7f, 0x80, 0x9f,
	    0x61c, 0x200b, 0x200d, 0x200f, 0x2028, 0x202a, 0x202e, 0x2060,
	    0x2066, 0x2069, 0xfeff, 0xe0001, 0xe007f };
	static const uint32_t	no[] = { ' ', 'a', 0xa0, 0xe9, 0x61b, 0x200a,
	    0x2010, 0x2027, 0x205f, 0x2070, 0x1f41a, 0xe0100 };
	size_t			i;

	(void)state;
	for (i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		assert_true(utf8_is_control(yes[i]));
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_false(utf8_is_control(no[i]));
}

static void
cuts(void **state)
{
	(void)state;
	assert_int_equal(utf8_cut("caf\xc3\xa9", 10), 5);
	assert_int_equal(utf8_cut("caf\xc3\xa9", 5), 5);
	assert_int_equal(utf8_cut("caf\xc3\xa9", 4), 3);
	assert_int_equal(utf8_cut("caf\xc3\xa9", 3), 3);
	assert_int_equal(utf8_cut("\xf0\x9f\x90\x9a", 3), 0);
	assert_int_equal(utf8_cut("", 0), 0);
	assert_int_equal(utf8_cut("a", 0), 0);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(valid),
		cmocka_unit_test(invalid),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(controls),
		cmocka_unit_test(cuts),
	};

	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
