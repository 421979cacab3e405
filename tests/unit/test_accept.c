#include "unit.h"
#include "web/accept.h"

static void
languages(void **state)
{
	static const char *const	offered[] = { "en", "fr", NULL };
	static const struct {
		const char	*header, *want;
	} cases[] = {
		{ NULL, "en" },
		{ "", "en" },
		{ "fr", "fr" },
		{ "FR", "fr" },
		{ "fr-CA,fr;q=0.9,en;q=0.8", "fr" },
		{ "en-GB,en;q=0.9,fr;q=0.8", "en" },
		{ "en;q=0.4, fr;q=0.5", "fr" },
		{ "de, fr;q=0.1", "fr" },
		{ "de", "en" },
		{ "*", "en" },
		{ "fr;q=0, *", "en" },
		{ "en;q=0, *", "fr" },
		{ "*;q=0.5, fr;q=0.6", "fr" },
		{ "fr;q=0", "en" },
		{ "frr", "en" },
		{ "fr;q=1.000;x=y", "fr" },
		{ "fr ; q=0.2 , en ; q=0.1", "fr" },
		{ "en;q=0.333, fr;q=0.334", "fr" },
		{ "fr;q=abc, en;q=0.1", "en" },
		{ ",,;;,fr", "fr" },
		{ "fr;q=0.33339, en;q=0.332", "fr" },
		{ "fr;q=0.5x, en;q=0.4", "fr" },
		{ "d, fr", "fr" },
		{ "fr;q=0.1, fr;q=0.9, en;q=0.5", "fr" },
		{ "fr;q=0.9, fr;q=0.1, en;q=0.5", "fr" },
		{ "fr;q=2, en", "en" },
		{ "fr;q=1.9, en;q=0.9", "fr" },
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(accept_language(cases[i].header, offered),
		    cases[i].want);
}

static void
json(void **state)
{
	static const struct {
		const char	*header;
		bool		 want;
	} cases[] = {
		{ NULL, false },
		{ "", false },
		{ "*/*", false },
		{ "application/json", true },
		{ "Application/JSON;charset=utf-8", true },
		{ "application/problem+json", true },
		{ "application/*", true },
		/* browsers */
		{ "text/html,application/xhtml+xml,application/xml;q=0.9,"
		    "image/avif,*/*;q=0.8", false },
		/* what script libraries send */
		{ "application/json, text/plain, */*", true },
		{ "text/html, application/json;q=0.9", false },
		{ "text/html;q=0.5, application/json", true },
		{ "text/html, application/json", false },
		{ "application/json;q=0", false },
		{ "application/json;q=0, */*", false },
		{ "text/html;q=0, */*", true },
		{ "application/jsonx", false },
		{ "abc, text/html", false },
		{ "applicatiox/*, text/html;q=0.1", false },
		{ "application/j, text/html;q=0.1", false },
		{ "application/jsox, text/html;q=0.1", false },
		{ "application/*, text/html;q=0.1", true },
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(accept_prefers_json(cases[i].header),
		    cases[i].want);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(languages),
		cmocka_unit_test(json),
	};

	return cmocka_run_group_tests_name("accept", tests, NULL, NULL);
}
