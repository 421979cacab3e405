/*
 * across: a question in one language finds what was written in another.
 * Recall at 10 over the pairs of across.tsv, with and without the thesaurus.
 */
#include "search/thesaurus.h"
#include "search_shelf.h"

#define WANTED	0.7

static struct shelf s;
static struct thesaurus *thesaurus;

static int
setup(void **state)
{
	char why[300];

	(void)state;
	shelf_open(&s);
	thesaurus = thesaurus_open("assets/thesaurus.ttl", why, sizeof(why));
	assert_non_null(thesaurus);
	finder_thesaurus(s.f, thesaurus);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	shelf_close(&s);
	thesaurus_close(thesaurus);
	return 0;
}

/* one of the ten is the one that was judged right */
static bool
is_found(const char *q, const char *id, bool as_typed)
{
	size_t i;

	FIND(&s, .q = q, .limit = 10, .as_typed = as_typed);
	for (i = 0; i < s.r.nhits; i++)
		if (strcmp(s.r.hits[i].id, id) == 0)
			return true;
	return false;
}

static void
take(char *line, size_t *pairs, size_t *with, size_t *without)
{
	char *what = strsep(&line, "\t"), *a = strsep(&line, "\t");
	char *b = strsep(&line, "\t"), *c = strsep(&line, "\t");

	if (strcmp(what, "D") == 0) {
		PUT(&s, .id = a, .language = b, .title = c, .body = line);
	} else if (strcmp(what, "Q") == 0) {
		(*pairs)++;
		*without += is_found(b, c, true);
		if (is_found(b, c, false))
			(*with)++;
		else
			print_message("not found: %s -> %s\n", b, c);
	}
}

static void
test_recall_across_languages(void **state)
{
	FILE *in = fopen("tests/unit/across.tsv", "re");
	size_t size = 0, pairs = 0, with = 0, without = 0;
	bool asked = false;
	char *line = NULL;

	(void)state;
	assert_non_null(in);
	while (getline(&line, &size, in) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (*line == '#')
			continue;
		if (*line == 'Q' && !asked) {
			shelf_commit(&s, 1);
			asked = true;
		}
		take(line, &pairs, &with, &without);
	}
	free(line);
	fclose(in);
	print_message("%zu pairs: %zu found, %zu without the thesaurus\n",
	    pairs, with, without);
	assert_true(pairs >= 50);
	assert_true((double)with >= WANTED * (double)pairs);
	/* it is the thesaurus that does it */
	assert_true(with > without + pairs / 4);
}

static void
test_says_what_was_added(void **state)
{
	(void)state;
	PUT(&s, .id = "EN", .title = "Phishing cards");
	PUT(&s, .id = "FR", .language = "fr", .title = "Carnet d'hameçonnage");
	shelf_commit(&s, 1);
	assert_string_equal(FIND(&s, .q = "phishing"), "EN FR");
	assert_true(s.r.nalso == 1);
	assert_string_equal(s.r.also[0].label, "hameçonnage");
	assert_string_equal(s.r.also[0].lang, "fr");
	assert_string_equal(s.r.also[0].of, "phishing");
	assert_string_equal(FIND(&s, .q = "phishing", .as_typed = true), "EN");
	assert_int_equal(s.r.nalso, 0);
	/* a phrase means just that, and what is left out stays out */
	assert_string_equal(FIND(&s, .q = "\"phishing cards\""), "EN");
	assert_string_equal(FIND(&s, .q = "cards -phishing"), "");
}

static void
test_adds_nothing_that_the_reader_may_not_see(void **state)
{
	(void)state;
	PUT(&s, .id = "EN", .title = "Phishing cards");
	PUT(&s, .id = "FR", .language = "fr", .title = "Carnet d'hameçonnage",
	    .audience = "network");
	shelf_commit(&s, 1);
	assert_string_equal(OUTSIDE(&s, .q = "phishing"), "EN");
	assert_int_equal(s.r.nalso, 0);
	assert_string_equal(FIND(&s, .q = "phishing"), "EN FR");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_recall_across_languages,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_says_what_was_added,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_adds_nothing_that_the_reader_may_not_see, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
