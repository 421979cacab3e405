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
fill_words(void)
{
	PUT(&s, .id = "GUIDE", .title = "Handling phishing reports",
	    .summary = "How a national team works through reports",
	    .body = "First the report is registered. Then evidence is kept.");
	PUT(&s, .id = "TRAIN", .title = "Training for investigators",
	    .body = "Trainers trained forty investigators in Suva.");
	PUT(&s, .id = "LAW", .title = "Model law on computer crime",
	    .body = "The report of the committee. Incident response teams.");
	PUT(&s, .id = "FRENCH", .language = "fr",
	    .title = "Gestion des incidents de sécurité",
	    .body = "L'école nationale forme les équipes à l'hameçonnage.");
	PUT(&s, .id = "PORTUG", .language = "pt",
	    .title = "Investigação de crimes cibernéticos",
	    .body = "As investigações começam pela preservação das provas.");
	PUT(&s, .id = "CHINA", .language = "zh",
	    .title = "网络钓鱼应急响应指南", .body = "本指南说明如何处理网络钓鱼。");
	PUT(&s, .id = "ARAB", .language = "ar",
	    .title = "دليل الاستجابة للحوادث", .body = "أمن المعلومات");
	PUT(&s, .id = "THAI", .language = "th",
	    .title = "คู่มือการรับมือภัยคุกคามทางไซเบอร์");
	PUT(&s, .id = "HINDI", .language = "hi", .title = "साइबर सुरक्षा नीति");
	PUT(&s, .id = "CVE", .title = "Advisory CVE-2021-44228",
	    .body = "Log4j in 2021.");
	PUT(&s, .id = "OTHERCVE", .title = "Advisory of 2021",
	    .body = "44229 and CVE and 2021");
	shelf_commit(&s, 1);
}

static void
test_words_are_ored(void **state)
{
	(void)state;
	fill_words();
	assert_string_equal(FIND(&s, .q = "phishing"), "GUIDE");
	/* never AND: what has one of the words is found too */
	assert_string_equal(FIND(&s, .q = "how do I handle phishing at sea"),
	    "GUIDE");
	assert_non_null(strstr(FIND(&s, .q = "report evidence"), "LAW"));
	assert_memory_equal(FIND(&s, .q = "report evidence"), "GUIDE", 5);
	assert_string_equal(FIND(&s, .q = "zzzz"), "");
	assert_int_equal(s.r.total, 0);
	assert_true(s.r.total_exact);
}

static void
test_endings_and_capitals(void **state)
{
	(void)state;
	fill_words();
	assert_string_equal(FIND(&s, .q = "investigator"), "TRAIN");
	assert_string_equal(FIND(&s, .q = "INVESTIGATORS"), "TRAIN");
	assert_string_equal(FIND(&s, .q = "Phishing Reports"), "GUIDE LAW");
	assert_string_equal(FIND(&s, .q = "PHISHING REPORTS"), "GUIDE LAW");
	assert_string_equal(FIND(&s, .q = "incidents"),
	    FIND(&s, .q = "incident"));
}

static void
test_exact_form_wins(void **state)
{
	(void)state;
	PUT(&s, .id = "A", .title = "Policies", .published = 1700000009);
	PUT(&s, .id = "B", .title = "Policy", .published = 1700000001);
	shelf_commit(&s, 1);
	assert_string_equal(FIND(&s, .q = "policy"), "B A");
	assert_string_equal(FIND(&s, .q = "policies"), "A B");
}

