#include "base/clock.h"
#include "unit.h"

/* local time in a zone: what kind of moment, and which */
static void
check_zone(const char *zone, const char *text, enum clock_gap gap,
    const char *utc)
{
	struct local	l;
	int64_t		t;
	char		out[CLOCK_TEXT];

	assert_true(clock_zone_known(zone));
	assert_true(clock_parse_local(text, &l));
	assert_int_equal(clock_to_utc(&l, zone, &t), gap);
	clock_rfc3339(t, out);
	assert_string_equal(out, utc);
	if (gap == CLOCK_SKIPPED)
		return;
	clock_to_local(t, zone, &l);
	clock_local_text(&l, out);
	assert_memory_equal(out, text, 16);
}

static void
zones(void **state)
{
	static const struct {
		const char	*zone, *local;
		enum clock_gap	 gap;
		const char	*utc;
	} cases[] = {
		{ "Europe/London", "2027-03-28T01:30", CLOCK_SKIPPED,
		    "2027-03-28T01:00:00Z" },
		{ "Europe/London", "2027-03-28T00:59", CLOCK_EXACT,
		    "2027-03-28T00:59:00Z" },
		{ "Europe/London", "2027-03-28T02:00", CLOCK_EXACT,
		    "2027-03-28T01:00:00Z" },
		{ "Europe/London", "2027-10-31T01:30", CLOCK_TWICE,
		    "2027-10-31T00:30:00Z" },
		{ "Europe/London", "2027-10-31T02:00", CLOCK_EXACT,
		    "2027-10-31T02:00:00Z" },
		{ "Pacific/Fiji", "2027-03-10T09:00", CLOCK_EXACT,
		    "2027-03-09T21:00:00Z" },
		/* Fiji gave up summer time; libical 3.0.16 does not know */
		{ "Pacific/Fiji", "2027-12-10T09:00", CLOCK_EXACT,
		    "2027-12-09T21:00:00Z" },
		{ "Pacific/Fiji", "2019-11-10T02:30", CLOCK_SKIPPED,
		    "2019-11-09T14:00:00Z" },
		/* jumped at midnight until 2019 */
		{ "America/Sao_Paulo", "2018-11-04T00:30", CLOCK_SKIPPED,
		    "2018-11-04T03:00:00Z" },
		{ "America/Sao_Paulo", "2027-11-07T00:30", CLOCK_EXACT,
		    "2027-11-07T03:30:00Z" },
		{ "Asia/Kathmandu", "2027-01-01T00:00", CLOCK_EXACT,
		    "2026-12-31T18:15:00Z" },
		{ "Asia/Tehran", "2027-07-01T12:00", CLOCK_EXACT,
		    "2027-07-01T08:30:00Z" },
		{ "Australia/Lord_Howe", "2027-10-03T02:15", CLOCK_SKIPPED,
		    "2027-10-02T15:30:00Z" },
		/* a day that Samoa never had */
		{ "Pacific/Apia", "2011-12-30T12:00", CLOCK_SKIPPED,
		    "2011-12-30T10:00:00Z" },
		{ "Pacific/Kiritimati", "2027-06-01T10:00", CLOCK_EXACT,
		    "2027-05-31T20:00:00Z" },
		/* beyond 2037 the rule counts, not the table */
		{ "America/New_York", "2061-07-04T12:00", CLOCK_EXACT,
		    "2061-07-04T16:00:00Z" },
		{ "Etc/GMT-14", "2027-06-01T10:00", CLOCK_EXACT,
		    "2027-05-31T20:00:00Z" },
		{ "UTC", "2027-06-01T10:00", CLOCK_EXACT,
		    "2027-06-01T10:00:00Z" },
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_zone(cases[i].zone, cases[i].local, cases[i].gap,
		    cases[i].utc);
}

static void
unknown_zones(void **state)
{
	static const char *const	names[] = { "", "Mars/Phobos",
	    "../../etc/passwd", "/etc/localtime", "Europe", "Europe/",
	    "posix/UTC", "tzdata.zi", "Europe/London\n", "Europe/Lon don",
	    "Europe/../Europe/London" };
	struct local	l = { 2027, 3, 10, 9, 0, 0 };
	int64_t		t;
	size_t		i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_false(clock_zone_known(names[i]));
	assert_int_equal(clock_to_utc(&l, "Mars/Phobos", &t), CLOCK_EXACT);
	assert_int_equal(t, 1804669200);
}

static void
rfc3339(void **state)
{
	static const struct {
		const char	*text;
		int64_t		 t;
	} good[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2027-03-09T21:00:00Z", 1804626000 },
		{ "2027-03-10T09:00:00+12:00", 1804626000 },
		{ "2027-03-09T20:15:00.250-00:45", 1804626000 },
		{ "2016-12-31T23:59:60Z", 1483228800 },
		{ "1937-01-01T12:00:27.87+00:20", -1041337173 },
		{ "0000-01-01T00:00:00Z", -62167219200 },
		{ "9999-12-31T23:59:59Z", 253402300799 },
	};
	static const char *const	bad[] = { "", "2027-03-09",
	    "2027-03-09T21:00:00", "2027-02-29T00:00:00Z",
	    "2027-13-01T00:00:00Z", "2027-00-01T00:00:00Z",
	    "2027-03-09T24:00:00Z", "2027-03-09T21:60:00Z",
	    "2027-03-09T21:00:00.Z", "2027-03-09T21:00:00+1200",
	    "2027-03-09T21:00:00+24:00", "2027-03-09T21:00:00Zx",
	    "2027-3-9T21:00:00Z", "+027-03-09T21:00:00Z", "20270309T210000Z" };
	int64_t	t;
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(clock_parse_rfc3339(good[i].text, &t));
		assert_int_equal(t, good[i].t);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(clock_parse_rfc3339(bad[i], &t));
}

static void
written_and_read_back(void **state)
{
	char	out[CLOCK_TEXT];
	int64_t	t, back;

	(void)state;
	for (t = -62167219200; t < 253402300799; t += 86400 * 997 + 3601) {
		clock_rfc3339(t, out);
		assert_true(clock_parse_rfc3339(out, &back));
		assert_int_equal(back, t);
	}
	clock_rfc3339(INT64_MAX, out);
	assert_string_equal(out, "9999-12-31T23:59:59Z");
	clock_rfc3339(INT64_MIN, out);
	assert_string_equal(out, "0000-01-01T00:00:00Z");
}

static void
local_text(void **state)
{
	struct local	l;
	char		out[CLOCK_TEXT];

	(void)state;
	assert_true(clock_parse_local("2027-03-10 09:05:59", &l));
	assert_int_equal(l.second, 59);
	clock_local_text(&l, out);
	assert_string_equal(out, "2027-03-10T09:05");
	assert_true(clock_parse_local("2028-02-29", &l));
	assert_int_equal(l.hour, 0);
	assert_false(clock_parse_local("2027-02-29", &l));
	assert_false(clock_parse_local("2027-03-10T", &l));
	assert_false(clock_parse_local("2027-03-10T25:00", &l));
	assert_false(clock_parse_local("2027-03-10T09:00Z", &l));
	assert_false(clock_parse_local("10/03/2027", &l));
}

static void
days(void **state)
{
	struct local	l;

	(void)state;
	assert_true(clock_parse_local("1970-01-01T23:59", &l));
	assert_int_equal(clock_days(&l), 0);
	assert_int_equal(clock_weekday(&l), 4);
	assert_true(clock_parse_local("2027-03-10", &l));
	assert_int_equal(clock_weekday(&l), 3);
	assert_true(clock_parse_local("1969-12-31", &l));
	assert_int_equal(clock_days(&l), -1);
	assert_int_equal(clock_weekday(&l), 3);
	assert_true(clock_parse_local("1900-01-01", &l));
	assert_int_equal(clock_weekday(&l), 1);
	assert_true(clock_valid_date(2000, 2, 29));
	assert_false(clock_valid_date(1900, 2, 29));
	assert_false(clock_valid_date(2027, 4, 31));
	assert_false(clock_valid_date(2027, 1, 0));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(zones),
		cmocka_unit_test(unknown_zones),
		cmocka_unit_test(rfc3339),
		cmocka_unit_test(written_and_read_back),
		cmocka_unit_test(local_text),
		cmocka_unit_test(days),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
