#include "unit.h"
#include "web/etag.h"

static void
strong(void **state)
{
	(void)state;
	assert_true(etag_match("\"3\"", "\"3\""));
	assert_true(etag_match(" \"1\" ,\"3\", \"5\"", "\"3\""));
	assert_true(etag_match("*", "\"3\""));
	assert_true(etag_match(" * ", "\"3\""));
	assert_false(etag_match("\"4\"", "\"3\""));
	assert_false(etag_match("W/\"3\"", "\"3\""));
	assert_true(etag_match("W/\"3\", \"3\"", "\"3\""));
	assert_false(etag_match("", "\"3\""));
	assert_false(etag_match("*", NULL));
	assert_false(etag_match("\"3\"", NULL));
}

static void
weak(void **state)
{
	(void)state;
	assert_true(etag_none_match("\"3\"", "\"3\""));
	/* what nginx makes of our tag when it compresses */
	assert_true(etag_none_match("W/\"3\"", "\"3\""));
	assert_true(etag_none_match("*", "\"3\""));
	assert_false(etag_none_match("*", NULL));
	assert_false(etag_none_match("W/\"4\"", "\"3\""));
	assert_false(etag_none_match("w/\"3\"", "\"3\""));
}

static void
commas_inside(void **state)
{
	(void)state;
	assert_true(etag_match("\"a,b\", \"c\"", "\"c\""));
	assert_false(etag_match("\"a,\"b\",c\"", "\"b\""));
	assert_true(etag_match("\"W/\"", "\"W/\""));
	assert_true(etag_match("\"caf\xe9\",\"3\"", "\"3\""));
}

static void
out_of_form(void **state)
{
	(void)state;
	assert_false(etag_match("3", "\"3\""));
	assert_false(etag_match("\"3", "\"3\""));
	assert_false(etag_match("\"a\" \"3\"", "\"3\""));
	assert_false(etag_match("x, \"3\"", "\"3\""));
	assert_false(etag_match("\"a b\", \"3\"", "\"3\""));
	assert_false(etag_match("*, \"3\"", "\"3\""));
	assert_false(etag_match("W/", "\"3\""));
	assert_false(etag_match("\"\x7f\", \"3\"", "\"3\""));
	/* what stands before the mistake counts */
	assert_true(etag_match("\"3\" x", "\"3\""));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(strong),
		cmocka_unit_test(weak),
		cmocka_unit_test(commas_inside),
		cmocka_unit_test(out_of_form),
	};

	return cmocka_run_group_tests_name("etag", tests, NULL, NULL);
}
