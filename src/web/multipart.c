#include <stdbool.h>
#include <strings.h>

#include "base/utf8.h"
#include "web/multipart.h"

#define BOUNDARY_MAX	70	/* RFC 2046, 5.1.1 */
#define BLANK		" \t"

struct reader {
	struct arena	*arena;
	const char	*at, *end;
	char		 mark[BOUNDARY_MAX + 5];	/* CR LF "--" boundary */
	size_t		 mark_len;
	bool		 closed;	/* the last delimiter was the closing */
};

/*
 * A parameter's value at *s, which moves behind it, into out, which has room
 * for all of *s. Inside quotes a backslash escapes only a quote or a backslash:
 * browsers send others as they are (C:\dir\file). A quote that no other follows
 * is the closing one even behind a backslash, because browsers do not escape a
 * name's last character.
 */
static bool
parameter_value(const char **s, char *out)
{
	size_t	n = 0;

	if (**s != '"') {
		n = strcspn(*s, ";");
		memcpy(out, *s, n);
		*s += n;
		while (n > 0 && strchr(BLANK, out[n - 1]) != NULL)
			n--;
		out[n] = '\0';
		return true;
	}
	for ((*s)++; **s != '"'; (*s)++) {
		if (**s == '\0')
			return false;
		if (**s == '\\' && ((*s)[1] == '\\' || ((*s)[1] == '"' &&
		    strchr(*s + 2, '"') != NULL)))
			(*s)++;
		out[n++] = **s;
	}
	out[n] = '\0';
	(*s)++;
	return true;
}

/*
 * The first parameter `name` behind the first semicolon of s. False when the
 * header is out of form before it; *found is NULL when there is none.
 */
static bool
parameter(struct arena *a, const char *s, const char *name, char **found)
{
	char		*value = arena_alloc(a, strlen(s) + 1);
	const char	*start;
	size_t		 n;

	*found = NULL;
	s += strcspn(s, ";");
	while (*s == ';') {
		s += strspn(s, ";" BLANK);
		start = s;
		n = strcspn(s, "=;" BLANK);
		s += n;
		s += strspn(s, BLANK);
		if (*s == '=') {
			s++;
			s += strspn(s, BLANK);
			if (!parameter_value(&s, value))
				return false;
			if (n == strlen(name) &&
			    strncasecmp(start, name, n) == 0) {
				*found = value;
				return true;
			}
		}
		s += strcspn(s, ";");
	}
	return true;
}

/* the first word of a header's value, up to a blank or semicolon */
static bool
is_type(const char *value, const char *type)
{
	size_t	n = strlen(type);

	value += strspn(value, BLANK);
	return strncasecmp(value, type, n) == 0 &&
	    strchr(";" BLANK, value[n]) != NULL;
}

const char *
multipart_boundary(struct arena *a, const char *content_type)
{
	static const char	allowed[] = "0123456789"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "'()+_,-./:=? ";
	char			*b;
	size_t			 n;

	if (!is_type(content_type, "multipart/form-data") ||
	    !parameter(a, content_type, "boundary", &b) || b == NULL)
		return NULL;
	n = strlen(b);
	if (n == 0 || n > BOUNDARY_MAX || strspn(b, allowed) != n ||
	    b[n - 1] == ' ')
		return NULL;
	return b;
}

/* what browsers escape in names (WHATWG, multipart/form-data encoding) */
static void
unescape(char *s)
{
	static const struct {
		char	code[3], c;
	} escapes[] = { { "22", '"' }, { "0d", '\r' }, { "0a", '\n' } };
	char	*out = s;
	size_t	 i;

	while (*s != '\0') {
		for (i = 0; *s == '%' && i < 3; i++)
			if (strncasecmp(s + 1, escapes[i].code, 2) == 0)
				break;
		if (*s == '%' && i < 3) {
			*out++ = escapes[i].c;
			s += 3;
		} else {
			*out++ = *s++;
		}
	}
	*out = '\0';
}

static bool
disposition(struct reader *r, const char *value, struct part *p)
{
	char	*name, *filename;

	if (p->name != NULL || !is_type(value, "form-data") ||
	    !parameter(r->arena, value, "name", &name) || name == NULL ||
	    !parameter(r->arena, value, "filename", &filename))
		return false;
	unescape(name);
	if (filename != NULL)
		unescape(filename);
	p->name = name;
	p->filename = filename;
	return utf8_valid(name, strlen(name)) && (filename == NULL ||
	    utf8_valid(filename, strlen(filename)));
}

/* one header line without its CRLF; others than Content-Disposition are let
 * be (RFC 7578, 4.8) */
