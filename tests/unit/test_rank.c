/* the order of what was found: fields, forms, places, age, and why */
#include <time.h>

#include "search_shelf.h"

static struct shelf s;

static int
setup(void **state)
{
	(void)state;
	shelf_open(&s);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	shelf_close(&s);
	return 0;
}

static void
test_titles_weigh_beside_long_texts(void **state)
{
	char body[20000];
	size_t i, n = 0;

	(void)state;
	for (i = 0; n + 40 < sizeof(body); i++)
		n += (size_t)snprintf(body + n, sizeof(body) - n,
		    "word%zu about other matters ", i % 500);
	PUT(&s, .id = "LONG", .title = "Evidence", .body = body);
	PUT(&s, .id = "SHORT", .title = "Something else",
	    .body = "Other matters, and evidence once. Matters of matters.");
	shelf_commit(&s, 1);
	assert_string_equal(FIND(&s, .q = "evidence"), "LONG SHORT");
}

static void
test_exact_before_other_forms(void **state)
{
	(void)state;
	PUT(&s, .id = "A", .title = "Reporting to the court");
	PUT(&s, .id = "B", .title = "Reports to the court");
	PUT(&s, .id = "C", .language = "fr", .title = "Peche aux moules");
	PUT(&s, .id = "D", .language = "fr", .title = "Pêche aux moules");
	shelf_commit(&s, 1);
	assert_string_equal(FIND(&s, .q = "reports"), "B A");
	assert_string_equal(FIND(&s, .q = "REPORTING"), "A B");
	assert_string_equal(FIND(&s, .q = "pêche"), "D C");
	assert_string_equal(FIND(&s, .q = "PECHE"), "C D");
}

static void
test_forms_of_languages(void **state)
{
	(void)state;
	PUT(&s, .id = "SW", .language = "sw", .title = "Wapelelezi wa uhalifu");
	PUT(&s, .id = "TR", .language = "tr", .title = "Güvenliğimiz için");
	PUT(&s, .id = "AR", .language = "ar", .title = "المدرسة والحوادث");
	PUT(&s, .id = "HI", .language = "hi", .title = "नीतियों की सूची");
	shelf_commit(&s, 1);
	/* no stemmer: words that begin alike */
	assert_string_equal(FIND(&s, .q = "uhalifuni"), "SW");
	assert_string_equal(FIND(&s, .q = "guvenlik"), "TR");
	/* article, and the last letter in either way of writing it */
	assert_string_equal(FIND(&s, .q = "مدرسة"), "AR");
	assert_string_equal(FIND(&s, .q = "المدرسه"), "AR");
	assert_string_equal(FIND(&s, .q = "नीतियों"), "HI");
	/* a vowel sign is a letter: another word */
	assert_string_equal(FIND(&s, .q = "नत"), "");
}

static void
test_what_is_said_again_weighs_more(void **state)
{
	(void)state;
	PUT(&s, .id = "A", .title = "Evidence of the police");
	PUT(&s, .id = "B", .title = "Training of the court");
	shelf_commit(&s, 1);
	assert_string_equal(FIND(&s, .q = "Evidence? For training what "
	    "evidence is there"), "A B");
	assert_string_equal(FIND(&s, .q = "training (evidence) training"),
	    "B A");
}

static void
test_side_by_side_first(void **state)
{
	(void)state;
	PUT(&s, .id = "APART", .title = "Response of a court to an incident");
	PUT(&s, .id = "TOGETHER", .title = "Of a court, incident response to");
	shelf_commit(&s, 1);
	assert_string_equal(FIND(&s, .q = "incident response"),
	    "TOGETHER APART");
}

static void
test_recent_and_proven_before_the_same(void **state)
{
	int64_t now = time(NULL), old = now - 3000 * DAY;
	size_t i, k;

	(void)state;
	PUT(&s, .id = "OLD", .title = "Cards", .published = old + DAY);
	PUT(&s, .id = "NEW", .title = "Cards", .published = now - DAY);
	PUT(&s, .id = "USED", .title = "Cards", .published = old);
	PUT(&s, .id = "X1", .kind = "experience", .title = "It went well",
	    .outcome = "worked", .used = VALUES("USED"),
	    .audience = "network");
	PUT(&s, .id = "X2", .kind = "experience", .title = "So did this",
	    .outcome = "worked", .used = VALUES("USED"),
	    .audience = "network");
	shelf_commit(&s, 1);
	assert_string_equal(FIND(&s, .q = "cards"), "NEW USED OLD");
	/* what the reader may not read moves nothing */
	assert_string_equal(OUTSIDE(&s, .q = "cards", .explain = true),
	    "NEW OLD USED");
	for (i = 0; i < s.r.nhits; i++)
		for (k = 0; k < s.r.hits[i].nwhy; k++)
			assert_int_not_equal(s.r.hits[i].why[k].reason,
			    SEARCH_WHY_PROVEN);
}

static void
test_reasons_make_up_the_score(void **state)
{
	double sum = 0;
	size_t i;

	(void)state;
	PUT(&s, .id = "A", .title = "Phishing reports", .published = 1000);
	PUT(&s, .id = "B", .title = "Reported phishing", .published = 1000);
	shelf_commit(&s, 1);
	assert_string_equal(FIND(&s, .q = "phishing reports",
	    .explain = true), "A B");
	for (i = 0; i < s.r.hits[0].nwhy; i++)
		sum += s.r.hits[0].why[i].share;
	assert_true(sum > 0.99 && sum < 1.01);
	assert_string_equal(s.r.hits[0].why[0].words, "reports");
	for (i = 0; i < s.r.hits[1].nwhy; i++)
		assert_false(s.r.hits[1].why[i].reason == SEARCH_WHY_EXACT &&
		    strcmp(s.r.hits[1].why[i].words, "reports") == 0);
	FIND(&s, .q = "phishing reports");
	assert_int_equal(s.r.hits[0].nwhy, 0);
}

static void
test_pages_follow_each_other(void **state)
{
	char id[12], all[4096], seen[4096];
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < 75; i++) {
		snprintf(id, sizeof(id), "I%03zu", i);
		PUT(&s, .id = id, .title = "Cards", .body = id,
		    .published = 1700000000 + (int64_t)(i * 7919 % 75) * DAY);
	}
	shelf_commit(&s, 1);
	snprintf(all, sizeof(all), "%s", FIND(&s, .q = "cards", .limit = 75));
	for (i = 0; i < 75; i += 10)
		n += (size_t)snprintf(seen + n, sizeof(seen) - n, "%s%s",
		    i == 0 ? "" : " ", FIND(&s, .q = "cards", .limit = 10,
		    .offset = i));
	assert_string_equal(seen, all);
	assert_false(s.r.more);
}

#define T(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_titles_weigh_beside_long_texts),
		T(test_exact_before_other_forms),
		T(test_forms_of_languages),
		T(test_what_is_said_again_weighs_more),
		T(test_side_by_side_first),
		T(test_recent_and_proven_before_the_same),
		T(test_reasons_make_up_the_score),
		T(test_pages_follow_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
