/*
 * The shared pieces of pages: what they promise about escaping, errors and
 * the ids to which the summary of errors links.
 */
#include "unit.h"

#include <string.h>

#include "views/frame.h"
#include "views/parts.h"
#include "views/row.h"

static struct html	h;

static int
begin(void **state)
{
	(void)state;
	h.lang = "en";
	buf_init(&h.out, 1 << 20);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	buf_free(&h.out);
	return 0;
}

static void
has(const char *s)
{
	if (strstr(h.out.data, s) == NULL)
		fail_msg("no %s in %s", s, h.out.data);
}

static void
lacks(const char *s)
{
	if (strstr(h.out.data, s) != NULL)
		fail_msg("%s in %s", s, h.out.data);
}

static void
test_row_escapes_all_words(void **state)
{
	struct row_view	r = { .kind = "event", .href = "/items/1",
			    .title = "<script>", .quote = "<script>",
			    .summary = "<script>", .org = "<script>",
			    .countries = "<script>", .date = "<script>",
			    .files = "<script>", .evidence = "<script>",
			    .lock = "<script>", .state = "<script>",
			    .day = "<script>", .month = "<script>",
			    .lang = "\"><script>", .datetime = "\"><script>" };

	(void)state;
	view_row(&h, &r);
	lacks("<script");
	has("row event");
}

static void
test_row_shows_snippet_before_summary(void **state)
{
	struct row_view	r = { .kind = "toolkit", .href = "/items/1",
			    .title = "T", .summary = "whole", .in = "a.pdf",
			    .snippet = { "<mark>x</mark>" } };

	(void)state;
	view_row(&h, &r);
	has("<b>a.pdf</b>");
	has("<mark>x</mark>");
	lacks("whole");
	has("<h3>");
}

static void
test_outcome_is_said_in_words(void **state)
{
	(void)state;
	view_outcome(&h, "partly", false);
	has("Partly worked");
	view_outcome(&h, "too-early", true);
	has("Too early to say");
}

static void
test_errors_link_to_fields(void **state)
{
	struct fault	 fault = { .status = ST_INVALID, .nfields = 2,
			    .fields = { { "title", "Give it a title." },
			    { "start", "<b>" } } };
	struct field	 f = { .name = "title", .label = "Title",
			    .error = "Give it a title.", .hint = "short" };

	(void)state;
	view_errors(&h, &fault);
	has("Please mend 2 things");
	has("href=\"#f-title\"");
	has("&lt;b&gt;");
	view_field(&h, &f);
	has("id=\"f-title\"");
	has("aria-describedby=\"h-title e-title\"");
	has("aria-invalid=\"true\"");
}

static void
test_no_fault_prints_nothing(void **state)
{
	struct fault	fault = { .status = ST_OK };

	(void)state;
	view_errors(&h, &fault);
	view_pager(&h, NULL, NULL);
	view_chips(&h, NULL, 0, NULL);
	assert_int_equal(h.out.len, 0);
}

static void
test_field_keeps_what_was_typed(void **state)
{
	struct field	text = { .name = "body", .label = "B",
			    .type = "textarea", .value = "\n</textarea>" };
	struct field	line = { .name = "q", .label = "Q", .value = "a\"b" };

	(void)state;
	/* a browser drops one newline after the tag: a second must follow */
	view_field(&h, &text);
	has(">\n\n&lt;/textarea&gt;</textarea>");
	view_field(&h, &line);
	has("value=\"a&#34;b\"");
}

static void
test_pick_opens_groups_with_a_choice(void **state)
{
	struct option	o[] = { { "FJ", "Fiji", NULL, "Pacific", true },
			    { "TO", "Tonga", NULL, "Pacific", false },
			    { "KE", "Kenya", NULL, "Africa", false } };
	struct choices	c = { .name = "country", .legend = "Countries",
			    .n = 3, .option = o, .many = true };

	(void)state;
	view_pick(&h, &c);
	has("<details open><summary>Pacific");
	has("<details><summary>Africa");
	has("value=\"FJ\" checked");
	lacks("value=\"TO\" checked");
}

static void
test_frame_comes_back_to_the_page(void **state)
{
	struct page	p = { .title = "T", .path = "/search?q=a&b=c",
			    .nav = "calendar" };

	(void)state;
	view_page_begin(&h, &p);
	view_page_end(&h, &p);
	has("/login?next=%2Fsearch%3Fq%3Da%26b%3Dc");
	has("/lang/fr?next=%2Fsearch%3Fq%3Da%26b%3Dc");
	lacks("/logout");
	has("aria-current=\"page\"\n>Calendar");
}

#define CASE(f)	cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		CASE(test_row_escapes_all_words),
		CASE(test_row_shows_snippet_before_summary),
		CASE(test_outcome_is_said_in_words),
		CASE(test_errors_link_to_fields),
		CASE(test_no_fault_prints_nothing),
		CASE(test_field_keeps_what_was_typed),
		CASE(test_pick_opens_groups_with_a_choice),
		CASE(test_frame_comes_back_to_the_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
