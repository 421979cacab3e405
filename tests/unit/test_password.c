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
		long_one[i] = (char)('a' + (i * i * 7 + i / 3) % 26);
	long_one[PASSWORD_MOST] = '\0';
	assert_null(password_fault(long_one, NULL));
	long_one[PASSWORD_MOST] = 'x';
	long_one[PASSWORD_MOST + 1] = '\0';
	assert_non_null(password_fault(long_one, NULL));
}

/* what leaked lists of twelve characters and more are made of */
static void
test_guessed_first(void **state)
{
	static const char *const	bad[] = { "123456789012", "1234567890123",
	    "qwertyuiop123", "qwertyuiopasdf", "1q2w3e4r5t6y", "q1w2e3r4t5y6",
	    "password1234", "Password123!", "P@ssw0rd1234", "iloveyou1234",
	    "abcdefghijkl", "passwordpassword", "zaq12wsxcde3", "1qaz2wsx3edc",
	    "qwerty123456", "adminadmin123", "letmein12345", "welcome2024!",
	    "football1234", "unbelievable", "christopher1", "123qweasdzxc",
	    "Summer2026!!", "liverpool123", "manchesterunited", "abc123abc123",
	    "iloveyouforever", "Cybercrime26", "Interpol2026", "FijiPolice12" };
	static const char *const	good[] = { "correct horse battery",
	    "four words go here", "sept chats verts", "maji moto sana leo",
	    "my dog is brown", "xK9#mq2Lp0vR", "\xd1\x87\xd0\xb5\xd1\x82"
	    "\xd1\x8b\xd1\x80\xd0\xb5 \xd1\x81\xd0\xbb\xd0\xbe"
	    "\xd0\xb2\xd0\xb0", "quiet lemon tractor 51" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (password_fault(bad[i], "mere@police.fiji.example") == NULL)
			fail_msg("%s is taken", bad[i]);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (password_fault(good[i], "mere@b.example") != NULL)
			fail_msg("%s is refused", good[i]);
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
		cmocka_unit_test(test_guessed_first),
		cmocka_unit_test(test_hash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
