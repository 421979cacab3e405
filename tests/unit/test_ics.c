#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <libical/ical.h>

#include "base/utf8.h"
#include "views/ics.h"

static struct arena	*a;
static struct buf	 out;

static const char *
country(const void *v, const char *code, const char *lang)
{
	(void)v;
	(void)lang;
	return strcmp(code, "FJ") == 0 ? "Fiji" : NULL;
}

static const struct ics	feed = { .base_url = "https://shelf.example:8443",
	.name = "Commonshelf: Fiji; all", .page = "/calendar?country=FJ",
	.lang = "en", .country = country };

static int
setup(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	buf_init(&out, 32 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	buf_free(&out);
	arena_free(a);
	return 0;
}

static struct item
an_event(const char *start, const char *end, const char *zone)
{
	struct item	 it;
	struct event	*e = &it.event;

	item_init(&it, KIND_EVENT);
	it.id = "K7M2X9QTBC";
	it.status = ITEM_PUBLISHED;
	it.audience = AUDIENCE_PUBLIC;
	it.org_name = "Bluewater \"CIRT\"";
	it.title = "Evidence workshop";
	it.updated = 1795000000;
	it.published = 1794000000;
	e->certainty = CERTAINTY_CONFIRMED;
	e->precision = strlen(start) > 10 ? PRECISION_TIME : PRECISION_DAY;
	e->timezone = zone;
	e->has_start = clock_parse_local(start, &e->start);
	e->has_end = end != NULL && clock_parse_local(end, &e->end);
	clock_to_utc(&e->start, zone, &e->start_utc);
	if (e->has_end)
		clock_to_utc(&e->end, zone, &e->end_utc);
	else
		e->end_utc = e->start_utc + 3600;
	return it;
}

/* the file, with folded lines joined again */
static const char *
written(const struct ics *c, const struct item *items, size_t n)
{
	const char	*s;
	char		*flat, *f;

	buf_reset(&out);
	ics_write(&out, a, c, items, n);
	assert_false(out.failed);
	f = flat = arena_alloc(a, out.len + 1);
	for (s = out.data; *s != '\0'; s++) {
		if (strncmp(s, "\r\n ", 3) == 0)
			s += 2;
		else
			*f++ = *s;
	}
	return flat;
}

#define HAS(text, line) assert_non_null(strstr(text, "\r\n" line "\r\n"))
#define HASNT(text, part) assert_null(strstr(text, part))

static void
properties(void **state)
{
	struct item	 it = an_event("2027-03-10T09:00", "2027-03-10T17:00",
			    "Pacific/Fiji");
	const char	*topics[] = { "e-evidence", "a,b" }, *s;

	(void)state;
	it.summary = "One; two, three\\four\nfive\r\x01";
	it.contact = "desk@bluewater.example";
	it.topics = (struct words){ 2, topics };
	it.event.country = "FJ";
	it.event.place = "Suva";
	it.event.sequence = 4;
	s = written(&feed, &it, 1);
	assert_int_equal(strncmp(s, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", 30),
	    0);
	HAS(s, "X-WR-CALNAME:Commonshelf: Fiji\\; all");
	HAS(s, "URL:https://shelf.example:8443/calendar?country=FJ");
	HAS(s, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
	HAS(s, "X-PUBLISHED-TTL:PT6H");
	HASNT(s, "METHOD");
	HAS(s, "UID:K7M2X9QTBC@shelf.example");
	HAS(s, "DTSTAMP:20261118T110640Z");
	HAS(s, "LAST-MODIFIED:20261118T110640Z");
	HAS(s, "SEQUENCE:4");
	HAS(s, "STATUS:CONFIRMED");
	HAS(s, "TZID:Pacific/Fiji");
	HAS(s, "DTSTART;TZID=Pacific/Fiji:20270310T090000");
	HAS(s, "DTEND;TZID=Pacific/Fiji:20270310T170000");
	HAS(s, "DESCRIPTION:One\\; two\\, three\\\\four\\nfive\\n\\n"
	    "https://shelf.example:8443/items/K7M2X9QTBC");
	HAS(s, "LOCATION:Suva\\, Fiji");
	HAS(s, "CATEGORIES:e-evidence,a\\,b");
	HAS(s, "ORGANIZER;CN=\"Bluewater 'CIRT'\":mailto:desk@bluewater."
	    "example");
	HASNT(s, "CLASS");
	HAS(s, "TRANSP:TRANSPARENT");
}

static void
same_bytes(void **state)
{
	struct item	 it = an_event("2027-03-10T09:00", NULL, "UTC");
	const char	*s = written(&feed, &it, 1);

	(void)state;
	assert_string_equal(s, written(&feed, &it, 1));
	HAS(s, "DTSTART:20270310T090000Z");
	HAS(s, "DTEND:20270310T100000Z");
	HASNT(s, "VTIMEZONE");
}

static void
whole_days(void **state)
{
	struct item	 it = an_event("2027-12-30", "2027-12-31",
			    "Asia/Kathmandu");
	const char	*s = written(&feed, &it, 1);

	(void)state;
	HAS(s, "DTSTART;VALUE=DATE:20271230");
	HAS(s, "DTEND;VALUE=DATE:20280101");
	HASNT(s, "TZID");
}

static void
states(void **state)
{
	struct item	 it = an_event("2027-03-10T09:00", NULL, "UTC");
	const char	*s;

	(void)state;
	it.event.certainty = CERTAINTY_PLANNED;
	HAS(written(&feed, &it, 1), "STATUS:TENTATIVE");
	it.event.certainty = CERTAINTY_CANCELLED;
	it.event.cancelled_why = "storm";
	s = written(&feed, &it, 1);
	HAS(s, "STATUS:CANCELLED");
	HAS(s, "SUMMARY:Evidence workshop");
	assert_non_null(strstr(s, "DESCRIPTION:Cancelled. storm\\n"));
	it.status = ITEM_WITHDRAWN;
	it.summary = "secret";
	s = written(&feed, &it, 1);
	HAS(s, "STATUS:CANCELLED");
	HASNT(s, "secret");
	it.status = ITEM_PUBLISHED;
	it.audience = AUDIENCE_NETWORK;
	HAS(written(&feed, &it, 1), "CLASS:PRIVATE");
}

static void
left_out(void **state)
{
	struct item	it[3] = { an_event("2027-03-10T09:00", NULL, "UTC"),
			    an_event("2027-03-01", NULL, "UTC"),
			    an_event("2027-03-10T09:00", NULL, "UTC") };

	(void)state;
	it[0].event.certainty = CERTAINTY_IDEA;
	it[1].event.precision = PRECISION_MONTH;
	it[2].status = ITEM_DRAFT;
	HASNT(written(&feed, it, 3), "VEVENT");
	/* RFC 5545 wants one component at least */
	HAS(written(&feed, it, 3), "BEGIN:VTIMEZONE");
}

static void
one_event(void **state)
{
	struct ics	 single = { .base_url = "https://shelf.example",
			    .single = true, .lang = "en" };
	struct item	 it = an_event("2027-03-10", NULL, "UTC");

	(void)state;
	HASNT(written(&single, &it, 1), "METHOD");
	it.contact = "desk@bluewater.example";
	HAS(written(&single, &it, 1), "METHOD:PUBLISH");
	HASNT(written(&single, &it, 1), "REFRESH-INTERVAL");
}

/* lines of 75 octets at most, never a cut character, never a bare LF */
static void
folding(void **state)
{
	struct item	 it = an_event("2027-03-10", NULL, "UTC");
	const char	*s, *end;
	size_t		 folded = 0;

	(void)state;
	it.title = "Élèves, 教室で学ぶ デジタル証拠 — Kılavuz şöyle "
	    "🛡️🛡️🛡️🛡️🛡️🛡️🛡️🛡️🛡️🛡️🛡️🛡️ "
	    "ééééééééééééééééééééééééééééééééééééééééééééééééééééééé";
	assert_non_null(strstr(written(&feed, &it, 1), "🛡️ éééé"));
	for (s = out.data; *s != '\0'; s = end + 2) {
		end = strstr(s, "\r\n");
		assert_non_null(end);
		assert_true(end - s <= 75);
		assert_null(memchr(s, '\n', (size_t)(end - s)));
		assert_true(utf8_valid(s, (size_t)(end - s)));
		folded += *s == ' ';
	}
	assert_true(folded >= 3);
}

/* what no text may do: end its line and begin a property of its own */
static void
injection(void **state)
{
	struct item	 it = an_event("2027-03-10", NULL, "UTC");
	const char	*s;

	(void)state;
	it.title = "x\r\nATTENDEE:mailto:a@b.example";
	it.org_name = "y\r\nX-EVIL:1\";CN=\"z";
	it.contact = "a@b.example\r\nX-EVIL:2";
	it.event.online_url = "https://x.example/\r\nX-EVIL:3";
	s = written(&feed, &it, 1);
	HASNT(s, "\nATTENDEE");
	HASNT(s, "\nX-EVIL");
	HASNT(s, "ORGANIZER");
	HAS(s, "SUMMARY:x\\nATTENDEE:mailto:a@b.example");
}

/* libical, by the VTIMEZONE in the file, and libc agree on every moment */
static void
zones(void **state)
{
	static const char	*const names[] = { "Europe/London",
		"Pacific/Fiji", "Asia/Kathmandu", "America/Sao_Paulo",
		"America/New_York", "Australia/Lord_Howe", "Europe/Dublin",
		"Africa/Casablanca", "Asia/Jerusalem", "Pacific/Chatham",
		"Asia/Tehran", "America/Santiago", "Asia/Gaza" };
	static const char	*const starts[] = { "2026-09-01T12:00",
		"2026-12-31T23:30", "2027-03-27T09:00", "2027-03-29T09:00",
		"2027-07-10T12:00", "2027-11-08T10:00", "2028-01-01T00:30",
		"2030-06-30T18:00" };

	(void)state;
	for (size_t z = 0; z < sizeof(names) / sizeof(names[0]); z++) {
		struct item	 it[8];
		icalcomponent	*cal, *ev;
		size_t		 i = 0;

		for (i = 0; i < 8; i++)
			it[i] = an_event(starts[i], NULL, names[z]);
		buf_reset(&out);
		ics_write(&out, a, &feed, it, 8);
		cal = icalparser_parse_string(out.data);
		assert_non_null(cal);
		assert_int_equal(icalcomponent_count_errors(cal), 0);
		i = 0;
		for (ev = icalcomponent_get_first_component(cal,
		    ICAL_VEVENT_COMPONENT); ev != NULL; ev =
		    icalcomponent_get_next_component(cal,
		    ICAL_VEVENT_COMPONENT)) {
			icaltimezone	*tz = icalcomponent_get_timezone(cal,
					    names[z]);
			struct icaltimetype t = icaltime_from_string(
			    icalproperty_get_value_as_string(
			    icalcomponent_get_first_property(ev,
			    ICAL_DTSTART_PROPERTY)));

			assert_non_null(tz);
			if (icaltime_as_timet_with_zone(t, tz) !=
			    (time_t)it[i].event.start_utc)
				fail_msg("%s %s: %lld, %lld\n%s", names[z],
				    starts[i], (long long)
				    icaltime_as_timet_with_zone(t, tz),
				    (long long)it[i].event.start_utc,
				    out.data);
			i++;
		}
		assert_int_equal(i, 8);
		icalcomponent_free(cal);
	}
}

/* a feed is small where the zone has a rule, and it follows the rule on */
static void
zone_rules(void **state)
{
	struct item	 it = an_event("2027-03-10T09:00", NULL,
			    "Europe/London");
	const char	*s = written(&feed, &it, 1);

	(void)state;
	HAS(s, "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU");
	HAS(s, "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU");
	assert_true(strstr(s, "END:VTIMEZONE") - strstr(s, "BEGIN:VTIMEZONE")
	    < 400);
}

static void
ten_thousand(void **state)
{
	static const char	*const names[] = { "Europe/London",
		"Pacific/Fiji", "Asia/Kathmandu", "UTC" };
	struct item		*it = arena_array(a, struct item, 10000);
	struct timespec		 t0, t1;
	double			 ms;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		it[i] = an_event("2027-03-10T09:00", "2027-03-10T17:00",
		    names[i % 4]);
		it[i].summary = "About two hundred bytes of summary as people "
		    "write it, with commas, and so on, until it is folded: "
		    "how the first three days went, who did what, and which "
		    "papers were of use to the next team.";
	}
	clock_gettime(CLOCK_MONOTONIC, &t0);
	buf_reset(&out);
	ics_write(&out, a, &feed, it, 10000);
	clock_gettime(CLOCK_MONOTONIC, &t1);
	assert_false(out.failed);
	ms = (double)(t1.tv_sec - t0.tv_sec) * 1e3 +
	    (double)(t1.tv_nsec - t0.tv_nsec) / 1e6;
	print_message("10,000 events: %zu bytes in %.0f ms\n", out.len, ms);
}

static void
kept_inside(void **state)
{
	struct item	it = an_event("2027-03-10T09:00", "", "Pacific/Fiji");
	struct ics	own = feed;

	(void)state;
	it.audience = AUDIENCE_ORGANISATION;
	it.summary = "With the names of victims";
	it.event.place = "Room nine";
	buf_reset(&out);
	ics_write(&out, a, &own, &it, 1);
	assert_non_null(strstr(out.data, "Evidence workshop"));
	own.sealed = true;
	buf_reset(&out);
	ics_write(&out, a, &own, &it, 1);
	assert_non_null(strstr(out.data, "DTSTART"));
	assert_non_null(strstr(out.data, "/items/K7M2X9QTBC"));
	assert_null(strstr(out.data, "Evidence"));
	assert_null(strstr(out.data, "victims"));
	assert_null(strstr(out.data, "Room nine"));
	it.audience = AUDIENCE_NETWORK;
	buf_reset(&out);
	ics_write(&out, a, &own, &it, 1);
	assert_non_null(strstr(out.data, "Room nine"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(properties), cmocka_unit_test(same_bytes),
		cmocka_unit_test(whole_days), cmocka_unit_test(states),
		cmocka_unit_test(left_out), cmocka_unit_test(one_event),
		cmocka_unit_test(folding), cmocka_unit_test(injection),
		cmocka_unit_test(zones), cmocka_unit_test(zone_rules),
		cmocka_unit_test(kept_inside),
		cmocka_unit_test(ten_thousand),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