static void
test_languages(void **state)
{
	(void)state;
	fill_words();
	assert_string_equal(FIND(&s, .q = "hameçonnage"), "FRENCH");
	assert_string_equal(FIND(&s, .q = "HAMECONNAGE"), "FRENCH");
	assert_string_equal(FIND(&s, .q = "ecole"), "FRENCH");
	assert_string_equal(FIND(&s, .q = "l'école"), "FRENCH");
	assert_string_equal(FIND(&s, .q = "securite"), "FRENCH");
	assert_string_equal(FIND(&s, .q = "investigacoes"), "PORTUG");
	assert_string_equal(FIND(&s, .q = "investigação"), "PORTUG");
	assert_string_equal(FIND(&s, .q = "网络钓鱼"), "CHINA");
	assert_string_equal(FIND(&s, .q = "如何应对钓鱼"), "CHINA");
	assert_string_equal(FIND(&s, .q = "鱼"), "CHINA");
	assert_string_equal(FIND(&s, .q = "\"网络钓鱼\""), "CHINA");
	assert_string_equal(FIND(&s, .q = "\"络网\""), "");
	/* without the hamza, and with the article */
	assert_string_equal(FIND(&s, .q = "امن"), "ARAB");
	assert_string_equal(FIND(&s, .q = "الحوادث"), "ARAB");
	assert_string_equal(FIND(&s, .q = "ภัยคุกคาม"), "THAI");
	assert_string_equal(FIND(&s, .q = "सुरक्षा"), "HINDI");
	/* vowel signs are letters */
	assert_string_equal(FIND(&s, .q = "सरक्ष"), "");
}

static void
test_signs(void **state)
{
	(void)state;
	fill_words();
	assert_string_equal(FIND(&s, .q = "+report -phishing"), "LAW");
	assert_string_equal(FIND(&s, .q = "report +evidence"), "GUIDE");
	assert_string_equal(FIND(&s, .q = "reports -phishing -committee"), "");
	assert_string_equal(FIND(&s, .q = "\"incident response\""), "LAW");
	assert_string_equal(FIND(&s, .q = "\"response incident\""), "");
	assert_string_equal(FIND(&s, .q = "“école nationale”"), "FRENCH");
	assert_string_equal(FIND(&s, .q = "\"ecole nationale\""), "FRENCH");
	assert_string_equal(FIND(&s, .q = "« école nationale »"), "FRENCH");
	assert_string_equal(FIND(&s, .q = "advisory -\"computer crime\""),
	    "OTHERCVE CVE");
	assert_memory_equal(FIND(&s, .q = "CVE-2021-44228"), "CVE", 3);
	assert_string_equal(FIND(&s, .q = "+CVE-2021-44228"), "CVE");
	assert_string_equal(FIND(&s, .q = "report -"), FIND(&s, .q = "report"));
}

static void
test_notes(void **state)
{
	char longer[4000], many[800];
	size_t i;

	(void)state;
	fill_words();
	assert_string_equal(FIND(&s, .q = "\"phishing reports"), "GUIDE LAW");
	assert_int_equal(s.r.note, SEARCH_NOTE_QUOTE);
	assert_string_equal(FIND(&s, .q = "?!* ()"), "");
	assert_int_equal(s.r.note, SEARCH_NOTE_WORDLESS);
	assert_string_equal(FIND(&s, .q = "-report -crimes -advisory "
	    "-training -sécurité -钓鱼 -दलील -साइबर", .limit = 3), "THAI ARAB");
	assert_int_equal(s.r.note, SEARCH_NOTE_ONLY_NOT);
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	memcpy(longer, "phishing ", 9);
	assert_string_equal(FIND(&s, .q = longer), "GUIDE");
	assert_int_equal(s.r.note, SEARCH_NOTE_LONG);
	for (i = 0; i < SEARCH_WORDS_MAX; i++)
		snprintf(many + i * 6, 7, "w%04zu ", i);
	FIND(&s, .q = many);
	assert_int_equal(s.r.note, SEARCH_NOTE_NONE);
	snprintf(many + i * 6, 7, "w9999");
	FIND(&s, .q = many);
	assert_int_equal(s.r.note, SEARCH_NOTE_LONG);
	FIND(&s, .q = "phishing");
	assert_int_equal(s.r.note, SEARCH_NOTE_NONE);
	/* operators, wildcards and prefixes are words */
	assert_string_equal(FIND(&s, .q = "phish*"), "GUIDE");
	assert_string_equal(FIND(&s, .q = "phishing AND zzzz"), "GUIDE");
	assert_string_equal(FIND(&s, .q = "title:phishing"), "GUIDE");
	assert_string_equal(FIND(&s, .q = "QGUIDE"), "");
	assert_string_equal(FIND(&s, .q = "   "), FIND(&s, .q = NULL));
	assert_int_equal(s.r.total, 11);
}

