/* the reader of SKOS, names in texts, and the thesaurus that comes along */
#include <unistd.h>

#include "search/thesaurus.h"
#include "unit.h"

#define HEAD	"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n" \
		"@prefix : <urn:x:> .\n"

static char why[300];

static struct thesaurus *
from(const char *text)
{
	char path[] = "/tmp/cs-thesaurus-XXXXXX";
	int fd = mkstemp(path);
	struct thesaurus *t;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	why[0] = '\0';
	t = thesaurus_open(path, why, sizeof(why));
	unlink(path);
	return t;
}

/* ids of what a text names, joined by spaces */
static const char *
named(const struct thesaurus *t, const char *text)
{
	static char ids[1000];
	struct concept_at at[20];
	size_t i, len = 0, n = thesaurus_find(t, text, strlen(text), at, 20);

	ids[0] = '\0';
	for (i = 0; i < n; i++)
		len += (size_t)snprintf(ids + len, sizeof(ids) - len, "%s%s",
		    i > 0 ? " " : "", thesaurus_id(t, at[i].concept));
	return ids;
}

static void
test_reads_turtle(void **state)
{
	struct thesaurus *t = from(HEAD "# a comment\n"
	    ":a a skos:Concept; skos:prefLabel \"bank \\\"fraud\\\"\"@en,"
	    " \"fraude bancaire\"@fr ; skos:altLabel 'x' .\n");
	const struct concept_label *l;

	(void)state;
	/* single quotation marks are no part of what is read */
	assert_null(t);
	assert_non_null(strstr(why, "line 4"));
	t = from(HEAD "# a comment\n"
	    ":a a skos:Concept; skos:altLabel \"caf\\u00e9\"@fr ;\n"
	    " skos:prefLabel \"bank \\\"fraud\\\"\"@en ; skos:note \"x\" ; .\n"
	    "<urn:x:b> a skos:Concept ; skos:broader :a ;\n"
	    " skos:prefLabel \"skimming\"@en .\n"
	    ":scheme skos:prefLabel \"not a concept\"@en .");
	assert_non_null(t);
	assert_int_equal(thesaurus_size(t), 2);
	assert_string_equal(thesaurus_label(t, 0, "en"), "bank \"fraud\"");
	assert_null(thesaurus_label(t, 0, "fr"));
	assert_int_equal(thesaurus_labels(t, 0, &l), 2);
	assert_true(l[0].preferred);
	assert_string_equal(l[1].text, "café");
	thesaurus_close(t);
}

static void
test_relations_go_both_ways(void **state)
{
	struct thesaurus *t = from(HEAD
	    ":a a skos:Concept ; skos:prefLabel \"one\" ; skos:narrower :b .\n"
	    ":b a skos:Concept ; skos:prefLabel \"two\" .\n"
	    ":c a skos:Concept ; skos:prefLabel \"three\" ; skos:broader :a .");
	const size_t *v;

	(void)state;
	assert_non_null(t);
	assert_int_equal(thesaurus_narrower(t, 0, &v), 2);
	assert_int_equal(thesaurus_broader(t, 1, &v), 1);
	assert_int_equal(v[0], 0);
	assert_int_equal(thesaurus_broader(t, 2, &v), 1);
	thesaurus_close(t);
}

static void
test_says_what_is_wrong(void **state)
{
	static const struct { const char *text, *says; } bad[] = {
		{ "x:a a skos:Concept .", "prefix" },
		{ ":a a skos:Concept ; skos:prefLabel [] .", "blank" },
		{ ":a a skos:Concept ; skos:prefLabel \"x\n\" .", "closed" },
		{ ":a a skos:Concept", "full stop" },
		{ ":a a skos:Concept ; skos:prefLabel :b .", "label" },
		{ ":a a skos:Concept ; skos:prefLabel \"\\q\" .", "escape" },
		{ ":a a skos:Concept ; skos:prefLabel \"\\ud800\" .", "such" },
		{ ":a a skos:Concept ; skos:prefLabel \"x\" ; "
		    "skos:broader :gone .", "gone" },
	};
	char text[400];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text), HEAD "%s", bad[i].text);
		assert_null(from(text));
		if (strstr(why, bad[i].says) == NULL)
			fail_msg("%s: %s", bad[i].text, why);
	}
	assert_null(thesaurus_open("/nowhere", why, sizeof(why)));
}

static void
test_finds_the_longest_names(void **state)
{
	struct thesaurus *t = thesaurus_open("assets/thesaurus.ttl", why,
	    sizeof(why));
	struct concept_at at[2];

	(void)state;
	if (t == NULL)
		fail_msg("%s", why);
	assert_string_equal(named(t, "How to report PHISHING"), "phishing");
	assert_string_equal(named(t, "le HAMECONNAGE et l'hameçonnage ciblé"),
	    "phishing spear-phishing");
	assert_string_equal(named(t, "spear-phishing"), "spear-phishing");
	assert_string_equal(named(t, "uhalifu wa mtandao nchini"),
	    "cybercrime");
	assert_string_equal(named(t, "computer crimes"), "cybercrime");
	assert_string_equal(named(t, ""), "");
	assert_int_equal(thesaurus_find(t, "a phishing b", 12, at, 2), 1);
	assert_int_equal(at[0].from, 2);
	assert_int_equal(at[0].to, 10);
	thesaurus_close(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_turtle),
		cmocka_unit_test(test_relations_go_both_ways),
		cmocka_unit_test(test_says_what_is_wrong),
		cmocka_unit_test(test_finds_the_longest_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
