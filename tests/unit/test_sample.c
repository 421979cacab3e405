/*
 * The sample library by the rules of an item, and its relative times.
 */
#include "unit.h"

#include <unistd.h>

#include "domain/actor.h"
#include "domain/item_json.h"
#include "domain/sample.h"

#define LIBRARY		"assets/sample/library.json"
#define REFERENCE	"migrations/0002_reference.sql"

static json_t	*library;
static char	*reference;

static int
setup(void **state)
{
	size_t	n;

	(void)state;
	library = json_load_file(LIBRARY, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(library);
	reference = unit_read(REFERENCE, &n);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	json_decref(library);
	free(reference);
	return 0;
}

static const json_t *
items(void)
{
	return json_object_get(library, "items");
}

static const char *
text(const json_t *o, const char *name)
{
	const char	*s = json_string_value(json_object_get(o, name));

	return s != NULL ? s : "";
}

/* the row of a table in the reference data begins so */
static bool
in_reference(const char *table, const char *key)
{
	char		 row[64], head[64];
	const char	*at, *end;

	snprintf(head, sizeof(head), "INSERT INTO %s (", table);
	snprintf(row, sizeof(row), "\n\t('%s',", key);
	assert_non_null(at = strstr(reference, head));
	assert_non_null(end = strstr(at, ";\n"));
	at = strstr(at, row);
	return at != NULL && at < end;
}

/* an item with this key before position n */
static const json_t *
item_before(size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(text(json_array_get(items(), i), "key"), key) == 0)
			return json_array_get(items(), i);
	return NULL;
}

static bool
listed(const char *list, const char *name, const char *value)
{
	const json_t	*o;
	size_t		 i;

	json_array_foreach(json_object_get(library, list), i, o)
		if (strcmp(text(o, name), value) == 0)
			return true;
	return false;
}

static void
settle_time(json_t *o, const char *name)
{
	static const struct local today = { 2026, 11, 23, 0, 0, 0 };
	struct local		  at;
	char			  out[CLOCK_TEXT];
	const char		 *s = text(o, name);

	if (*s == '\0')
		return;
	if (!sample_when(s, &today, &at))
		fail_msg("%s is no time", s);
	clock_local_text(&at, out);
	if (strncmp(name, "period", 6) == 0)
		out[10] = '\0';
	json_object_set_new(o, name, json_string(out));
}

/* as storage/sample.c hands it to item_from_json */
static json_t *
settled(const json_t *from)
{
	static const char *const own[] = { "key", "author", "files",
	    "published", "withdrawn", NULL };
	json_t	*o = json_deep_copy(from), *e = json_object_get(o, "event");
	json_t	*x = json_object_get(o, "experience");
	size_t	 i;

	for (i = 0; own[i] != NULL; i++)
		json_object_del(o, own[i]);
	json_object_set_new(o, "body", json_string("body"));
	json_object_del(e, "cancelled");
	settle_time(e, "start_local");
	settle_time(e, "end_local");
	settle_time(x, "period_start");
	settle_time(x, "period_end");
	return o;
}

static void
items_keep_the_rules(void **state)
{
	struct item_input	 in;
	struct arena		*a;
	const json_t		*from;
	json_t			*o;
	size_t			 i;

	(void)state;
	json_array_foreach(items(), i, from) {
		struct fault	f = { 0 };
		struct item	it;

		a = arena_new((size_t)1 << 20);
		o = settled(from);
		assert_true(kind_of(text(o, "kind")) >= 0);
		item_init(&it, (enum kind)kind_of(text(o, "kind")));
		if (item_from_json(a, o, &it, &in, &f) != ST_OK ||
		    item_validate(&it, true, &f) != ST_OK)
			fail_msg("%s: %s: %s", text(from, "key"),
			    f.fields[0].field, f.fields[0].detail);
		assert_int_equal(audience_of(text(o, "audience")),
		    audience_of_tlp(text(o, "tlp")));
		json_decref(o);
		arena_free(a);
	}
}

static void
countries_and_topics_exist(void **state)
{
	const json_t	*o, *v;
	size_t		 i, k;

	(void)state;
	json_array_foreach(items(), i, o) {
		json_array_foreach(json_object_get(o, "topics"), k, v)
			if (!in_reference("topic", json_string_value(v)))
				fail_msg("topic %s", json_string_value(v));
		json_array_foreach(json_object_get(o, "countries"), k, v)
			if (!in_reference("country", json_string_value(v)))
				fail_msg("country %s", json_string_value(v));
		v = json_object_get(json_object_get(o, "event"), "country");
		if (json_is_string(v))
			assert_true(in_reference("country",
			    json_string_value(v)));
	}
	json_array_foreach(json_object_get(library, "orgs"), i, o) {
		assert_true(in_reference("country", text(o, "country")));
		assert_non_null(strstr(text(o, "name"), "(sample)"));
	}
}

