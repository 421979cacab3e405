/*
 * The rules about items, and items as JSON in both directions.
 */
#include "domain/item_json.h"
#include "unit.h"

static struct arena	*a;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct item
read_item(enum kind kind, const char *text, struct fault *f)
{
	struct item_input	in;
	struct item		it;
	json_t			*o = json_loads(text, 0, NULL);

	assert_non_null(o);
	memset(f, 0, sizeof(*f));
	item_init(&it, kind);
	item_from_json(a, o, &it, &in, f);
	json_decref(o);
	return it;
}

static void
assert_fault(const char *json, enum kind kind, bool publish,
    const char *field)
{
	struct fault	f;
	struct item	it = read_item(kind, json, &f);

	item_validate(&it, publish, &f);
	if (fault_of(&f, field) == NULL)
		fail_msg("no fault at %s for %s", field, json);
	assert_int_equal(f.status, ST_INVALID);
}

static void
round_trip(void **state)
{
	const char	*text = "{\"title\":\"Atelier\",\"summary\":\"s\","
			    "\"body\":\"b\",\"language\":\"fr\",\"countries\":"
			    "[\"FJ\",\"TO\"],\"topics\":[\"x\"],\"for\":"
			    "[\"judges\"],\"audience\":\"public\",\"tlp\":"
			    "\"CLEAR\",\"licence\":\"free\",\"contact\":\"c\","
			    "\"source\":null,\"links\":[{\"url\":"
			    "\"https://a.example\",\"title\":\"t\"}],\"note\":"
			    "null,\"event\":{\"type\":\"course\",\"certainty\":"
			    "\"confirmed\",\"precision\":\"time\","
			    "\"start_local\":\"2027-03-10T09:00\",\"end_local\":"
			    "\"2027-03-10T17:00\",\"timezone\":\"Pacific/Fiji\","
			    "\"country\":\"FJ\",\"place\":\"Suva\"}}";
	struct fault	 f;
	struct item	 it = read_item(KIND_EVENT, text, &f);
	json_t		*o, *e;

	(void)state;
	assert_int_equal(f.nfields, 0);
	assert_int_equal(item_validate(&it, true, &f), ST_OK);
	it.id = "K7M2X9QTBC";
	o = item_json(&it, "https://x.example", ITEM_JSON_BODY);
	assert_string_equal(json_string_value(json_object_get(o, "url")),
	    "https://x.example/items/K7M2X9QTBC");
	assert_string_equal(json_string_value(json_object_get(o, "tlp")),
	    "CLEAR");
	assert_int_equal(json_array_size(json_object_get(o, "countries")), 2);
	e = json_object_get(o, "event");
	assert_string_equal(json_string_value(json_object_get(e, "start")),
	    "2027-03-09T21:00:00Z");
	assert_string_equal(json_string_value(json_object_get(e,
	    "start_local")), "2027-03-10T09:00");
	assert_string_equal(json_string_value(json_object_get(e, "end")),
	    "2027-03-10T05:00:00Z");
	assert_true(json_is_null(json_object_get(e, "online_url")));
	json_decref(o);
	o = item_json(&it, "", 0);
	assert_null(json_object_get(o, "body"));
	json_decref(o);
}

static void
points_in_time(void **state)
{
	struct fault	f;
	struct item	it = read_item(KIND_EVENT, "{\"event\":{\"start\":"
			    "\"2027-03-09T21:00:00Z\",\"timezone\":"
			    "\"Pacific/Fiji\"}}", &f);

	(void)state;
	assert_int_equal(f.nfields, 0);
	assert_true(it.event.has_start);
	assert_int_equal(it.event.start.day, 10);
	assert_int_equal(it.event.start.hour, 9);
}

static void
whole_days_and_months(void **state)
{
	struct fault	f;
	struct item	it = read_item(KIND_EVENT, "{\"event\":{\"precision\":"
			    "\"day\",\"start_local\":\"2027-12-30\","
			    "\"end_local\":\"2027-12-31\",\"timezone\":"
			    "\"UTC\"}}", &f);

	(void)state;
	assert_int_equal(it.event.end_utc - it.event.start_utc, 2 * 86400);
	it = read_item(KIND_EVENT, "{\"event\":{\"precision\":\"month\","
	    "\"start_local\":\"2027-02-14\",\"timezone\":\"UTC\"}}", &f);
	assert_int_equal(it.event.end_utc - it.event.start_utc, 28 * 86400);
}

