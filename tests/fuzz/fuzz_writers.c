/*
 * What is written into answers: headers, names of files for saving, addresses
 * to go on to, text and addresses in HTML. Whatever stands in them, no byte
 * ends its place early.
 */
#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/item.h"
#include "views/html.h"
#include "web/reply.h"

static void
headers(struct request *r, const char *s)
{
	struct reply	*reply = reply_new(r, 200, "text/plain");
	const char	*v;

	if (strlen(s) <= 255)		/* as file_clean_name() leaves them */
		reply_attachment(r, reply, s);
	if (strlen(s) % 64 == 0)	/* each refusal is a line in the log */
		reply_header(r, reply, "x", s);
	for (size_t i = 0; i < reply->nheaders; i++)
		for (v = reply->headers[i].value; *v != '\0'; v++)
			assert(*v >= 0x20 && *v < 0x7f);
	v = reply_value(reply, "content-disposition");
	if (v != NULL) {
		v = strchr(v, '"') + 1;
		v = strchr(v, '"');
		assert(strncmp(v, "\"; filename*=UTF-8''", 20) == 0);
		assert(strpbrk(v + 20, "\"; ,\\") == NULL);
	}
	buf_free(&reply->body);
}

static void
html(const char *s)
{
	struct html	h = { .lang = "en" };

	buf_init(&h.out, 1 << 20);
	html_text(&h, s);
	assert(h.out.len == 0 || strpbrk(h.out.data, "<>\"'") == NULL);
	buf_reset(&h.out);
	html_url(&h, s);
	assert(h.out.len == 0 || strpbrk(h.out.data, "<>\"'& /?#") == NULL);
	buf_reset(&h.out);
	html_href(&h, s);
	assert(h.out.len > 0 && strpbrk(h.out.data, "<>\"'") == NULL);
	assert(strncasecmp(h.out.data, "javascript", 10) != 0 &&
	    strncasecmp(h.out.data, "data:", 5) != 0 &&
	    strncmp(h.out.data, "//", 2) != 0);
	buf_free(&h.out);
}

static void
names(struct arena *a, const char *s)
{
	const char	*name, *slug;

	if (!utf8_valid(s, strlen(s)))
		return;
	name = file_clean_name(a, s);
	if (name == NULL)
		return;
	assert(*name != '\0' && strchr(name, '/') == NULL &&
	    strchr(name, '\\') == NULL && strlen(name) <= 255);
	assert(utf8_valid(name, strlen(name)));
	for (const char *p = name; *p != '\0';)
		assert(!utf8_is_control(utf8_next(&p)));
	slug = item_slug(a, s);
	assert(strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
	    strlen(slug));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena	*a = arena_new(FUZZ_ARENA);
	struct request	 r = { .arena = a, .lang = "en" };
	const char	*s = arena_strndup(a, (const char *)data, n);
	const char	*path = request_local_path(s, "/");

	headers(&r, s);
	html(s);
	names(a, s);
	assert(path[0] == '/' && path[1] != '/' && path[1] != '\\');
	arena_free(a);
	return 0;
}