static void
whatever_is_named_is_there(void **state)
{
	const json_t	*o, *v;
	char		 path[256];
	size_t		 i, k;

	(void)state;
	json_array_foreach(items(), i, o) {
		assert_null(item_before(i, text(o, "key")));
		assert_true(listed("orgs", "slug", text(o, "org")));
		assert_true(listed("people", "email", text(o, "author")));
		json_array_foreach(json_object_get(o, "files"), k, v) {
			snprintf(path, sizeof(path), "assets/sample/%s",
			    json_string_value(v));
			if (access(path, R_OK) != 0)
				fail_msg("no %s", path);
		}
		v = json_object_get(json_object_get(o, "experience"), "used");
		for (k = 0; k < json_array_size(v); k++)
			assert_non_null(item_before(i,
			    json_string_value(json_array_get(v, k))));
		v = json_object_get(o, "withdrawn");
		if (v != NULL)
			assert_non_null(item_before(i,
			    text(v, "replacement")));
	}
	json_array_foreach(json_object_get(library, "people"), i, o) {
		assert_true(listed("orgs", "slug", text(o, "org")));
		assert_true(role_of(text(o, "role")) >= 0);
		assert_non_null(strstr(text(o, "email"), ".example"));
	}
}

static size_t
count(const char *name, const char *value)
{
	const json_t	*o;
	size_t		 i, n = 0;

	json_array_foreach(items(), i, o)
		n += strcmp(text(o, name), value) == 0;
	return n;
}

static size_t
count_events(const char *name, const char *value)
{
	const json_t	*o;
	size_t		 i, n = 0;

	json_array_foreach(items(), i, o)
		n += strcmp(text(json_object_get(o, "event"), name),
		    value) == 0;
	return n;
}

static void
has_one_of_each(void **state)
{
	const json_t	*o;
	size_t		 i, files = 0, withdrawn = 0;

	(void)state;
	json_array_foreach(items(), i, o) {
		files += json_array_size(json_object_get(o, "files"));
		withdrawn += json_object_get(o, "withdrawn") != NULL;
	}
	assert_int_equal(json_array_size(json_object_get(library, "orgs")),
	    12);
	assert_int_equal(count("kind", "toolkit"), 26);
	assert_int_equal(count("kind", "event"), 20);
	assert_int_equal(count("kind", "experience"), 14);
	assert_int_equal(files, 18);
	assert_int_equal(withdrawn, 1);
	assert_int_equal(count_events("certainty", "cancelled"), 1);
	assert_true(count_events("precision", "month") >= 2);
	assert_true(count_events("type", "initiative") >= 2);
	assert_true(count("audience", "network") >= 3);
	assert_int_equal(count("audience", "organisation"), 1);
	assert_true(count("language", "fr") > 0);
	assert_true(count("language", "pt") > 0);
	assert_true(count("language", "sw") > 0);
}

static void
first_toolkit_has_four_experiences(void **state)
{
	const json_t	*o, *x, *v;
	size_t		 i, k, worked = 0, partly = 0;

	(void)state;
	json_array_foreach(items(), i, o) {
		x = json_object_get(o, "experience");
		json_array_foreach(json_object_get(x, "used"), k, v) {
			if (strcmp(json_string_value(v),
			    "first-hour-cards") != 0)
				continue;
			worked += strcmp(text(x, "outcome"), "worked") == 0;
			partly += strcmp(text(x, "outcome"), "partly") == 0;
		}
	}
	assert_int_equal(worked, 3);
	assert_int_equal(partly, 1);
}

static void
check_when(const char *spec, const char *expect)
{
	/* a Monday */
	static const struct local today = { 2026, 11, 23, 0, 0, 0 };
	struct local		  at;
	char			  out[CLOCK_TEXT];

	if (!sample_when(spec, &today, &at))
		fail_msg("%s is refused", spec);
	clock_local_text(&at, out);
	assert_string_equal(out, expect);
}

static void
times_count_from_today(void **state)
{
	static const char *const wrong[] = { "", "45d", "+d", "+45", "+45w",
	    "+9999999999999d", "+1d 25:00", "+1d 9:00", "+1d tue9:00",
	    "+1d someday", "+1d tue 09:00 x", NULL };
	static const struct local today = { 2026, 11, 23, 0, 0, 0 };
	struct local		  at;

	(void)state;
	check_when("+0d", "2026-11-23T00:00");
	check_when("-23d", "2026-10-31T00:00");
	check_when("+40d 09:30", "2027-01-02T09:30");
	check_when("+6d mon", "2026-11-23T00:00");
	check_when("+45d tue 09:00", "2027-01-05T09:00");
	check_when("+0d sun 16:00", "2026-11-29T16:00");
	for (size_t i = 0; wrong[i] != NULL; i++)
		if (sample_when(wrong[i], &today, &at))
			fail_msg("%s is taken", wrong[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_keep_the_rules),
		cmocka_unit_test(countries_and_topics_exist),
		cmocka_unit_test(whatever_is_named_is_there),
		cmocka_unit_test(has_one_of_each),
		cmocka_unit_test(first_toolkit_has_four_experiences),
		cmocka_unit_test(times_count_from_today),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