static void
test_suggestion(void **state)
{
	(void)state;
	fill_words();
	FIND(&s, .q = "phising reprots");
	assert_string_equal(s.r.suggestion, "phishing reports");
	FIND(&s, .q = "phishing");
	assert_null(s.r.suggestion);
	FIND(&s, .q = "+advisroy -zzz");
	assert_string_equal(s.r.suggestion, "+advisory -zzz");
	/* the first letters swapped, one too many, words run together */
	FIND(&s, .q = "hpishing");
	assert_string_equal(s.r.suggestion, "phishing");
	FIND(&s, .q = "xphishing");
	assert_string_equal(s.r.suggestion, "phishing");
	FIND(&s, .q = "phishingreports for team");
	assert_string_equal(s.r.suggestion, "phishing reports for team");
	FIND(&s, .q = "for investi gators");
	assert_string_equal(s.r.suggestion, "for investigators");
	/* somebody wrote it, and it still is an error */
	PUT(&s, .id = "TYPO", .title = "One", .body = "a phisihng");
	shelf_commit(&s, 2);
	FIND(&s, .q = "phisihng");
	assert_null(s.r.suggestion);
	for (char id[] = "MORE0"; id[4] < '9'; id[4]++)
		PUT(&s, .id = id, .title = "Phishing");
	shelf_commit(&s, 3);
	assert_string_equal(FIND(&s, .q = "phisihng"), "TYPO");
	assert_string_equal(s.r.suggestion, "phishing");
}

static void
test_titles(void **state)
{
	(void)state;
	fill_words();
	PUT(&s, .id = "OLD", .title = "Reports of phishing, and more",
	    .published = 1600000000);
	PUT(&s, .id = "HIDDEN", .audience = "org-9",
	    .title = "Phishing of one organisation");
	shelf_commit(&s, 2);
	/* what begins so stands before what holds it, then the newest */
	assert_string_equal(FIND(&s, .q = "phish", .titles = true),
	    "GUIDE OLD");
	assert_string_equal(FIND(&s, .q = "rep", .titles = true),
	    "OLD GUIDE");
	assert_string_equal(FIND(&s, .q = "Handling PHI", .titles = true),
	    "GUIDE");
	assert_string_equal(FIND(&s, .q = "reports pish", .titles = true), "");
	assert_string_equal(FIND(&s, .q = "securite", .titles = true),
	    "FRENCH");
	assert_string_equal(FIND(&s, .q = "sécu", .titles = true), "FRENCH");
	assert_string_equal(FIND(&s, .q = "网络钓", .titles = true), "CHINA");
	assert_string_equal(FIND(&s, .q = "网", .titles = true), "CHINA");
	/* words of the text are no titles */
	assert_string_equal(FIND(&s, .q = "registered", .titles = true), "");
	assert_string_equal(FIND(&s, .q = "", .titles = true), "");
	assert_string_equal(FIND(&s, .q = "\" -", .titles = true), "");
	assert_string_equal(FIND(&s, .q = "re", .titles = true, .limit = 1),
	    "OLD");
	assert_string_equal(search_plain(s.arena, " L'École  d'été! "),
	    "l ecole d ete");
}

