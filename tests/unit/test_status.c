#include "base/status.h"
#include "unit.h"

static void
fields(void **state)
{
	struct fault	f = { 0 };

	(void)state;
	assert_null(fault_of(&f, "title"));
	fault_field(&f, "title", "Give a title.");
	fault_field(&f, "start", "Give a day.");
	assert_int_equal(f.status, ST_INVALID);
	assert_string_equal(fault_of(&f, "start"), "Give a day.");
	assert_null(fault_of(&f, "end"));
}

static void
more_than_fit(void **state)
{
	struct fault	f = { 0 };
	int		i;

	(void)state;
	for (i = 0; i < FAULT_MAX + 5; i++)
		fault_field(&f, i == 0 ? "first" : "other", "x");
	assert_int_equal(f.nfields, FAULT_MAX);
	assert_non_null(fault_of(&f, "first"));
}

static void
set_returns_its_status(void **state)
{
	struct fault	f = { 0 };

	(void)state;
	assert_int_equal(fault_set(&f, ST_STALE, "Changed."), ST_STALE);
	assert_int_equal(f.status, ST_STALE);
	assert_string_equal(f.detail, "Changed.");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(fields),
		cmocka_unit_test(more_than_fit),
		cmocka_unit_test(set_returns_its_status),
	};

	return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
