/*
 * Mail (RFC 5322 and 2045), single or in a box, and saved web pages (MHTML):
 * subject and people, the text, the names and texts of what is attached.
 */
#include "extract/formats.h"

#include <ctype.h>
#include <strings.h>

#include "base/base64.h"
#include "extract/mime.h"

#define DEPTH_MAX	10
#define PARTS_MAX	1000
#define HEADER_MAX	8192	/* of one, unfolded; the rest is dropped */

struct part {
	char	 type[HEADER_MAX];
	char	 encoding[32];
	char	 disposition[HEADER_MAX];
};

struct mail {
	struct out	*out;
	unsigned	 parts;
	int		 depth;
	bool		 bomb;
};

static void	entity(struct mail *, const char *, size_t, bool);

static const char *const	 shown[] = { "Subject", "From", "To", "Cc",
	"Date", "Newsgroups", NULL };

static bool
is_header(const char *line, size_t n, const char *name, const char **value)
{
	size_t	 len = strlen(name);

	if (n <= len || line[len] != ':' ||
	    strncasecmp(line, name, len) != 0)
		return false;
	*value = line + len + 1;
	return true;
}

static void
header(struct mail *m, struct part *p, const char *line, size_t n, bool show)
{
	const char	*v;

	if (is_header(line, n, "Content-Type", &v))
		snprintf(p->type, sizeof(p->type), "%s",
		    v + strspn(v, " \t\r\n"));
	else if (is_header(line, n, "Content-Transfer-Encoding", &v))
		snprintf(p->encoding, sizeof(p->encoding), "%.*s",
		    (int)strcspn(v + strspn(v, " \t"), " \t\r\n;"),
		    v + strspn(v, " \t"));
	else if (is_header(line, n, "Content-Disposition", &v))
		snprintf(p->disposition, sizeof(p->disposition), "%s",
		    v + strspn(v, " \t\r\n"));
	for (const char *const *h = shown; show && *h != NULL; h++)
		if (is_header(line, n, *h, &v)) {
			v += strspn(v, " \t");
			mime_words(m->out, v, strlen(v));
			out_line(m->out);
		}
}

/* the line that goes on in the next, as long as that begins with a space */
static size_t
unfold(const char *s, size_t n, char *line)
{
	size_t	 i = 0, out = 0;

	while (i < n) {
		if (s[i] == '\n' && (i + 1 >= n || (s[i + 1] != ' ' &&
		    s[i + 1] != '\t'))) {
			i++;
			break;
		}
		if (s[i] != '\r' && s[i] != '\n' && s[i] != '\0' &&
		    out + 1 < HEADER_MAX)
			line[out++] = s[i];
		i++;
	}
	line[out] = '\0';
	return i;
}

/* up to the empty line; how long that is */
static size_t
headers(struct mail *m, struct part *p, const char *s, size_t n, bool show)
{
	char	 line[HEADER_MAX];
	size_t	 i = 0;

	while (i < n) {
		if (s[i] == '\n')
			return i + 1;
		if (s[i] == '\r' && i + 1 < n && s[i + 1] == '\n')
			return i + 2;
		i += unfold(s + i, n - i, line);
		header(m, p, line, strlen(line), show);
	}
	return n;
}

static bool
is_type(const struct part *p, const char *type)
{
	return strncasecmp(p->type, type, strlen(type)) == 0;
}

/* false: no memory for it */
static bool
decode(const struct part *p, const char *s, size_t n, struct buf *b)
{
	buf_init(b, n + 1);
	buf_add(b, s, n);
	if (b->failed || b->data == NULL)
		return n == 0;
	if (strcasecmp(p->encoding, "base64") == 0)
		b->len = base64_read(b->data, b->len,
		    (uint8_t *)b->data);
	else if (strcasecmp(p->encoding, "quoted-printable") == 0)
		b->len = mime_quoted(b->data, b->len);
	else if (strcasecmp(p->encoding, "x-uuencode") == 0)
		b->len = mime_uu(b->data, b->len);
	b->data[b->len] = '\0';
	return true;
}

static void
to_buf(void *b, const char *s, size_t n)
{
	buf_add(b, s, n);
}

static void
text_part(struct mail *m, const struct part *p, const struct buf *b)
{
	char		 set[64];
	struct buf	 utf8;

	mime_parameter(p->type, "charset", set, sizeof(set));
	if (!is_type(p, "text/html")) {
		charset_text(b, set, strlen(set), charset_to_out, m->out);
		return;
	}
	buf_init(&utf8, INPUT_MAX);
	charset_text(b, *set != '\0' ? set : NULL, strlen(set), to_buf,
	    &utf8);
	if (*set == '\0')		/* the page itself may say */
		format_inner(m->out, html_extract, b->data, b->len);
	else if (utf8.len > 0)
		format_inner(m->out, html_extract, utf8.data, utf8.len);
	buf_free(&utf8);
}