static void
fill_fields(void)
{
	PUT(&s, .id = "FIJI", .title = "Workshop in Fiji", .kind = "event",
	    .countries = VALUES("FJ", "TO"), .regions = VALUES("pacific"),
	    .file_types = VALUES("pdf"),
	    .topics = VALUES("law", "law-model"), .org = "bluewater",
	    .event_country = "FJ", .first_day = "2027-03-09",
	    .last_day = "2027-03-12", .published = 1700000000 + DAY);
	PUT(&s, .id = "ANY", .title = "Workshop for all, workshop, workshop",
	    .topics = VALUES("law"), .org = "redsea", .words = "workshop",
	    .published = 1700000000 + 2 * DAY, .updated = 1800000000);
	PUT(&s, .id = "KENYA", .title = "Workshop in Nairobi",
	    .kind = "experience", .countries = VALUES("KE"),
	    .regions = VALUES("africa"), .outcome = "worked",
	    .org = "bluewater", .first_day = "2026-01-01",
	    .last_day = "2026-06-30", .language = "sw",
	    .published = 1700000000 + 3 * DAY);
	shelf_commit(&s, 1);
}

static void
test_filters(void **state)
{
	(void)state;
	fill_fields();
	/* any country is found too, after the country's own, whatever the
	 * words weigh */
	assert_string_equal(FIND(&s, .q = "workshop",
	    .filter[SEARCH_COUNTRY] = VALUES("FJ")), "FIJI ANY");
	assert_string_equal(FIND(&s,
	    .filter[SEARCH_COUNTRY] = VALUES("FJ")), "FIJI ANY");
	assert_true(s.r.hits[0].score > 0.99);
	assert_string_equal(FIND(&s,
	    .filter[SEARCH_COUNTRY] = VALUES("KE", "TO")), "KENYA FIJI ANY");
	assert_string_equal(FIND(&s, .filter[SEARCH_COUNTRY] = VALUES("*")),
	    "ANY");
	assert_string_equal(FIND(&s,
	    .filter[SEARCH_KIND] = VALUES("event", "toolkit")), "ANY FIJI");
	assert_string_equal(FIND(&s, .filter[SEARCH_ORG] = VALUES("bluewater"),
	    .filter[SEARCH_KIND] = VALUES("event")), "FIJI");
	assert_string_equal(FIND(&s, .filter[SEARCH_TOPIC] =
	    VALUES("law-model")), "FIJI");
	assert_string_equal(FIND(&s, .filter[SEARCH_REGION] =
	    VALUES("africa")), "KENYA ANY");
	assert_string_equal(FIND(&s, .filter[SEARCH_FILE_TYPE] =
	    VALUES("pdf", "sheet")), "FIJI");
	assert_string_equal(FIND(&s, .filter[SEARCH_LANGUAGE] = VALUES("sw")),
	    "KENYA");
	assert_string_equal(FIND(&s, .filter[SEARCH_YEAR] = VALUES("2027")),
	    "FIJI");
	assert_string_equal(FIND(&s, .filter[SEARCH_OUTCOME] =
	    VALUES("worked", "no")), "KENYA");
	assert_string_equal(FIND(&s, .updated_since = 1790000000), "ANY");
}

static void
test_dates(void **state)
{
	struct search_query bad = { .from = "yesterday", .limit = 1 };

	(void)state;
	fill_fields();
	assert_string_equal(FIND(&s, .from = "2027-03-12"), "FIJI");
	assert_string_equal(FIND(&s, .from = "2027-03-13"), "");
	assert_string_equal(FIND(&s, .to = "2027-03-08"), "KENYA ANY");
	assert_string_equal(FIND(&s, .from = "2026-06-30",
	    .to = "2027-03-09"), "KENYA FIJI");
	/* published on 2023-11-16: it takes place on that day */
	assert_string_equal(FIND(&s, .to = "2023-11-16"), "ANY");
	assert_string_equal(FIND(&s, .to = "2023-11-15"), "");
	assert_string_equal(FIND(&s, .sort = SORT_DATE), "FIJI KENYA ANY");
	assert_string_equal(FIND(&s, .sort = SORT_DATE, .from = "2020-01-01"),
	    "ANY KENYA FIJI");
	assert_string_equal(FIND(&s, .sort = SORT_NEWEST), "KENYA ANY FIJI");
	assert_int_equal(finder_search(s.f, s.arena, member, 3, &bad, &s.r),
	    ST_INVALID);
}