static bool
header_line(struct reader *r, char *line, struct part *p)
{
	static const char	wanted[] = "content-disposition";
	size_t			n = strcspn(line, ":");

	if (n == 0 || line[n] != ':' || strpbrk(line, "\r\n") != NULL ||
	    strcspn(line, "\"(),/;<=>?@[\\]{} \t") < n)
		return false;
	if (n != sizeof(wanted) - 1 || strncasecmp(line, wanted, n) != 0)
		return true;
	return disposition(r, line + n + 1, p);
}

/*
 * The text of one header line, a folded one in one piece (RFC 5322, 2.2.3).
 * *s moves behind it. NULL when a NUL stands in it.
 */
static char *
next_line(struct arena *a, const char **s, const char *end)
{
	const char	*next = *s, *stop;
	char		*line, *fold;

	do {
		stop = memmem(next, (size_t)(end - next), "\r\n", 2);
		if (stop == NULL)
			stop = end;
		next = stop == end ? end : stop + 2;
	} while (next < end && strchr(BLANK, *next) != NULL && *next != '\0');
	line = arena_strndup(a, *s, (size_t)(stop - *s));
	if (strlen(line) != (size_t)(stop - *s))
		return NULL;
	*s = next;
	for (fold = line; (fold = strstr(fold, "\r\n")) != NULL; )
		memset(fold, ' ', 2);
	return line;
}

/*
 * Headers of the part that ends at `stop`, an empty line and the content; a
 * part may end right behind its headers.
 */
static enum status
read_part(struct reader *r, const char *body, const char *stop, struct part *p)
{
	const char	*s = r->at, *end = stop;
	char		*line;

	if (end - s > MULTIPART_HEADER_MAX)
		end = s + MULTIPART_HEADER_MAX;
	while (s < end && memcmp(s, "\r\n", 2) != 0) {
		line = next_line(r->arena, &s, end);
		if (s == end && end < stop)
			return ST_TOO_LARGE;
		if (line == NULL || !header_line(r, line, p))
			return ST_MALFORMED;
	}
	if (p->name == NULL)
		return ST_MALFORMED;
	if (s < stop)
		s += 2;
	p->offset = (uint64_t)(s - body);
	p->length = (uint64_t)(stop - s);
	return ST_OK;
}

/* behind the boundary at s: what may still stand on its line. Returns where
 * the next line begins, NULL when this is no delimiter. */
static const char *
delimiter_end(struct reader *r, const char *s)
{
	r->closed = r->end - s >= 2 && memcmp(s, "--", 2) == 0;
	if (r->closed)
		s += 2;
	while (s < r->end && (*s == ' ' || *s == '\t'))
		s++;
	if (r->end - s >= 2 && memcmp(s, "\r\n", 2) == 0)
		return s + 2;
	if (r->closed && (s == r->end || (r->end - s == 1 && *s == '\r')))
		return r->end;
	return NULL;
}

/*
 * The next delimiter at or behind `from`; *next is then the line after it.
 * Returns where the CRLF before it stands, NULL when there is none.
 */
static const char *
find_delimiter(struct reader *r, const char *from, const char **next)
{
	const char	*p;

	while ((p = memmem(from, (size_t)(r->end - from), r->mark,
	    r->mark_len)) != NULL) {
		if ((*next = delimiter_end(r, p + r->mark_len)) != NULL)
			return p;
		from = p + 2;
	}
	return NULL;
}

/* the first delimiter needs no line before it. Empty lines may precede it, and
 * nothing else: a preamble would be a part whose boundary is misspelt. */
static bool
find_first(struct reader *r)
{
	while (r->end - r->at >= 2 && memcmp(r->at, "\r\n", 2) == 0)
		r->at += 2;
	if ((size_t)(r->end - r->at) < r->mark_len - 2 ||
	    memcmp(r->at, r->mark + 2, r->mark_len - 2) != 0)
		return false;
	r->at = delimiter_end(r, r->at + r->mark_len - 2);
	return r->at != NULL;
}

enum status
multipart_parse(struct arena *a, const char *body, uint64_t len,
    const char *boundary, struct multipart *m)
{
	struct reader	 r = { .arena = a, .at = body, .end = body + len };
	const char	*stop, *next;
	enum status	 st;

	*m = (struct multipart){ 0 };
	r.mark_len = (size_t)snprintf(r.mark, sizeof(r.mark), "\r\n--%s",
	    boundary);
	if (r.mark_len >= sizeof(r.mark) || !find_first(&r))
		return ST_MALFORMED;
	m->parts = arena_array(a, struct part, MULTIPART_PARTS_MAX);
	while (!r.closed) {
		if (m->n == MULTIPART_PARTS_MAX)
			return ST_TOO_LARGE;
		/* the CRLF of the line before may be that of the delimiter */
		stop = find_delimiter(&r, r.at - 2, &next);
		if (stop == NULL || stop < r.at)
			return ST_MALFORMED;
		st = read_part(&r, body, stop, &m->parts[m->n]);
		if (st != ST_OK)
			return st;
		m->n++;
		r.at = next;
	}
	return ST_OK;
}
