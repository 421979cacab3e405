/*
 * The rule for passwords, and their hash.
 */
#include "unit.h"

#include "domain/password.h"

static void
test_rule(void **state)
{
	char	long_one[PASSWORD_MOST + 2];

	(void)state;
	assert_null(password_fault("four words go here", "mere@b.example"));
	assert_null(password_fault("ünïcödé zählt", NULL));
	assert_non_null(password_fault("", NULL));
	assert_non_null(password_fault("elevenchars", NULL));
	/* twelve bytes are not twelve characters */
	assert_non_null(password_fault("\xc3\xa9\xc3\xa8\xc3\xaa\xc3\xab"
	    "\xc3\xa0\xc3\xa2", NULL));
	assert_non_null(password_fault("aaaaaaaaaaaaaaaa", NULL));
	assert_non_null(password_fault("my Commonshelf 1", NULL));
	assert_non_null(password_fault("Josua12345678", "josua@b.example"));
	assert_null(password_fault("abc is too short to count", "abc@x.y"));
	assert_non_null(password_fault("not \xff valid text", NULL));
	for (size_t i = 0; i < sizeof(long_one); i++)
		long_one[i] = (char)('a' + i % 26);
	long_one[PASSWORD_MOST] = '\0';
	assert_null(password_fault(long_one, NULL));
	long_one[PASSWORD_MOST] = 'x';
	long_one[PASSWORD_MOST + 1] = '\0';
	assert_non_null(password_fault(long_one, NULL));
}

static void
test_hash(void **state)
{
	char	one[PASSWORD_HASH], two[PASSWORD_HASH];

	(void)state;
	assert_true(password_hash("correct horse battery", one));
	assert_true(password_hash("correct horse battery", two));
	assert_string_not_equal(one, two);
	assert_memory_equal(one, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_true(password_matches(one, "correct horse battery"));
	assert_false(password_matches(one, "correct horse batterY"));
	assert_false(password_matches(one, "correct horse battery "));
	assert_false(password_matches(one, ""));
	assert_false(password_matches(NULL, "correct horse battery"));
	assert_false(password_matches(NULL, ""));
	assert_false(password_matches("", ""));
	assert_false(password_matches("not a hash", "not a hash"));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_rule),
		cmocka_unit_test(test_hash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
