#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <strings.h>

#include "views/html.h"

#define ARGS_MAX	8

void
html_raw(struct html *h, const char *s, size_t n)
{
	buf_add(&h->out, s, n);
}

void
html_text(struct html *h, const char *s)
{
	size_t	n;

	if (s == NULL)
		return;
	for (;; s++) {
		n = strcspn(s, "&<>\"'");
		buf_add(&h->out, s, n);
		s += n;
		switch (*s) {
		case '&':
			buf_puts(&h->out, "&amp;");
			break;
		case '<':
			buf_puts(&h->out, "&lt;");
			break;
		case '>':
			buf_puts(&h->out, "&gt;");
			break;
		case '"':
			buf_puts(&h->out, "&#34;");
			break;
		case '\'':
			buf_puts(&h->out, "&#39;");
			break;
		default:
			return;
		}
	}
}

void
html_safe(struct html *h, struct html_safe safe)
{
	if (safe.html != NULL)
		buf_puts(&h->out, safe.html);
}

void
html_int(struct html *h, int64_t n)
{
	buf_printf(&h->out, "%lld", (long long)n);
}

void
html_url(struct html *h, const char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		if (isalnum((unsigned char)*s) || strchr("-._~", *s) != NULL)
			buf_putc(&h->out, *s);
		else
			buf_printf(&h->out, "%%%02X", (unsigned char)*s);
}

/* browsers leave tabs and newlines out of addresses and take \ for /, so
 * neither may stand where it could make another address of this one */
static bool
harmless(const char *s)
{
	static const char *const	schemes[] = { "http://", "https://",
					    "mailto:", "webcal://" };
	size_t				i;

	for (i = 0; s[i] != '\0'; i++)
		if ((unsigned char)s[i] <= ' ' || s[i] == 0x7f || s[i] == '\\')
			return false;
	if (s[0] == '/')
		return s[1] != '/';
	if (s[0] == '#' || s[0] == '?')
		return true;
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strncasecmp(s, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

void
html_href(struct html *h, const char *s)
{
	html_text(h, s != NULL && harmless(s) ? s : "#");
}

/* one %… of a sentence: its argument's place and type */
struct mark {
	size_t	len;		/* bytes after the % */
	int	place;		/* 0: the next one; 1…: %2$s */
	char	type;		/* s, d: int, l: long, L: long long, % */
};

static struct mark
read_mark(const char *s)
{
	static const struct {
		const char	*text;
		char		 type;
	} types[] = { { "%", '%' }, { "s", 's' }, { "d", 'd' }, { "u", 'd' },
	    { "ld", 'l' }, { "lu", 'l' }, { "zu", 'l' }, { "zd", 'l' },
	    { "lld", 'L' }, { "llu", 'L' } };
	struct mark	m = { 0 };
	size_t		i, n;

	if (s[0] >= '1' && s[0] <= '0' + ARGS_MAX && s[1] == '$') {
		m.place = s[0] - '0';
		m.len = 2;
	}
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		n = strlen(types[i].text);
		if (strncmp(s + m.len, types[i].text, n) == 0) {
			m.len += n;
			m.type = types[i].type;
			break;
		}
	}
	assert(m.type != '\0');		/* our own sentence, our mistake */
	return m;
}

/* the type of each argument, in the order of the call */
static int
read_types(const char *fmt, char types[ARGS_MAX])
{
	struct mark	m;
	int		n = 0, next = 0, place;

	for (; (fmt = strchr(fmt, '%')) != NULL; fmt += m.len) {
		m = read_mark(++fmt);
		if (m.type == '%')
			continue;
		place = m.place > 0 ? m.place - 1 : next++;
		assert(place < ARGS_MAX);
		types[place] = m.type;
		if (place >= n)
			n = place + 1;
	}
	return n;
}

union arg {
	const char	*text;
	int64_t		 number;
};

static void
read_args(const char *fmt, va_list ap, char types[ARGS_MAX],
    union arg args[ARGS_MAX])
{
	int	i, n = read_types(fmt, types);

	for (i = 0; i < n; i++)
		if (types[i] == 's')
			args[i].text = va_arg(ap, const char *);
		else
			args[i].number = types[i] == 'l' ? va_arg(ap, long) :
			    types[i] == 'L' ? va_arg(ap, long long) :
			    va_arg(ap, int);
}

void
html_printf(struct html *h, const char *fmt, ...)
{
	char		 types[ARGS_MAX] = { 0 };
	union arg	 args[ARGS_MAX] = { { .text = NULL } };
	const char	*percent;
	struct mark	 m;
	int		 next = 0, place;
	va_list		 ap;

	va_start(ap, fmt);
	read_args(fmt, ap, types, args);
	va_end(ap);
	while ((percent = strchr(fmt, '%')) != NULL) {
		buf_add(&h->out, fmt, (size_t)(percent - fmt));
		m = read_mark(percent + 1);
		fmt = percent + 1 + m.len;
		if (m.type == '%') {
			buf_putc(&h->out, '%');
			continue;
		}
		place = m.place > 0 ? m.place - 1 : next++;
		if (types[place] == 's')
			html_text(h, args[place].text);
		else
			html_int(h, args[place].number);
	}
	buf_puts(&h->out, fmt);
}
