#include "unit.h"
#include "views/markdown.h"

static struct arena	*arena;

static int
begin(void **state)
{
	(void)state;
	arena = arena_new(64 << 20);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#define CHECK(text, want)						\
	assert_string_equal(markdown_html(arena, text).html, want)

static void
plain(void **state)
{
	(void)state;
	CHECK("", "");
	CHECK("One *two*\n\n- a\n- b", "<p>One <em>two</em></p>\n"
	    "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
	CHECK("R&D \"x\"", "<p>R&amp;D &quot;x&quot;</p>\n");
}

static void
headings_are_lowered(void **state)
{
	(void)state;
	CHECK("# A\n\nB\n===", "<h2>A</h2>\n<h2>B</h2>\n");
	CHECK("##### E\n###### F", "<h6>E</h6>\n<h6>F</h6>\n");
	/* the text of a heading that looks like one stays */
	CHECK("# \\<h1>", "<h2>&lt;h1&gt;</h2>\n");
}

#define REL	"\" rel=\"nofollow noopener\">"

static void
links(void **state)
{
	(void)state;
	CHECK("[a *b*](https://x.example/?a=1&b=\"2\")",
	    "<p><a href=\"https://x.example/?a=1&amp;b=&#34;2&#34;" REL
	    "a <em>b</em></a></p>\n");
	CHECK("<https://x.example>", "<p><a href=\"https://x.example" REL
	    "https://x.example</a></p>\n");
	CHECK("<a@b.example>", "<p><a href=\"mailto:a@b.example" REL
	    "a@b.example</a></p>\n");
	CHECK("[x](/items/K7M2X9QTBC)", "<p><a href=\"/items/K7M2X9QTBC" REL
	    "x</a></p>\n");
	CHECK("[r]\n\n[r]: https://x.example 'title'",
	    "<p><a href=\"https://x.example" REL "r</a></p>\n");
	CHECK("[a](https://x.example) and [b](https://y.example)",
	    "<p><a href=\"https://x.example" REL "a</a> and "
	    "<a href=\"https://y.example" REL "b</a></p>\n");
}

static void
dangerous_links_are_text(void **state)
{
	(void)state;
	CHECK("[x](javascript:alert(1))", "<p>x</p>\n");
	CHECK("[x](JAVASCRIPT:alert(1))", "<p>x</p>\n");
	CHECK("[x](data:text/html;base64,xx)", "<p>x</p>\n");
	CHECK("[x](&#106;avascript:alert(1))", "<p>x</p>\n");
	CHECK("[x](java&#9;script:alert(1))", "<p>x</p>\n");
	CHECK("[x](//evil.example)", "<p>x</p>\n");
	/* a label of the trade, not an address */
	CHECK("<TLP:GREEN>", "<p>TLP:GREEN</p>\n");
}

static void
images_are_links(void **state)
{
	(void)state;
	CHECK("![map *of*](https://x.example/m.png)",
	    "<p><a href=\"https://x.example/m.png" REL
	    "map <em>of</em></a></p>\n");
	CHECK("[![logo](https://x.example/l.png)](https://x.example)",
	    "<p><a href=\"https://x.example" REL "logo</a></p>\n");
	CHECK("![x](javascript:alert(1))", "<p>x</p>\n");
}

static void
html_is_text(void **state)
{
	(void)state;
	CHECK("a <b onclick=x>b</b>",
	    "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n");
	CHECK("<script>alert(1)</script>",
	    "<pre><code>&lt;script&gt;alert(1)&lt;/script&gt;\n"
	    "</code></pre>\n");
	CHECK("x\n\n<!-- y -->\n\n> <div>", "<p>x</p>\n"
	    "<pre><code>&lt;!-- y --&gt;\n</code></pre>\n<blockquote>\n"
	    "<pre><code>&lt;div&gt;\n</code></pre>\n</blockquote>\n");
}

/* shapes that make bad Markdown readers slow: done at once, or not at all */
static void
repeated(const char *piece)
{
	size_t	 n = strlen(piece), i;
	char	*text = calloc(1, MARKDOWN_MAX + 1);

	for (i = 0; i + n <= MARKDOWN_MAX; i += n)
		memcpy(text + i, piece, n);
	assert_non_null(markdown_html(arena, text).html);
	free(text);
}

static void
large_and_deep(void **state)
{
	(void)state;
	repeated("[");
	repeated("> ");
	repeated("[a](");
	repeated("![");
	repeated("*a _b ");
	repeated("<b>");
	repeated("- ");
	repeated("[a](b)");
	repeated("[![x](/y)](/z)");
}

static void
cut_at_the_ceiling(void **state)
{
	char	*text = malloc(MARKDOWN_MAX + 100);
	size_t	 n;

	(void)state;
	memset(text, 'a', MARKDOWN_MAX + 99);
	memcpy(text + MARKDOWN_MAX - 1, "\xc3\xa9", 2);
	text[MARKDOWN_MAX + 99] = '\0';
	n = strlen(markdown_html(arena, text).html);
	assert_int_equal(n, MARKDOWN_MAX - 1 + strlen("<p></p>\n"));
	free(text);
}

/* nothing that CommonMark's own examples hold may come out as a tag of ours */
static void
commonmark_examples(void **state)
{
	size_t		 n;
	char		*spec = unit_read(unit_data("http/commonmark/spec.txt"),
			    &n), *piece, *next;
	const char	*html;
	int		 count = 0;

	(void)state;
	for (piece = spec; piece != NULL; piece = next) {
		next = strstr(piece, "\n```````````````````````````````` example");
		if (next != NULL) {
			*next = '\0';
			next += 42;
		}
		html = markdown_html(arena, piece).html;
		assert_null(strstr(html, "<script"));
		assert_null(strstr(html, "<img"));
		assert_null(strstr(html, "javascript:\""));
		assert_null(strstr(html, "<h1"));
		count++;
	}
	assert_true(count > 600);
	free(spec);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(plain),
		cmocka_unit_test(headings_are_lowered),
		cmocka_unit_test(links),
		cmocka_unit_test(dangerous_links_are_text),
		cmocka_unit_test(images_are_links),
		cmocka_unit_test(html_is_text),
		cmocka_unit_test(large_and_deep),
		cmocka_unit_test(cut_at_the_ceiling),
		cmocka_unit_test(commonmark_examples),
	};

	return cmocka_run_group_tests_name("markdown", tests, begin, end);
}