static void
test_counts(void **state)
{
	(void)state;
	fill_fields();
	FIND(&s, .q = "workshop", .limit = 1, .facets = 1u << SEARCH_KIND |
	    1u << SEARCH_COUNTRY | 1u << SEARCH_TOPIC);
	assert_int_equal(s.r.nfacets, 3);
	assert_int_equal(s.r.facets[0].field, SEARCH_KIND);
	assert_int_equal(s.r.facets[0].n, 3);
	assert_string_equal(s.r.facets[0].values[0].value, "event");
	assert_int_equal(s.r.facets[1].n, 3);
	assert_string_equal(s.r.facets[1].values[0].value, "FJ");
	/* as many as a search for it shows */
	assert_int_equal(s.r.facets[1].values[0].count, 2);
	assert_true(s.r.facets[1].exact);
	assert_string_equal(s.r.facets[2].values[0].value, "law");
	assert_int_equal(s.r.facets[2].values[0].count, 2);
	FIND(&s, .q = "zzzz", .facets = 1u << SEARCH_ORG);
	assert_int_equal(s.r.nfacets, 1);
	assert_int_equal(s.r.facets[0].n, 0);
}

static unsigned
count_of(enum search_field field, const char *value)
{
	size_t i, k;

	for (i = 0; i < s.r.nfacets; i++)
		for (k = 0; k < s.r.facets[i].n &&
		    s.r.facets[i].field == field; k++)
			if (strcmp(s.r.facets[i].values[k].value, value) == 0)
				return s.r.facets[i].values[k].count;
	return 0;
}

/* each number is what the search finds when its value is chosen alone */
static void
test_counts_are_results(void **state)
{
	struct search_query q = { .q = "workshop", .limit = 5,
	    .facets = (1u << SEARCH_FIELDS) - 1 };
	static const struct {
		enum search_field f;
		const char *value;
	} all[] = { { SEARCH_COUNTRY, "FJ" }, { SEARCH_COUNTRY, "KE" },
	    { SEARCH_REGION, "pacific" }, { SEARCH_TOPIC, "law-model" },
	    { SEARCH_KIND, "event" }, { SEARCH_ORG, "bluewater" },
	    { SEARCH_FILE_TYPE, "pdf" }, { SEARCH_YEAR, "2027" } };
	struct search_query one;
	unsigned n;
	size_t i;

	(void)state;
	fill_fields();
	PUT(&s, .id = "SUVA", .title = "Workshop in Suva for anybody",
	    .event_country = "FJ", .regions = VALUES("pacific"));
	shelf_commit(&s, 2);
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		shelf_find(&s, true, q);
		n = count_of(all[i].f, all[i].value);
		one = q;
		one.filter[all[i].f].v = &all[i].value;
		one.filter[all[i].f].n = 1;
		shelf_find(&s, true, one);
		assert_int_equal(s.r.total, n);
		/* and it says the same when it is chosen */
		assert_int_equal(count_of(all[i].f, all[i].value), n);
	}
	/* a list with a value chosen still offers the others */
	FIND(&s, .filter[SEARCH_KIND] = VALUES("event"),
	    .facets = 1u << SEARCH_KIND | 1u << SEARCH_ORG);
	assert_int_equal(count_of(SEARCH_KIND, "experience"), 1);
	assert_int_equal(count_of(SEARCH_ORG, "redsea"), 0);
	/* country and region are one list */
	FIND(&s, .filter[SEARCH_COUNTRY] = VALUES("KE"),
	    .facets = 1u << SEARCH_REGION);
	assert_int_equal(count_of(SEARCH_REGION, "pacific"), 3);
}

/* items of several audiences bear the same numbers: what a value is called is
 * its own item's, not that of another one behind the number */