static void
bad_input(void **state)
{
	char	*longest = arena_alloc(a, 10100), *json;

	(void)state;
	memset(longest, 'x', 10000);
	json = arena_printf(a, "{\"title\":\"%s\"}", longest);
	assert_fault("{}", KIND_TOOLKIT, false, "title");
	assert_fault(json, KIND_TOOLKIT, false, "title");
	assert_fault("{\"title\":3}", KIND_TOOLKIT, false, "title");
	assert_fault("{\"title\":\"t\",\"nonsense\":1}", KIND_TOOLKIT, false,
	    "nonsense");
	assert_fault("{\"title\":\"t\",\"id\":\"x\"}", KIND_TOOLKIT, false,
	    "id");
	assert_fault("{\"title\":\"t\",\"audience\":\"all\"}", KIND_TOOLKIT,
	    false, "audience");
	assert_fault("{\"title\":\"t\",\"audience\":\"public\",\"tlp\":"
	    "\"GREEN\"}", KIND_TOOLKIT, false, "tlp");
	assert_fault("{\"title\":\"t\",\"for\":[\"cats\"]}", KIND_TOOLKIT,
	    false, "for");
	assert_fault("{\"title\":\"t\",\"links\":[{\"url\":"
	    "\"javascript:alert(1)\",\"title\":\"\"}]}", KIND_TOOLKIT, false,
	    "links");
	assert_fault("{\"title\":\"t\",\"event\":{\"timezone\":\"Mars/X\"}}",
	    KIND_EVENT, false, "timezone");
	assert_fault("{\"title\":\"t\",\"event\":{\"start_local\":"
	    "\"2027-03-10T10:00\",\"end_local\":\"2027-03-10T09:00\","
	    "\"timezone\":\"UTC\"}}", KIND_EVENT, false, "end");
	assert_fault("{\"title\":\"t\",\"event\":{\"precision\":\"day\","
	    "\"start_local\":\"2027-03-10\",\"end_local\":\"2027-03-09\","
	    "\"timezone\":\"UTC\"}}", KIND_EVENT, false, "end");
	/* the clocks of London jump over it */
	assert_fault("{\"title\":\"t\",\"event\":{\"start_local\":"
	    "\"2027-03-28T01:30\",\"timezone\":\"Europe/London\"}}",
	    KIND_EVENT, false, "start");
	assert_fault("{\"title\":\"t\",\"event\":{\"start_local\":"
	    "\"2027-02-30\"}}", KIND_EVENT, false, "event.start_local");
	assert_fault("{\"title\":\"t\",\"experience\":{\"period_start\":"
	    "\"2026-13-01\"}}", KIND_EXPERIENCE, false,
	    "experience.period_start");
}

