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

/* the first hit of a search with snippets */
static const struct search_hit *
first(const char *q)
{
	assert_string_not_equal(FIND(&s, .q = q, .snippets = true), "");
	return &s.r.hits[0];
}

static void
test_markup_is_escaped(void **state)
{
	const struct search_hit *h;

	(void)state;
	PUT(&s, .id = "A", .title = "One",
	    .body = "<script>alert('x')</script> & \"phishing\" <b>reports</b>");
	shelf_commit(&s, 1);
	h = first("phishing");
	assert_string_equal(h->in, "body");
	assert_null(h->file);
	assert_string_equal(h->snippet,
	    "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; "
	    "&quot;<mark>phishing</mark>&quot; &lt;b&gt;reports&lt;/b&gt;");
	h = first("script");
	assert_string_equal(h->snippet,
	    "&lt;<mark>script</mark>&gt;alert(&#39;x&#39;)&lt;/"
	    "<mark>script</mark>&gt; &amp; "
	    "&quot;phishing&quot; &lt;b&gt;reports&lt;/b&gt;");
}

static void
test_controls_are_left_out(void **state)
{
	(void)state;
	PUT(&s, .id = "A", .title = "One",
	    .body = "a\n\n\tb\r\n \xe2\x80\xae" "phishing\x1b\x7f now");
	shelf_commit(&s, 1);
	assert_string_equal(first("phishing")->snippet,
	    "a b <mark>phishing</mark> now");
}

/* a long text with one word near its end, in the second of two files */
static void
test_file_is_named(void **state)
{
	size_t max = 400000, n = 0;
	char *text = malloc(max + 100);
	struct index_text texts[2] = {
		{ "F1", "first.pdf", "Nothing of the kind." },
		{ "F2", "guide.pdf", text },
	};
	const struct search_hit *h;

	(void)state;
	assert_non_null(text);
	while (n < max)
		n += (size_t)snprintf(text + n, 100, "word%zu of the text. ",
		    n % 997);
	snprintf(text + n - 3000, 100, "%s", "hameçonnage at école.");
	text[n - 3000 + strlen(text + n - 3000)] = ' ';
	PUT(&s, .id = "A", .title = "One", .texts = texts, .ntexts = 2);
	shelf_commit(&s, 1);
	h = first("HAMECONNAGE ecole");
	assert_string_equal(h->in, "guide.pdf");
	assert_string_equal(h->file, "F2");
	assert_non_null(strstr(h->snippet,
	    "<mark>hameçonnage</mark> at <mark>école</mark>"));
	assert_memory_equal(h->snippet, "\xe2\x80\xa6 ", 4);
	assert_true(strlen(h->snippet) < 340);
	/* its name finds it too */
	assert_string_equal(first("guide")->in, "words");
	free(text);
}

static void
test_best_passage(void **state)
{
	const struct search_hit *h;

	(void)state;
	PUT(&s, .id = "A", .title = "Reports", .summary = "About evidence",
	    .body = "Evidence comes first. Trained people keep reports of all "
	    "evidence.");
	PUT(&s, .id = "B", .language = "zh", .title = "指南",
	    .body = "本指南说明如何处理网络钓鱼攻击。");
	shelf_commit(&s, 1);
	h = first("report training evidence");
	assert_string_equal(h->in, "body");
	assert_non_null(strstr(h->snippet, "<mark>Trained</mark> people keep "
	    "<mark>reports</mark> of all <mark>evidence</mark>."));
	assert_string_equal(first("reports")->in, "title");
	assert_string_equal(first("reports")->snippet,
	    "<mark>Reports</mark>");
	assert_non_null(strstr(first("网络钓鱼")->snippet,
	    "<mark>网络钓鱼</mark>攻击"));
	/* no words, no snippet */
	FIND(&s, .snippets = true);
	assert_null(s.r.hits[0].snippet);
	assert_null(s.r.hits[0].in);
}

/* the words of a phrase are marked where all of it stands, nowhere else */
static void
test_phrases_are_kept(void **state)
{
	const char *s1;

	(void)state;
	PUT(&s, .id = "A", .title = "One", .body =
	    "An incident, a response, another incident: respond to the "
	    "response of incidents. The last chapter is about the incident "
	    "response team and its duties in an incident.");
	PUT(&s, .id = "B", .title = "Two", .body = "Log4j is CVE-2021-44228, "
	    "not CVE-2021-44229.");
	shelf_commit(&s, 1);
	assert_string_equal(first("\"incident response\"")->snippet,
	    "\xe2\x80\xa6 The last chapter is about the <mark>incident</mark> "
	    "<mark>response</mark> team and its duties in an incident.");
	/* not asked as a phrase: where the words stand as asked is better */
	s1 = first("incident response")->snippet;
	assert_non_null(strstr(s1, "the <mark>incident</mark> "
	    "<mark>response</mark> team"));
	assert_string_equal(first("+CVE-2021-44228")->snippet,
	    "Log4j is <mark>CVE</mark>-<mark>2021</mark>-<mark>44228</mark>, "
	    "not CVE-2021-44229.");
}

/* on which page of the file the passage begins */
static void
test_page_is_named(void **state)
{
	static char text[40000];
	struct index_text texts[3] = {
		{ "F1", "long.pdf", text },
		{ "F2", "short.pdf", "Only one page with walruses." },
		{ "F3", "three.pdf", "First.\fSecond.\fA narwhal on three." },
	};
	size_t n = 0;
	int page;

	(void)state;
	for (page = 1; page <= 12; page++) {
		while (n < (size_t)page * 2500)
			n += (size_t)snprintf(text + n, 64, "word%d here. ",
			    page);
		n += (size_t)snprintf(text + n, 64, "%s\f",
		    page == 9 ? "A limpet at its end." : "");
	}
	PUT(&s, .id = "A", .title = "One", .texts = texts, .ntexts = 3);
	shelf_commit(&s, 1);
	assert_int_equal(first("limpet")->page, 9);
	assert_string_equal(s.r.hits[0].in, "long.pdf");
	assert_int_equal(first("word1")->page, 1);
	assert_int_equal(first("word12")->page, 12);
	assert_int_equal(first("narwhal")->page, 3);
	assert_int_equal(first("walruses")->page, 0);
	assert_int_equal(first("one")->page, 0);
}

static void
test_long_words_and_broken_text(void **state)
{
	static char text[200000];
	const struct search_hit *h;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	memcpy(text, "phishing ", 9);
	PUT(&s, .id = "A", .title = "\xff\xfe title \xc3", .body = text);
	shelf_commit(&s, 1);
	h = first("phishing");
	assert_string_equal(h->in, "body");
	assert_true(strlen(h->snippet) < 340);
	assert_non_null(strstr(h->snippet, "<mark>phishing</mark>"));
	assert_string_equal(first("title")->in, "title");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_markup_is_escaped),
		T(test_controls_are_left_out),
		T(test_file_is_named),
		T(test_best_passage),
		T(test_phrases_are_kept),
		T(test_page_is_named),
		T(test_long_words_and_broken_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
