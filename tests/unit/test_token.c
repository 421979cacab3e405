/*
 * Secrets of programs: their form, and that every typing error is noticed.
 */
#include "unit.h"

#include "domain/token.h"

/* as tests/key writes the one of key-of-the-writer: another implementation */
#define KEY	"cs_api_5464dd269171_VGTdJpFxW68L75gR2cD89M0IFYVU1OOnlF1Ix1YEbbU_c1ffEg"
#define FEED	"cs_feed_ce25a38868bc_ziWjiGi8TJkYJ6Ec12Tlj1GJ2ulkP-to_dHFtZw"

static void
written(void **state)
{
	char	id[TOKEN_ID], text[TOKEN_TEXT], id2[TOKEN_ID], text2[TOKEN_TEXT];

	(void)state;
	token_write(TOKEN_API, id, text);
	token_write(TOKEN_API, id2, text2);
	assert_string_not_equal(text, text2);
	assert_string_not_equal(id, id2);
	assert_int_equal(strlen(text), 7 + 12 + 1 + 43 + 1 + 6);
	assert_memory_equal(text, "cs_api_", 7);
	assert_memory_equal(text + 7, id, 12);
	assert_true(token_is(TOKEN_API, text));
	assert_false(token_is(TOKEN_FEED, text));
	token_write(TOKEN_FEED, id, text);
	assert_int_equal(strlen(text), 8 + 12 + 1 + 32 + 1 + 6);
	assert_true(token_is(TOKEN_FEED, text));
	assert_false(token_is(TOKEN_API, text));
	assert_string_equal(token_kind_word(TOKEN_API), "api");
	assert_string_equal(token_kind_word(TOKEN_FEED), "feed");
}

static void
read_by_others(void **state)
{
	(void)state;
	assert_true(token_is(TOKEN_API, KEY));
	assert_true(token_is(TOKEN_FEED, FEED));
}

/* any one sign changed, left out, doubled, or two beside each other turned */
static void
every_typing_error(void **state)
{
	static const char	others[] = "0aZ-_ ~\xc3";
	char			text[2 * TOKEN_TEXT];
	size_t			n = strlen(KEY);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < sizeof(others) - 1; k++) {
			snprintf(text, sizeof(text), "%s", KEY);
			if (text[i] == others[k])
				continue;
			text[i] = others[k];
			assert_false(token_is(TOKEN_API, text));
		}
		snprintf(text, sizeof(text), "%.*s%s", (int)i, KEY,
		    KEY + i + 1);
		assert_false(token_is(TOKEN_API, text));
		snprintf(text, sizeof(text), "%.*s%s", (int)i + 1, KEY,
		    KEY + i);
		assert_false(token_is(TOKEN_API, text));
		snprintf(text, sizeof(text), "%.*s", (int)i, KEY);
		assert_false(token_is(TOKEN_API, text));
		if (i + 1 < n && KEY[i] != KEY[i + 1]) {
			snprintf(text, sizeof(text), "%s", KEY);
			text[i] = KEY[i + 1];
			text[i + 1] = KEY[i];
			assert_false(token_is(TOKEN_API, text));
		}
	}
	assert_false(token_is(TOKEN_API, KEY "A"));
	assert_false(token_is(TOKEN_API, ""));
	assert_false(token_is(TOKEN_API, "cs_"));
	assert_false(token_is(TOKEN_API, "cs_apix" "5464dd269171_"));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(written),
		cmocka_unit_test(read_by_others),
		cmocka_unit_test(every_typing_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