/* what a member may not be, and the name that the fault bears */
static void
wrong_types(void **state)
{
	static const struct {
		const char	*json, *field;
		enum kind	 kind;
	} bad[] = {
		{ "{\"summary\":[]}", "summary", KIND_TOOLKIT },
		{ "{\"countries\":\"FJ\"}", "countries", KIND_TOOLKIT },
		{ "{\"countries\":[1]}", "countries", KIND_TOOLKIT },
		{ "{\"topics\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\","
		    "\"7\",\"8\",\"9\",\"10\",\"11\",\"12\"]}",
		    "topics", KIND_TOOLKIT },
		{ "{\"licence\":7}", "licence", KIND_TOOLKIT },
		{ "{\"licence\":null}", "licence", KIND_TOOLKIT },
		{ "{\"tlp\":\"WHITE\"}", "tlp", KIND_TOOLKIT },
		{ "{\"tlp\":1}", "tlp", KIND_TOOLKIT },
		{ "{\"audience\":\"public\",\"tlp\":\"GREEN\"}", "tlp",
		    KIND_TOOLKIT },
		{ "{\"kind\":\"thing\"}", "kind", KIND_TOOLKIT },
		{ "{\"status\":\"gone\"}", "status", KIND_TOOLKIT },
		{ "{\"org\":{\"name\":\"x\"}}", "org", KIND_TOOLKIT },
		{ "{\"org\":5}", "org", KIND_TOOLKIT },
		{ "{\"withdrawn_why\":5}", "withdrawn_why", KIND_TOOLKIT },
		{ "{\"replaced_by\":5}", "replaced_by", KIND_TOOLKIT },
		{ "{\"links\":{}}", "links", KIND_TOOLKIT },
		{ "{\"links\":[1]}", "links", KIND_TOOLKIT },
		{ "{\"links\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,"
		    "0]}", "links", KIND_TOOLKIT },
		{ "{\"event\":1}", "event", KIND_EVENT },
		{ "{\"event\":{\"cancelled\":\"x\"}}", "event.cancelled",
		    KIND_EVENT },
		{ "{\"event\":{\"when\":\"x\"}}", "event.when", KIND_EVENT },
		{ "{\"event\":{\"start\":\"soon\"}}", "event.start",
		    KIND_EVENT },
		{ "{\"event\":{\"end\":\"later\"}}", "event.end",
		    KIND_EVENT },
		{ "{\"event\":{\"end\":\"2027-03-09T21:00:00Z\","
		    "\"timezone\":\"Mars/X\"}}", "event.end", KIND_EVENT },
		{ "{\"event\":{\"end_local\":\"x\"}}", "event.end_local",
		    KIND_EVENT },
		{ "{\"experience\":[]}", "experience", KIND_EXPERIENCE },
		{ "{\"experience\":{\"outcome\":\"fine\"}}",
		    "experience.outcome", KIND_EXPERIENCE },
		{ "{\"experience\":{\"period_end\":\"2026-01-01T10:00\"}}",
		    "experience.period_end", KIND_EXPERIENCE },
		{ "{\"experience\":{\"used\":{}}}", "experience.used",
		    KIND_EXPERIENCE },
	};
	struct item_input	in;
	struct item		it;
	struct fault		f;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		read_item(bad[i].kind, bad[i].json, &f);
		if (fault_of(&f, bad[i].field) == NULL)
			fail_msg("no fault at %s for %s", bad[i].field,
			    bad[i].json);
	}
	item_init(&it, KIND_TOOLKIT);
	memset(&f, 0, sizeof(f));
	assert_int_equal(item_from_json(a, NULL, &it, &in, &f), ST_MALFORMED);
	memset(&f, 0, sizeof(f));
	assert_int_equal(item_from_json(a, json_null(), &it, &in, &f),
	    ST_MALFORMED);
}

/* null empties, other spellings of the same are taken */
static void
what_else_is_taken(void **state)
{
	struct item_input	in;
	struct fault		f = { 0 };
	struct item		it;
	json_t			*o = json_loads("{\"kind\":\"experience\","
				    "\"status\":\"published\",\"org\":"
				    "\"bluewater\",\"withdrawn_why\":\"old\","
				    "\"replaced_by\":\"K7M2X9QTBC\",\"tlp\":"
				    "\"GREEN\",\"topics\":null,\"links\":null,"
				    "\"experience\":{\"outcome\":null,"
				    "\"period_start\":\"\",\"period_end\":"
				    "\"2026-01-01\",\"used\":[\"K7M2X9QTBC\"]}}",
				    0, NULL);

	(void)state;
	item_init(&it, KIND_EXPERIENCE);
	it.experience.outcome = OUTCOME_WORKED;
	assert_int_equal(item_from_json(a, o, &it, &in, &f), ST_OK);
	json_decref(o);
	assert_true(in.has_kind && in.has_status && in.has_org);
	assert_int_equal(in.kind, KIND_EXPERIENCE);
	assert_int_equal(in.status, ITEM_PUBLISHED);
	assert_string_equal(in.org, "bluewater");
	assert_string_equal(in.withdrawn_why, "old");
	assert_string_equal(in.replaced_by, "K7M2X9QTBC");
	assert_int_equal(it.audience, AUDIENCE_NETWORK);
	assert_int_equal(it.experience.outcome, OUTCOME_NONE);
	assert_int_equal(it.experience.used.n, 1);
	assert_int_equal(it.nlinks + it.topics.n, 0);
	/* the time of the place goes before the point in time */
	it = read_item(KIND_EVENT, "{\"org\":{\"slug\":\"x\"},\"event\":{"
	    "\"start\":\"2027-01-01T00:00:00Z\",\"start_local\":"
	    "\"2027-03-10T09:00\",\"end\":\"2027-01-01T00:00:00Z\","
	    "\"end_local\":\"2027-03-10T10:00\",\"timezone\":\"UTC\"}}",
	    &f);
	assert_int_equal(f.nfields, 0);
	assert_int_equal(it.event.start.month, 3);
	assert_int_equal(it.event.end.hour, 10);
	it = read_item(KIND_EVENT, "{\"event\":{\"start\":\"\",\"end\":null,"
	    "\"end_local\":\"\",\"certainty\":\"idea\"}}", &f);
	assert_int_equal(f.nfields, 0);
	assert_false(it.event.has_start || it.event.has_end);
	it = read_item(KIND_EVENT, "{\"event\":{\"start\":"
	    "\"2027-03-09T21:00:00Z\",\"end\":\"2027-03-09T22:00:00Z\","
	    "\"timezone\":\"UTC\"}}", &f);
	assert_true(it.event.has_end);
	assert_int_equal(it.event.end.hour, 22);
}

