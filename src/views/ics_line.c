/*
 * ics_line: see ics_line.h.
 */
#include "views/ics_line.h"

#define FOLD		75	/* octets of a line, RFC 5545, 3.1 */

void
line_end(struct lines *l)
{
	const char	*s = l->line.data;
	size_t		 left = l->line.len, room = FOLD, n;

	while (left > room) {
		for (n = room; (s[n] & 0xc0) == 0x80; n--)
			;
		buf_add(l->out, s, n);
		buf_puts(l->out, "\r\n ");
		s += n;
		left -= n;
		room = FOLD - 1;
	}
	buf_add(l->out, s, left);
	buf_puts(l->out, "\r\n");
	buf_reset(&l->line);
}

void
line_put(struct lines *l, const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	buf_vprintf(&l->line, fmt, ap);
	va_end(ap);
	line_end(l);
}

void
line_value(struct lines *l, const char *name, const char *value)
{
	buf_puts(&l->line, name);
	buf_putc(&l->line, ':');
	buf_puts(&l->line, value);
	line_end(l);
}

static void
add_digits(struct lines *l, int n, int width)
{
	char	out[8];

	for (int i = width; i-- > 0; n /= 10)
		out[i] = (char)('0' + n % 10);
	buf_add(&l->line, out, (size_t)width);
}

/* RFC 5545, 3.3.4 and 3.3.5 */
static void
add_day(struct lines *l, const struct local *t)
{
	add_digits(l, t->year, 4);
	add_digits(l, t->month, 2);
	add_digits(l, t->day, 2);
}

static void
add_moment(struct lines *l, const struct local *t)
{
	add_day(l, t);
	buf_putc(&l->line, 'T');
	add_digits(l, t->hour, 2);
	add_digits(l, t->minute, 2);
	add_digits(l, t->second, 2);
}

static bool
is_plain(char c)
{
	return (unsigned char)c >= 0x20 && c != 0x7f && c != '\\' &&
	    c != ';' && c != ',';
}

/* control characters other than the end of a line are left out */
void
line_escape(struct lines *l, const char *s)
{
	size_t	n;

	for (;; s++) {
		for (n = 0; is_plain(s[n]); n++)
			;
		buf_add(&l->line, s, n);
		s += n;
		if (*s == '\0')
			return;
		if (*s == '\n')
			buf_puts(&l->line, "\\n");
		else if ((unsigned char)*s >= 0x20 && *s != 0x7f) {
			buf_putc(&l->line, '\\');
			buf_putc(&l->line, *s);
		}
	}
}

void
line_text(struct lines *l, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	buf_puts(&l->line, name);
	buf_putc(&l->line, ':');
	line_escape(l, value);
	line_end(l);
}

/* URIs are not escaped, so nothing but plain visible ASCII may stand in one */
void
line_uri(struct lines *l, const char *name, const char *value)
{
	for (const char *s = value; *s != '\0'; s++)
		if (*s <= 0x20 || *s >= 0x7f)
			return;
	if (value[0] != '\0')
		line_value(l, name, value);
}

void
line_utc(struct lines *l, const char *name, int64_t utc)
{
	struct local	t;

	clock_to_local(utc, "UTC", &t);
	buf_puts(&l->line, name);
	buf_putc(&l->line, ':');
	add_moment(l, &t);
	buf_putc(&l->line, 'Z');
	line_end(l);
}

void
line_local(struct lines *l, const char *name, const struct local *t,
    const char *zone)
{
	buf_puts(&l->line, name);
	buf_puts(&l->line, ";TZID=");
	buf_puts(&l->line, zone);
	buf_putc(&l->line, ':');
	add_moment(l, t);
	line_end(l);
}

void
line_day(struct lines *l, const char *name, const struct local *t)
{
	buf_puts(&l->line, name);
	buf_puts(&l->line, ";VALUE=DATE:");
	add_day(l, t);
	line_end(l);
}

