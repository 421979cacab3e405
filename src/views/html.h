/*
 * html: where views print. What is printed is escaped by its type, chosen at
 * compile time: text is escaped, numbers are printed, only struct html_safe
 * (made by html_markdown or a view) goes out as it is.
 */
#ifndef CS_HTML_H
#define CS_HTML_H

#include <libintl.h>
#include <stdint.h>

#include "base/buf.h"

/* the sentence in the reader's language; every one stands in assets/po */
#define _(s)		gettext(s)
/* singular and plural */
#define _n(one, many, n) ngettext(one, many, (unsigned long)(n))
/* marks a sentence that is translated where it is printed */
#define N_(s)		(s)

struct html {
	struct buf	 out;
	const char	*lang;		/* "en" or "fr" */
};

/* HTML that is known to be well-formed and harmless */
struct html_safe {
	const char	*html;
};

void	html_raw(struct html *, const char *, size_t);
void	html_text(struct html *, const char *);		/* escapes & < > " ' */
void	html_safe(struct html *, struct html_safe);
void	html_int(struct html *, int64_t);
/* percent-encodes everything but unreserved characters (RFC 3986, 2.3) */
void	html_url(struct html *, const char *);
/* http(s), mailto, webcal and paths of ours; anything else becomes "#" */
void	html_href(struct html *, const char *);
/* a translated sentence with %s and %d, each argument escaped */
void	html_printf(struct html *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* NULL text prints nothing */
#define html_put(h, x) _Generic((x),					\
	char *: html_text, const char *: html_text,			\
	struct html_safe: html_safe,					\
	int: html_int, unsigned: html_int, long: html_int,		\
	unsigned long: html_int, long long: html_int,			\
	unsigned long long: html_int, short: html_int)(h, x)

#endif