/* days without hours, and what is not known, as JSON */
static void
written_days(void **state)
{
	struct fault	 f;
	struct item	 it = read_item(KIND_EVENT, "{\"event\":{\"precision\":"
			    "\"day\",\"start_local\":\"2027-12-30\","
			    "\"timezone\":\"UTC\"}}", &f);
	json_t		*o, *e;

	(void)state;
	it.contact = NULL;
	o = item_json(&it, "", 0);
	e = json_object_get(o, "event");
	assert_true(json_is_null(json_object_get(o, "contact")));
	assert_string_equal(json_string_value(json_object_get(e,
	    "start_local")), "2027-12-30");
	assert_true(json_is_null(json_object_get(e, "end_local")));
	json_decref(o);
	it.event.has_start = false;
	o = item_json(&it, "", 0);
	e = json_object_get(o, "event");
	assert_true(json_is_null(json_object_get(e, "start")));
	assert_true(json_is_null(json_object_get(e, "end")));
	json_decref(o);
}

static void
needed_to_publish(void **state)
{
	struct fault	f;
	struct item	it;

	(void)state;
	assert_fault("{\"title\":\"t\"}", KIND_EVENT, true, "start");
	assert_fault("{\"title\":\"t\"}", KIND_EVENT, true, "country");
	assert_fault("{\"title\":\"t\"}", KIND_EXPERIENCE, true, "outcome");
	assert_fault("{\"title\":\"t\"}", KIND_EXPERIENCE, true, "lesson");
	it = read_item(KIND_EVENT, "{\"title\":\"t\"}", &f);
	assert_int_equal(item_validate(&it, false, &f), ST_OK);
}

static void
names_of_files(void **state)
{
	(void)state;
	assert_string_equal(file_clean_name(a, "../../x"), "x");
	assert_string_equal(file_clean_name(a, "C:\\docs\\a.pdf"), "a.pdf");
	assert_string_equal(file_clean_name(a, "a:b;c\"d.pdf"),
	    "a:b;c\"d.pdf");
	assert_string_equal(file_clean_name(a, "دليل.pdf"), "دليل.pdf");
	assert_string_equal(file_clean_name(a, "a\nb\x7f.txt"), "ab.txt");
	/* right-to-left override */
	assert_string_equal(file_clean_name(a, "x\xe2\x80\xae" "fdp.exe"),
	    "xfdp.exe");
	assert_null(file_clean_name(a, "a/"));
	assert_null(file_clean_name(a, ".."));
}

static void
slugs(void **state)
{
	(void)state;
	assert_string_equal(item_slug(a, "First 72 hours: a handbook!"),
	    "first-72-hours-a-handbook");
	assert_string_equal(item_slug(a, "电子证据"), "item");
	assert_true(strlen(item_slug(a, "a b c d e f g h i j k l m n o p q r "
	    "s t u v w x y z 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5")) <= 60);
}

static void
moves(void **state)
{
	struct fault	f;
	struct item	one = read_item(KIND_EVENT, "{\"event\":{"
			    "\"start_local\":\"2027-03-10T10:00\"}}", &f);
	struct item	two = one;

	(void)state;
	assert_false(event_moved(&one.event, &two.event));
	two.event.registration_url = "https://x.example";
	assert_false(event_moved(&one.event, &two.event));
	two.event.start.hour = 11;
	assert_true(event_moved(&one.event, &two.event));
	two = one;
	two.event.certainty = CERTAINTY_CANCELLED;
	assert_true(event_moved(&one.event, &two.event));
	two = one;
	two.event.place = "Suva";
	assert_true(event_moved(&one.event, &two.event));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test_setup_teardown(round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(points_in_time, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(whole_days_and_months, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(bad_input, setup, teardown),
		cmocka_unit_test_setup_teardown(wrong_types, setup, teardown),
		cmocka_unit_test_setup_teardown(what_else_is_taken, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(written_days, setup, teardown),
		cmocka_unit_test_setup_teardown(needed_to_publish, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(names_of_files, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(slugs, setup, teardown),
		cmocka_unit_test_setup_teardown(moves, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
