#include "unit.h"
#include "views/html.h"

static struct html	h;

static int
begin(void **state)
{
	(void)state;
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

/* what was printed since the last call */
static const char *
printed(void)
{
	static char	copy[4096];

	snprintf(copy, sizeof(copy), "%s", h.out.data);
	buf_reset(&h.out);
	return copy;
}

static void
text(void **state)
{
	(void)state;
	html_text(&h, "<a href=\"x\" id='y'>R&D</a>");
	assert_string_equal(printed(), "&lt;a href=&#34;x&#34; id=&#39;y&#39;"
	    "&gt;R&amp;D&lt;/a&gt;");
	html_text(&h, NULL);
	html_text(&h, "");
	assert_string_equal(printed(), "");
	html_text(&h, "&");
	assert_string_equal(printed(), "&amp;");
}

static void
by_type(void **state)
{
	char			 own[] = "<";
	const char		*ref = ">";
	struct html_safe	 safe = { "<b>x</b>" };
	short			 s = -3;
	unsigned		 u = 4000000000u;
	long long		 ll = INT64_MIN;

	(void)state;
	html_put(&h, own);
	html_put(&h, ref);
	html_put(&h, safe);
	html_put(&h, s);
	html_put(&h, u);
	html_put(&h, ll);
	html_put(&h, sizeof(int));
	assert_string_equal(printed(),
	    "&lt;&gt;<b>x</b>-34000000000-92233720368547758084");
	html_safe(&h, (struct html_safe){ NULL });
	assert_string_equal(printed(), "");
}

static void
url(void **state)
{
	(void)state;
	html_url(&h, "a b/c?d=e&f\xc3\xa9~.-_%\"");
	assert_string_equal(printed(),
	    "a%20b%2Fc%3Fd%3De%26f%C3%A9~.-_%25%22");
}

static void
href(void **state)
{
	static const char *const	good[] = { "http://a.example/x",
	    "HTTPS://a.example", "mailto:a@b.example", "webcal://a/b.ics",
	    "/items/K7M2X9QTBC/x", "/", "#top", "?q=x" };
	static const char *const	bad[] = { "javascript:alert(1)",
	    "JaVaScRiPt:alert(1)", " javascript:x", "java\tscript:x",
	    "data:text/html,x", "vbscript:x", "//evil.example", "/\\evil",
	    "\\\\evil", "/\t/evil", "\n/x", "items/x", "", "ftp://a",
	    "http://a\nb", "\x01http://a" };
	size_t				i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		html_href(&h, good[i]);
		assert_string_equal(printed(), good[i]);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		html_href(&h, bad[i]);
		assert_string_equal(printed(), "#");
	}
	html_href(&h, "https://a/?x=\"&y='<");
	assert_string_equal(printed(), "https://a/?x=&#34;&amp;y=&#39;&lt;");
	html_href(&h, NULL);
	assert_string_equal(printed(), "#");
}

static void
sentences(void **state)
{
	(void)state;
	html_printf(&h, "%s shared %d of %ld, 100%%", "<R&D>", 3, 7L);
	assert_string_equal(printed(),
	    "&lt;R&amp;D&gt; shared 3 of 7, 100%");
	/* a translation may turn the order around */
	html_printf(&h, "%2$d : %1$s (%2$d)", "x", 5);
	assert_string_equal(printed(), "5 : x (5)");
	html_printf(&h, "%zu %lld %lu", (size_t)1, 2LL, 3UL);
	assert_string_equal(printed(), "1 2 3");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(text),
		cmocka_unit_test(by_type),
		cmocka_unit_test(url),
		cmocka_unit_test(href),
		cmocka_unit_test(sentences),
	};

	return cmocka_run_group_tests_name("html", tests, begin, end);
}
