/* the only writer of headers: what it lets through, and what it says itself */
#include "base/settings.h"
#include "unit.h"
#include "web/reply.h"

static struct request	 r;
static struct reply	*reply;

static int
begin(void **state)
{
	(void)state;
	memset(&r, 0, sizeof(r));
	r.arena = arena_new(1 << 20);
	r.lang = "fr";
	settings.base_url = "https://example.org";
	reply = reply_new(&r, 200, "text/plain");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	buf_free(&reply->body);
	arena_free(r.arena);
	return 0;
}

static void
unclean_values_stay_out(void **state)
{
	static const char *const	 values[] = { "a\r\nx: y", "a\nb",
		"\x7F", "caf\xC3\xA9", "tab\t" };

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		reply_header(&r, reply, "x", values[i]);
	assert_null(reply_value(reply, "x"));
	reply_header(&r, reply, "x\r\ny", "value");
	assert_int_equal(reply->nheaders, 1);
	reply_header(&r, reply, "x", "~ clean");
	assert_string_equal(reply_value(reply, "x"), "~ clean");
}

static void
one_of_each_but_some(void **state)
{
	(void)state;
	reply_header(&r, reply, "content-type", "text/html");
	assert_int_equal(reply->nheaders, 1);
	assert_string_equal(reply_value(reply, "content-type"), "text/html");
	reply_header(&r, reply, "link", "<a>");
	reply_header(&r, reply, "link", "<b>");
	reply_header(&r, reply, "set-cookie", "a=1");
	reply_header(&r, reply, "set-cookie", "b=2");
	assert_int_equal(reply->nheaders, 5);
	assert_null(reply_value(reply_new(&r, 204, NULL), "content-type"));
}

static void
names_of_files(void **state)
{
	(void)state;
	reply_attachment(&r, reply, "A z-9é\"\\%;\r\n\x7F.pdf");
	assert_string_equal(reply_value(reply, "content-disposition"),
	    "attachment; filename=\"A z-9____;___.pdf\"; filename*=UTF-8''"
	    "A%20z-9%C3%A9%22%5C%25%3B%0D%0A%7F.pdf");
}

static void
cookies(void **state)
{
	(void)state;
	reply_session(&r, reply, "v", 60);
	assert_string_equal(reply_value(reply, "set-cookie"), "__Host-cs=v; "
	    "Path=/; Max-Age=60; SameSite=Lax; HttpOnly; Secure");
	settings.base_url = "http://localhost";
	reply = reply_new(&r, 200, "text/plain");
	reply_lang(&r, reply, "fr");
	assert_string_equal(reply_value(reply, "set-cookie"), "cs_lang=fr; "
	    "Path=/; Max-Age=31536000; SameSite=Lax");
}

static int
asked(enum method method, int code, const char *tag, const char *known)
{
	struct reply	*p = reply_new(&r, code, "text/plain");

	r.method = method;
	r.if_none_match = known;
	buf_puts(&p->body, "body");
	reply_header(&r, p, "vary", "Cookie");
	if (tag != NULL)
		reply_etag(&r, p, tag);
	else
		reply_condition(&r, p);
	if (p->code == 304) {
		assert_int_equal(p->body.len, 0);
		assert_null(reply_value(p, "content-type"));
		assert_string_equal(reply_value(p, "vary"), "Cookie");
	}
	buf_free(&p->body);
	return p->code;
}

static void
what_the_reader_has(void **state)
{
	(void)state;
	assert_int_equal(asked(METHOD_GET, 200, "1", "\"1\""), 304);
	assert_int_equal(asked(METHOD_HEAD, 200, "1", "\"1\""), 304);
	assert_int_equal(asked(METHOD_POST, 200, "1", "\"1\""), 200);
	assert_int_equal(asked(METHOD_GET, 200, "1", "\"2\""), 200);
	assert_int_equal(asked(METHOD_GET, 200, "1", NULL), 200);
	assert_int_equal(asked(METHOD_GET, 200, NULL, "\"1\""), 200);
	assert_int_equal(asked(METHOD_GET, 404, "1", "\"1\""), 404);
}

static void
bodies(void **state)
{
	struct html	*h = reply_page(&r);
	struct reply	*p, *q;

	(void)state;
	html_text(h, "<x>");
	p = reply_html(&r, 200, h);
	assert_string_equal(p->body.data, "&lt;x&gt;");
	assert_string_equal(reply_value(p, "content-language"), "fr");
	r.method = METHOD_GET;
	assert_int_equal(strlen(reply_value(reply_etag_of_body(&r, p),
	    "etag")), 34);
	q = reply_json(&r, 201, json_pack("{s:i}", "a", 1));
	assert_string_equal(q->body.data, "{\"a\":1}\n");
	buf_free(&q->body);
	q = reply_redirect(&r, "/items");
	assert_int_equal(q->code, 303);
	assert_string_equal(reply_value(q, "location"), "/items");
	buf_free(&p->body);
}

static void
when_to_come_again(void **state)
{
	(void)state;
	reply_wait(&r, reply);
	assert_null(reply_value(reply, "retry-after"));
	r.fault.retry_after = 5;
	reply_wait(&r, reply);
	assert_string_equal(reply_value(reply, "retry-after"), "5");
}

/* JSON beyond the ceiling: nothing is written past it */
static void
too_large_json(void **state)
{
	char		*much = malloc(REPLY_MAX + 10);
	struct reply	*p;

	(void)state;
	memset(much, 'a', REPLY_MAX + 9);
	much[REPLY_MAX + 9] = '\0';
	p = reply_json(&r, 200, json_stringn(much, REPLY_MAX + 9));
	assert_true(p->body.failed);
	assert_true(p->body.len <= REPLY_MAX);
	buf_free(&p->body);
	free(much);
}

#define CASE(f)	cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		CASE(unclean_values_stay_out), CASE(one_of_each_but_some),
		CASE(names_of_files), CASE(cookies),
		CASE(what_the_reader_has), CASE(bodies),
		CASE(when_to_come_again), CASE(too_large_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
