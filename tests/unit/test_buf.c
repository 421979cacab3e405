#include "base/buf.h"
#include "unit.h"

static void
empty_is_a_string(void **state)
{
	struct buf	 b;
	char		*s;

	(void)state;
	buf_init(&b, 10);
	assert_string_equal(b.data, "");
	buf_reset(&b);
	s = buf_steal(&b);
	assert_string_equal(s, "");
	free(s);
	buf_free(&b);
}

static void
grows(void **state)
{
	struct buf	b;
	int		i;

	(void)state;
	buf_init(&b, 100000);
	for (i = 0; i < 1000; i++)
		buf_printf(&b, "%03d,", i);
	buf_putc(&b, '!');
	buf_add(&b, "\0x", 2);
	assert_false(b.failed);
	assert_int_equal(b.len, 4003);
	assert_memory_equal(b.data + 3996, "999,!\0x", 8);
	buf_free(&b);
}

static void
latches_at_its_maximum(void **state)
{
	struct buf	b;

	(void)state;
	buf_init(&b, 5);
	buf_puts(&b, "12345");
	assert_false(b.failed);
	buf_putc(&b, '6');
	assert_true(b.failed);
	buf_reset(&b);
	buf_puts(&b, "123456");
	buf_puts(&b, "1");
	assert_true(b.failed);
	assert_string_equal(b.data, "");
	buf_reset(&b);
	buf_printf(&b, "%d", 1234567);
	assert_true(b.failed);
	assert_string_equal(b.data, "");
	buf_free(&b);
}

static void
stolen_is_whole(void **state)
{
	struct buf	 b;
	char		*s;

	(void)state;
	buf_init(&b, 1000);
	buf_puts(&b, "Nadi");
	s = buf_steal(&b);
	assert_string_equal(s, "Nadi");
	assert_int_equal(b.len, 0);
	buf_puts(&b, "Labasa");
	assert_string_equal(s, "Nadi");
	assert_string_equal(b.data, "Labasa");
	free(s);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(empty_is_a_string),
		cmocka_unit_test(grows),
		cmocka_unit_test(latches_at_its_maximum),
		cmocka_unit_test(stolen_is_whole),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
