/*
 * What makes two items the same effort, and what does not; sketches of texts.
 */
#include "domain/overlap.h"
#include "search/sketch.h"
#include "unit.h"

static struct overlap_facts
same_plan(void)
{
	return (struct overlap_facts){ .kind = KIND_EVENT, .same_kind = true,
	    .same_language = true, .text = 0.7, .title = 0.7, .shared = 0.8,
	    .place = NEAR_SAME, .topic = NEAR_SAME, .people = NEAR_SAME,
	    .dated = true, .days = 21 };
}

static void
plans(void **state)
{
	struct overlap_facts	f = same_plan();

	(void)state;
	assert_true(overlap_judge(&f).warn);
	f.days = 366;			/* the series goes on */
	assert_true(overlap_judge(&f).score < 0.5);
	f = same_plan();
	f.text = f.title = 0;		/* in the same town, about another thing */
	f.topic = NEAR_NO;
	assert_false(overlap_judge(&f).warn);
	assert_true(overlap_judge(&f).show);
	f = (struct overlap_facts){ .same_kind = true, .same_file = true };
	assert_true(overlap_judge(&f).warn);
	f = (struct overlap_facts){ .same_kind = true,
	    .same_language = true };
	assert_false(overlap_judge(&f).show);
}

static void
languages(void **state)
{
	struct overlap_facts	f = { .same_kind = true, .concepts = 0.8,
				    .nconcepts = 4, .place = NEAR_SAME };

	(void)state;
	assert_true(overlap_judge(&f).warn);
	f.nconcepts = 1;		/* one concept is a field, not a plan */
	assert_false(overlap_judge(&f).warn);
}

static double
share(const char *one, const char *two)
{
	struct sketch	a, b;
	int		same = 0;

	assert_true(sketch_of(one, strlen(one), NULL, &a));
	assert_true(sketch_of(two, strlen(two), NULL, &b));
	for (int i = 0; i < SKETCH_BYTES; i += 4)
		same += memcmp(a.mins + i, b.mins + i, 4) == 0;
	return same / (double)SKETCH_NUMBERS;
}

#define TEXT "Call the operator within the hour and name the wallet. Write " \
	"down who answered and when. The desk then asks for the account to "  \
	"be held for three days while the victim signs a complaint."

static void
sketches(void **state)
{
	struct sketch	s;

	(void)state;
	assert_false(sketch_of("Too short", 9, NULL, &s));
	assert_true(share(TEXT, TEXT) > 0.99);
	/* capitals, signs and one word more */
	assert_true(share(TEXT, "CALL THE OPERATOR: " TEXT) > 0.7);
	assert_true(share(TEXT, "A garden of cassava and taro grows behind "
	    "the school where pupils weigh the compost each week and draw "
	    "what they have seen in a book that is shown to parents.") <
	    0.1);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(plans), cmocka_unit_test(languages),
		cmocka_unit_test(sketches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