static void
attached(struct mail *m, const char *name, const struct buf *b)
{
	enum extract_reason	 r;

	mime_words(m->out, name, strlen(name));
	out_line(m->out);
	r = b->len > 0 ? format_member(m->out, name, b->data, b->len) :
	    EXTRACT_OK;
	m->bomb |= r == EXTRACT_BOMB || r == EXTRACT_MEMORY;
}

static void
leaf(struct mail *m, const struct part *p, const char *s, size_t n)
{
	char		 name[1024];
	struct buf	 b;

	mime_parameter(p->disposition, "filename", name, sizeof(name));
	if (*name == '\0')
		mime_parameter(p->type, "name", name, sizeof(name));
	if (decode(p, s, n, &b) && b.data != NULL) {
		if (*name == '\0' && (*p->type == '\0' ||
		    is_type(p, "text/")))
			text_part(m, p, &b);
		else
			attached(m, name, &b);
		out_line(m->out);
	}
	buf_free(&b);
}

/* the next "--boundary" at the start of a line; `end` when there is none */
static const char *
next_boundary(const char *s, const char *end, const char *boundary)
{
	size_t	 n = strlen(boundary);

	for (const char *p = s; p < end; p++) {
		p = memmem(p, (size_t)(end - p), boundary, n);
		if (p == NULL)
			break;
		if (p == s || p[-1] == '\n')
			return p;
	}
	return end;
}

static void
parts(struct mail *m, const struct part *p, const char *s, size_t n)
{
	char		 boundary[256] = "--";
	const char	*end = s + n, *at, *next;
	bool		 choice = is_type(p, "multipart/alternative");

	mime_parameter(p->type, "boundary", boundary + 2,
	    sizeof(boundary) - 2);
	if (boundary[2] == '\0') {
		leaf(m, &(struct part){ .type = "text/plain" }, s, n);
		return;
	}
	for (at = next_boundary(s, end, boundary); at < end; at = next) {
		size_t	 before = m->out->b.len;

		at += strlen(boundary);
		if (end - at >= 2 && memcmp(at, "--", 2) == 0)
			return;
		at = memchr(at, '\n', (size_t)(end - at));
		if (at == NULL)
			return;
		next = next_boundary(++at, end, boundary);
		entity(m, at, (size_t)(next - at), false);
		/* the first that has words: the others say the same */
		if (choice && m->out->b.len > before + 1)
			return;
	}
}

static void
entity(struct mail *m, const char *s, size_t n, bool show)
{
	struct part	 p = { .type = "" };
	size_t		 at;

	if (m->depth == DEPTH_MAX || m->parts++ == PARTS_MAX || m->bomb ||
	    m->out->cut)
		return;
	m->depth++;
	at = headers(m, &p, s, n, show);
	if (is_type(&p, "multipart/"))
		parts(m, &p, s + at, n - at);
	else if (is_type(&p, "message/rfc822") && *p.encoding == '\0')
		entity(m, s + at, n - at, true);
	else
		leaf(m, &p, s + at, n - at);
	m->depth--;
}

/* messages begin at lines "From " */
static void
box(struct mail *m, const struct buf *b)
{
	const char	*p = b->data, *end = b->data + b->len, *next, *line;

	while (p < end) {
		line = strncmp(p, "From ", 5) == 0 ?
		    memchr(p, '\n', (size_t)(end - p)) : p - 1;
		if (line == NULL)
			return;
		next = memmem(line + 1, (size_t)(end - line - 1), "\nFrom ",
		    6);
		next = next == NULL ? end : next + 1;
		if (!out_blank_page(m->out))
			out_page(m->out);
		m->parts = 0;
		entity(m, line + 1, (size_t)(next - line - 1), true);
		p = next;
	}
}

static enum extract_reason
read_all(struct out *o, bool many)
{
	struct mail		 m = { .out = o };
	struct buf		 b;
	bool			 cut = false;
	enum extract_reason	 r = input_read(&b, &cut);

	if (r == EXTRACT_OK && b.len > 0) {
		if (many || strncmp(b.data, "From ", 5) == 0)
			box(&m, &b);
		else
			entity(&m, b.data, b.len, true);
	}
	o->cut |= cut;
	buf_free(&b);
	return m.bomb ? EXTRACT_BOMB : r;
}

enum extract_reason
mail_extract(struct out *o)
{
	return read_all(o, false);
}

enum extract_reason
mbox_extract(struct out *o)
{
	return read_all(o, true);
}
