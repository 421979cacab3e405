#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "views/when.h"
#include "views/words.h"

static struct arena	*a;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct event
between(enum precision precision, const char *start, const char *end)
{
	struct event	e = { .precision = precision,
			    .timezone = "Pacific/Fiji" };

	e.has_start = clock_parse_local(start, &e.start);
	e.has_end = end != NULL && clock_parse_local(end, &e.end);
	clock_to_utc(&e.start, e.timezone, &e.start_utc);
	clock_to_utc(&e.end, e.timezone, &e.end_utc);
	return e;
}

#define SAYS(precision, start, end, lang, words) do {			\
	struct event e = between(precision, start, end);		\
	assert_string_equal(when_event(a, &e, lang), words);		\
} while (0)

static void
times(void **state)
{
	(void)state;
	SAYS(PRECISION_TIME, "2027-03-10T09:00", "2027-03-10T17:00", "en",
	    "Wed 10 March 2027, 09:00–17:00");
	SAYS(PRECISION_TIME, "2027-03-10T09:00", NULL, "en",
	    "Wed 10 March 2027, 09:00");
	SAYS(PRECISION_TIME, "2027-03-10T09:00", "2027-03-12T17:00", "en",
	    "Wed 10 March 2027, 09:00 to Fri 12 March 2027, 17:00");
	SAYS(PRECISION_TIME, "2027-03-10T09:00", "2027-03-10T17:00", "fr",
	    "mer. 10 mars 2027, 09:00–17:00");
}

static void
days(void **state)
{
	(void)state;
	SAYS(PRECISION_DAY, "2027-03-10", "2027-03-10", "en",
	    "Wed 10 March 2027");
	SAYS(PRECISION_DAY, "2027-03-10", "2027-03-12", "en",
	    "10 to 12 March 2027");
	SAYS(PRECISION_DAY, "2027-03-30", "2027-04-02", "en",
	    "30 March to 2 April 2027");
	SAYS(PRECISION_DAY, "2027-12-30", "2028-01-02", "en",
	    "30 December 2027 to 2 January 2028");
	SAYS(PRECISION_DAY, "2027-03-01", "2027-03-12", "fr",
	    "du 1er au 12 mars 2027");
}

static void
months(void **state)
{
	struct event	nothing = { .precision = PRECISION_MONTH };

	(void)state;
	SAYS(PRECISION_MONTH, "2027-03-01", NULL, "en", "March 2027");
	SAYS(PRECISION_MONTH, "2027-03-01", "2027-05-31", "en",
	    "March to May 2027");
	SAYS(PRECISION_MONTH, "2027-12-01", "2028-01-31", "fr",
	    "décembre 2027 à janvier 2028");
	assert_string_equal(when_event(a, &nothing, "en"),
	    "Date not fixed yet");
}

static void
other_clocks(void **state)
{
	struct event	e = between(PRECISION_TIME, "2027-03-10T09:00",
			    "2027-03-10T17:00");

	(void)state;
	assert_string_equal(when_event_in(a, &e, "UTC", "en"),
	    "Tue 9 March 2027, 21:00 to Wed 10 March 2027, 05:00");
	assert_string_equal(when_zone(a, "Pacific/Fiji", "en"), "Fiji time");
	assert_string_equal(when_zone(a, "America/Sao_Paulo", "fr"),
	    "heure de Sao Paulo");
	assert_string_equal(when_zone(a, "UTC", "en"), "UTC");
}

static void
stamps(void **state)
{
	(void)state;
	assert_string_equal(when_stamp(a, 1793663999, "UTC", "en"),
	    "2 Nov 2026");
	assert_string_equal(when_moment(a, 1793663999, "Asia/Kathmandu",
	    "fr"), "3 nov. 2026, 05:44");
}

static void
sizes(void **state)
{
	(void)state;
	assert_string_equal(words_size(a, 812, "en"), "812 bytes");
	assert_string_equal(words_size(a, 14200, "en"), "14 KB");
	assert_string_equal(words_size(a, 2100000, "en"), "2.1 MB");
	assert_string_equal(words_size(a, 2100000, "fr"), "2,1 Mo");
	assert_string_equal(words_size(a, 999960, "en"), "1 MB");
	assert_string_equal(words_size(a, 536870912, "en"), "537 MB");
	assert_null(words_slow(a, 900000));
	assert_string_equal(words_slow(a, 2100000),
	    "about 4 min on a slow line");
	assert_string_equal(words_slow(a, 100000000),
	    "about 3 h on a slow line");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times), cmocka_unit_test(days),
		cmocka_unit_test(months), cmocka_unit_test(other_clocks),
		cmocka_unit_test(stamps), cmocka_unit_test(sizes),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