static void
test_counts_of_several_audiences(void **state)
{
	(void)state;
	PUT(&s, .id = "PUB1", .title = "Kiwi one", .topics = VALUES("law"));
	PUT(&s, .id = "PUB2", .title = "Kiwi two", .topics = VALUES("cirt"));
	PUT(&s, .id = "NET1", .title = "Kiwi three", .audience = "network",
	    .topics = VALUES("crimes"));
	PUT(&s, .id = "NET2", .title = "Kiwi four", .audience = "network",
	    .topics = VALUES("phishing"));
	PUT(&s, .id = "ORG1", .title = "Kiwi five", .audience = "org-7",
	    .topics = VALUES("strategy"));
	shelf_commit(&s, 1);
	FIND(&s, .q = "kiwi", .facets = 1u << SEARCH_TOPIC);
	assert_int_equal(s.r.facets[0].n, 5);
	assert_int_equal(count_of(SEARCH_TOPIC, "crimes"), 1);
	assert_int_equal(count_of(SEARCH_TOPIC, "phishing"), 1);
	assert_int_equal(count_of(SEARCH_TOPIC, "strategy"), 1);
	OUTSIDE(&s, .q = "kiwi", .facets = 1u << SEARCH_TOPIC);
	assert_int_equal(s.r.facets[0].n, 2);
}

/* back from any page to the one before, in any order */
static void
test_pages_back(void **state)
{
	char id[8], forth[40], last[24], first[24];
	int i, sort;

	(void)state;
	for (i = 0; i < 9; i++) {
		snprintf(id, sizeof(id), "P%d", i);
		PUT(&s, .id = id, .title = "Same title",
		    .published = 1700000000 + i / 4);
	}
	shelf_commit(&s, 1);
	for (sort = SORT_NEWEST; sort <= SORT_DATE; sort++) {
		snprintf(forth, sizeof(forth), "%s", FIND(&s,
		    .sort = (enum search_sort)sort, .limit = 4));
		assert_false(s.r.fewer);
		snprintf(last, sizeof(last), "%s", s.r.hits[3].key);
		FIND(&s, .sort = (enum search_sort)sort, .limit = 4,
		    .after = last);
		assert_true(s.r.fewer);
		snprintf(first, sizeof(first), "%s", s.r.hits[0].key);
		assert_string_equal(FIND(&s, .sort = (enum search_sort)sort,
		    .limit = 4, .before = first), forth);
		assert_true(s.r.more);
		assert_false(s.r.fewer);
		FIND(&s, .sort = (enum search_sort)sort, .limit = 2,
		    .before = first);
		assert_true(s.r.fewer);
	}
}

static void
test_pages(void **state)
{
	char id[8], seen[3][600] = { "", "", "" };
	const char *after = NULL;
	size_t n;
	int i, sort;

	(void)state;
	for (i = 0; i < 60; i++) {
		snprintf(id, sizeof(id), "P%02d", i);
		PUT(&s, .id = id, .title = "Same title",
		    .published = 1700000000 + i / 7);
	}
	shelf_commit(&s, 1);
	for (sort = SORT_BEST; sort <= SORT_DATE; sort++, after = NULL)
		for (n = 0; n < 60; n += 7) {
			FIND(&s, .q = "title", .sort = (enum search_sort)sort,
			    .offset = sort == SORT_BEST ? n : 0,
			    .after = after, .limit = 7);
			assert_int_equal(s.r.total, 60);
			assert_int_equal(s.r.more, n + 7 < 60);
			for (i = 0; i < (int)s.r.nhits; i++) {
				assert_null(strstr(seen[sort],
				    s.r.hits[i].id));
				snprintf(seen[sort] + strlen(seen[sort]), 8,
				    "%s ", s.r.hits[i].id);
				after = s.r.hits[i].key;
			}
		}
	for (i = 0; i < 3; i++)
		assert_int_equal(strlen(seen[i]), 240);
	assert_string_equal(seen[0], seen[1]);
	assert_memory_equal(seen[1], "P59 P58 ", 8);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_words_are_ored),
		T(test_endings_and_capitals),
		T(test_exact_form_wins),
		T(test_languages),
		T(test_signs),
		T(test_notes),
		T(test_suggestion),
		T(test_titles),
		T(test_filters),
		T(test_dates),
		T(test_counts),
		T(test_counts_are_results),
		T(test_counts_of_several_audiences),
		T(test_pages_back),
		T(test_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
