/*
 * ics_line: content lines of iCalendar (RFC 5545, 3.1): escaped, folded at 75
 * octets between characters, ended by CRLF. A calendar of 10,000 events has
 * 150,000 of them, so most are put together without formats.
 */
#ifndef CS_VIEWS_ICS_LINE_H
#define CS_VIEWS_ICS_LINE_H

#include "base/buf.h"
#include "base/clock.h"

#define ICS_LINE_MAX	(64 << 10)	/* bytes of one, before it is folded */

struct lines {
	struct buf	*out;
	struct buf	 line;	/* the one being put together */
};

/* pieces of a line; line_end() moves it to `out` */
void	 line_escape(struct lines *, const char *);	/* TEXT, 3.3.11 */
void	 line_end(struct lines *);
/* whole lines; what is empty makes none in line_text() and line_uri() */
void	 line_put(struct lines *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	 line_value(struct lines *, const char *name, const char *value);
void	 line_text(struct lines *, const char *name, const char *value);
void	 line_uri(struct lines *, const char *name, const char *value);
/* moments and days (3.3.4, 3.3.5) */
void	 line_utc(struct lines *, const char *name, int64_t utc);
void	 line_local(struct lines *, const char *name, const struct local *,
	    const char *zone);
void	 line_day(struct lines *, const char *name, const struct local *);

#endif
