/*
 * reply: see reply.h.
 */
#include "web/reply.h"

#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "base/settings.h"
#include "base/utf8.h"
#include "web/etag.h"

struct reply *
reply_new(struct request *r, int code, const char *type)
{
	struct reply	*reply = arena_new_of(r->arena, struct reply);

	reply->code = code;
	buf_init(&reply->body, REPLY_MAX);
	if (type != NULL)
		reply_header(r, reply, "content-type", type);
	return reply;
}

static bool
is_printable(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || (unsigned char)*s > 0x7e)
			return false;
	return true;
}

void
reply_header(struct request *r, struct reply *reply, const char *name,
    const char *value)
{
	size_t	i;

	if (!is_printable(value) || !is_printable(name)) {
		log_error("header", "refused an unclean value for %s", name);
		return;
	}
	for (i = 0; i < reply->nheaders; i++)
		if (strcmp(reply->headers[i].name, name) == 0 &&
		    strcmp(name, "set-cookie") != 0 &&
		    strcmp(name, "link") != 0)
			break;
	if (i == reply->nheaders) {
		assert(reply->nheaders < REPLY_HEADERS_MAX);
		reply->nheaders++;
	}
	reply->headers[i].name = name;
	reply->headers[i].value = arena_strdup(r->arena, value);
}

struct html *
reply_page(struct request *r)
{
	struct html	*h = arena_new_of(r->arena, struct html);

	buf_init(&h->out, REPLY_MAX);
	h->lang = r->lang;
	return h;
}

struct reply *
reply_html(struct request *r, int code, struct html *h)
{
	struct reply	*reply;

	assert(!h->out.failed);
	reply = reply_new(r, code, "text/html; charset=utf-8");
	reply->body = h->out;
	memset(&h->out, 0, sizeof(h->out));
	reply_header(r, reply, "content-language", r->lang);
	reply_header(r, reply, "vary", "Cookie, Accept-Language");
	reply_header(r, reply, "cache-control", "private, no-cache");
	return reply;
}

static int
add_bytes(const char *bytes, size_t n, void *arg)
{
	struct buf	*b = arg;

	buf_add(b, bytes, n);
	return b->failed ? -1 : 0;
}

struct reply *
reply_json(struct request *r, int code, json_t *json)
{
	struct reply	*reply = reply_new(r, code, "application/json");

	json_dump_callback(json, add_bytes, &reply->body,
	    JSON_COMPACT | JSON_ENCODE_ANY);
	json_decref(json);
	buf_putc(&reply->body, '\n');
	reply_header(r, reply, "vary", "Authorization, Cookie");
	reply_header(r, reply, "cache-control", "private, no-cache");
	return reply;
}

struct reply *
reply_redirect(struct request *r, const char *path)
{
	struct reply	*reply = reply_new(r, 303, NULL);

	reply_header(r, reply, "location", path);
	reply_header(r, reply, "cache-control", "no-store");
	return reply;
}

void
reply_wait(struct request *r, struct reply *reply)
{
	if (r->fault.retry_after > 0)
		reply_header(r, reply, "retry-after", arena_printf(r->arena,
		    "%d", r->fault.retry_after));
}

const char *
reply_value(const struct reply *reply, const char *name)
{
	size_t	i;

	for (i = 0; i < reply->nheaders; i++)
		if (strcmp(reply->headers[i].name, name) == 0)
			return reply->headers[i].value;
	return NULL;
}

/* what the client's stored answer needs to be renewed (RFC 9110, 15.4.5) */
static void
keep_for_304(struct reply *reply)
{
	static const char *const needed[] = { "etag", "cache-control", "vary",
	    "set-cookie", NULL };
	size_t	i, j, n = 0;

	for (i = 0; i < reply->nheaders; i++)
		for (j = 0; needed[j] != NULL; j++)
			if (strcmp(reply->headers[i].name, needed[j]) == 0)
				reply->headers[n++] = reply->headers[i];
	reply->nheaders = n;
}

struct reply *
reply_condition(struct request *r, struct reply *reply)
{
	const char	*tag = reply_value(reply, "etag");

	if (tag != NULL && reply->code == 200 && r->if_none_match != NULL &&
	    (r->method == METHOD_GET || r->method == METHOD_HEAD) &&
	    etag_none_match(r->if_none_match, tag)) {
		reply->code = 304;
		buf_reset(&reply->body);
		keep_for_304(reply);
	}
	return reply;
}

struct reply *
reply_etag(struct request *r, struct reply *reply, const char *tag)
{
	reply_header(r, reply, "etag", arena_printf(r->arena, "\"%s\"",
	    tag));
	return reply_condition(r, reply);
}

struct reply *
reply_etag_of_body(struct request *r, struct reply *reply)
{
	uint8_t	hash[SHA256_LEN];
	char	tag[33];

	digest_sha256(reply->body.data, reply->body.len, hash);
	digest_hex(hash, 16, tag);
	return reply_etag(r, reply, tag);
}

static bool
is_https(void)
{
	return strncmp(settings.base_url, "https:", 6) == 0;
}

/* a browser lets no neighbour on another host of the domain write __Host- */
const char *
reply_cookie_name(enum reply_cookie which)
{
	static const char *const	names[][2] = {
		[COOKIE_SESSION] = { "cs", "__Host-cs" },
		[COOKIE_LANG] = { "cs_lang", "__Host-cs_lang" },
	};

	return names[which][is_https()];
}

static void
cookie(struct request *r, struct reply *reply, enum reply_cookie which,
    const char *value, long max_age)
{
	reply_header(r, reply, "set-cookie", arena_printf(r->arena,
	    "%s=%s; Path=/; Max-Age=%ld; SameSite=Lax%s%s",
	    reply_cookie_name(which), value, max_age,
	    which == COOKIE_LANG ? "" : "; HttpOnly",
	    is_https() ? "; Secure" : ""));
}

void
reply_session(struct request *r, struct reply *reply, const char *value,
    int max_age)
{
	cookie(r, reply, COOKIE_SESSION, value, max_age);
}

void
reply_lang(struct request *r, struct reply *reply, const char *lang)
{
	cookie(r, reply, COOKIE_LANG, lang, 365L * 86400);
}

/* characters that may stand as they are in an ext-value (RFC 8187, 3.2.1) */
static bool
is_attr_char(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || strchr("!#$&+-.^_`|~", c) != NULL;
}

void
reply_attachment(struct request *r, struct reply *reply, const char *name)
{
	struct buf	 b;
	const char	*s;

	buf_init(&b, 4096);
	buf_puts(&b, "attachment; filename=\"");
	for (s = name; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= 0x80 && (c & 0xc0) == 0x80)
			continue;	/* one sign for one character */
		buf_putc(&b, (char)(c < 0x20 || c > 0x7e || c == '"' ||
		    c == '\\' || c == '%' ? '_' : c));
	}
	buf_puts(&b, "\"; filename*=UTF-8''");
	for (s = name; *s != '\0'; s++) {
		if (is_attr_char((unsigned char)*s))
			buf_putc(&b, *s);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*s);
	}
	reply_header(r, reply, "content-disposition", b.data);
	buf_free(&b);
}
