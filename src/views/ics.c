#include "views/ics.h"

#include <libintl.h>

#include "base/utf8.h"
#include "views/zone.h"

#define _(s)		gettext(s)
#define FOLD		75	/* octets of a line, RFC 5545, 3.1 */
#define LINE_MAX	(64 << 10)
#define ZONES_MAX	512
#define DAY		86400

struct writer {
	struct buf		*out;
	struct buf		 line;	/* the one being put together */
	struct arena		*a;
	const struct ics	*ics;
	const char		*host;
};

/* ends the line: folded between characters, CRLF */
static void
line_end(struct writer *w)
{
	const char	*s = w->line.data;
	size_t		 left = w->line.len, room = FOLD, n;

	while (left > room) {
		for (n = room; (s[n] & 0xc0) == 0x80; n--)
			;
		buf_add(w->out, s, n);
		buf_puts(w->out, "\r\n ");
		s += n;
		left -= n;
		room = FOLD - 1;
	}
	buf_add(w->out, s, left);
	buf_puts(w->out, "\r\n");
	buf_reset(&w->line);
}

/* a whole line that needs no escaping */
static void
put(struct writer *w, const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	buf_vprintf(&w->line, fmt, ap);
	va_end(ap);
	line_end(w);
}

/* TEXT of RFC 5545, 3.3.11; other control characters are left out */
static void
escape(struct writer *w, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '\n')
			buf_puts(&w->line, "\\n");
		else if ((unsigned char)*s < 0x20 || *s == 0x7f)
			continue;
		else if (*s == '\\' || *s == ';' || *s == ',')
			buf_printf(&w->line, "\\%c", *s);
		else
			buf_putc(&w->line, *s);
	}
}

static void
put_text(struct writer *w, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	buf_printf(&w->line, "%s:", name);
	escape(w, value);
	line_end(w);
}

/* URIs are not escaped, so nothing but plain visible ASCII may stand in one */
static void
put_uri(struct writer *w, const char *name, const char *value)
{
	for (const char *s = value; *s != '\0'; s++)
		if (*s <= 0x20 || *s >= 0x7f)
			return;
	if (value[0] != '\0')
		put(w, "%s:%s", name, value);
}

static void
put_moment(struct writer *w, const char *name, int64_t utc)
{
	struct local	l;

	clock_to_local(utc, "UTC", &l);
	put(w, "%s:%04d%02d%02dT%02d%02d%02dZ", name, l.year, l.month, l.day,
	    l.hour, l.minute, l.second);
}

static bool
in_utc(const struct event *e)
{
	return strcmp(e->timezone, "UTC") == 0 ||
	    !clock_zone_known(e->timezone);
}

static void
put_local(struct writer *w, const char *name, const struct local *l,
    const char *zone)
{
	put(w, "%s;TZID=%s:%04d%02d%02dT%02d%02d%02d", name, zone, l->year,
	    l->month, l->day, l->hour, l->minute, l->second);
}

static void
put_timed(struct writer *w, const struct event *e)
{
	struct local	end = e->end;

	if (in_utc(e)) {
		put_moment(w, "DTSTART", e->start_utc);
		put_moment(w, "DTEND", e->end_utc);
		return;
	}
	/* an hour after the start when no end is known */
	if (!e->has_end)
		clock_to_local(e->end_utc, e->timezone, &end);
	put_local(w, "DTSTART", &e->start, e->timezone);
	put_local(w, "DTEND", &end, e->timezone);
}

/* whole days: the end is the day after the last one */
static void
put_days(struct writer *w, const struct event *e)
{
	const struct local	*last = e->has_end ? &e->end : &e->start;
	struct local		 next;

	clock_to_local((clock_days(last) + 1) * DAY, "UTC", &next);
	put(w, "DTSTART;VALUE=DATE:%04d%02d%02d", e->start.year,
	    e->start.month, e->start.day);
	put(w, "DTEND;VALUE=DATE:%04d%02d%02d", next.year, next.month,
	    next.day);
}

static bool
is_off(const struct item *it)
{
	return it->status == ITEM_WITHDRAWN ||
	    it->event.certainty == CERTAINTY_CANCELLED;
}

static const char *
page_url(struct writer *w, const struct item *it)
{
	return arena_printf(w->a, "%s/items/%s", w->ics->base_url, it->id);
}

static void
put_description(struct writer *w, const struct item *it)
{
	const struct event	*e = &it->event;

	buf_puts(&w->line, "DESCRIPTION:");
	if (e->certainty == CERTAINTY_CANCELLED) {
		escape(w, _("Cancelled."));
		buf_putc(&w->line, ' ');
		escape(w, e->cancelled_why);
		buf_puts(&w->line, "\\n\\n");
	} else if (e->certainty == CERTAINTY_PLANNED) {
		escape(w, _("The dates may change."));
		buf_puts(&w->line, "\\n\\n");
	}
	if (it->summary[0] != '\0') {
		escape(w, it->summary);
		buf_puts(&w->line, "\\n\\n");
	}
	if (e->online_url[0] != '\0') {
		escape(w, e->online_url);
		buf_puts(&w->line, "\\n");
	}
	escape(w, page_url(w, it));
	line_end(w);
}

static const char *
label(struct writer *w, const char *(*find)(const void *, const char *,
    const char *), const char *code)
{
	const char	*word = NULL;

	if (find != NULL)
		word = find(w->ics->vocabulary, code, w->ics->lang);
	return word != NULL ? word : code;
}

static void
put_location(struct writer *w, const struct event *e)
{
	const char	*country = "";

	if (e->country[0] != '\0')
		country = label(w, w->ics->country, e->country);
	if (e->place[0] == '\0' && country[0] == '\0')
		put_text(w, "LOCATION", e->online_url);
	else
		put_text(w, "LOCATION", arena_printf(w->a, "%s%s%s", e->place,
		    e->place[0] && country[0] ? ", " : "", country));
}

static void
put_categories(struct writer *w, const struct item *it)
{
	if (it->topics.n == 0)
		return;
	buf_puts(&w->line, "CATEGORIES:");
	for (size_t i = 0; i < it->topics.n; i++) {
		if (i > 0)
			buf_putc(&w->line, ',');
		escape(w, label(w, w->ics->topic, it->topics.v[i]));
	}
	line_end(w);
}

/* a contact that is a mail address and nothing else */
static bool
is_mail(const char *s)
{
	static const char	allowed[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    ".!#$&'*+/=?^_`{|}~-@";
	const char		*at = strchr(s, '@');

	return at != NULL && at != s && at[1] != '\0' &&
	    strchr(at + 1, '@') == NULL && strspn(s, allowed) == strlen(s);
}

static void
put_organizer(struct writer *w, const struct item *it)
{
	if (!is_mail(it->contact)) {
		put_text(w, "CONTACT", it->contact);
		return;
	}
	buf_puts(&w->line, "ORGANIZER;CN=\"");
	/* a quoted parameter holds no quotation mark and no escape */
	for (const char *s = it->org_name; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x20 && *s != 0x7f)
			buf_putc(&w->line, (char)(*s == '"' ? '\'' : *s));
	buf_printf(&w->line, "\":mailto:%s", it->contact);
	line_end(w);
}

static void
put_details(struct writer *w, const struct item *it)
{
	put_description(w, it);
	put_location(w, &it->event);
	put_uri(w, "URL", page_url(w, it));
	put_categories(w, it);
	put_organizer(w, it);
	if (it->audience == AUDIENCE_NETWORK)
		put(w, "CLASS:PRIVATE");
	else if (it->audience == AUDIENCE_ORGANISATION)
		put(w, "CLASS:CONFIDENTIAL");
}

static void
put_sealed(struct writer *w, const struct item *it)
{
	put_text(w, "SUMMARY", _("In your organisation: see Commonshelf"));
	put_uri(w, "URL", page_url(w, it));
	put(w, "CLASS:CONFIDENTIAL");
}

static void
put_event(struct writer *w, const struct item *it)
{
	const struct event	*e = &it->event;

	put(w, "BEGIN:VEVENT");
	put(w, "UID:%s@%s", it->id, w->host);
	put_moment(w, "DTSTAMP", it->updated);
	put_moment(w, "LAST-MODIFIED", it->updated);
	if (it->published != 0)
		put_moment(w, "CREATED", it->published);
	put(w, "SEQUENCE:%d", e->sequence);
	put(w, "STATUS:%s", is_off(it) ? "CANCELLED" :
	    e->certainty == CERTAINTY_CONFIRMED ? "CONFIRMED" : "TENTATIVE");
	if (e->precision == PRECISION_DAY)
		put_days(w, e);
	else
		put_timed(w, e);
	if (w->ics->sealed && it->audience == AUDIENCE_ORGANISATION)
		put_sealed(w, it);
	else {
		put_text(w, "SUMMARY", it->title);
		if (it->status != ITEM_WITHDRAWN)
			put_details(w, it);
	}
	/* a notice, not an appointment: it blocks nobody's day */
	put(w, "TRANSP:TRANSPARENT");
	put(w, "END:VEVENT");
}

bool
ics_fits(const struct item *it)
{
	return it->kind == KIND_EVENT && it->status != ITEM_DRAFT &&
	    it->event.has_start && it->event.precision != PRECISION_MONTH &&
	    it->event.certainty != CERTAINTY_IDEA;
}

/* the zones of the timed events and the years that they reach over */
struct span {
	const char	*zones[ZONES_MAX];
	size_t		 n;
	int		 first, last;
};

static void
span_add(struct span *s, const struct event *e)
{
	size_t	i;

	if (e->precision != PRECISION_TIME || in_utc(e))
		return;
	if (s->n == 0 || e->start.year < s->first)
		s->first = e->start.year;
	if (s->n == 0 || e->start.year > s->last)
		s->last = e->start.year;
	if (e->has_end && e->end.year > s->last)
		s->last = e->end.year;
	for (i = 0; i < s->n && strcmp(s->zones[i], e->timezone) != 0; i++)
		;
	if (i == s->n && s->n < ZONES_MAX)
		s->zones[s->n++] = e->timezone;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
put_zones(struct writer *w, const struct item *items, size_t n, size_t fit)
{
	struct span	span = { .n = 0 };
	size_t		i;

	for (i = 0; i < n; i++)
		if (ics_fits(&items[i]))
			span_add(&span, &items[i].event);
	qsort(span.zones, span.n, sizeof(span.zones[0]), by_name);
	for (i = 0; i < span.n; i++)
		zone_write(w->out, span.zones[i], span.first, span.last);
	/* a calendar needs one component at least (RFC 5545, 3.6) */
	if (fit == 0)
		zone_write(w->out, "UTC", 2000, 2000);
}

/* bytes of a host name after the scheme, without port */
static const char *
host_of(struct arena *a, const char *base_url)
{
	const char	*s = strstr(base_url, "://");

	s = s == NULL ? base_url : s + 3;
	return arena_strndup(a, s, strcspn(s, ":/"));
}

static void
put_head(struct writer *w, const struct item *items, size_t n, size_t fit)
{
	const struct ics	*c = w->ics;
	int64_t			 updated = 0;

	put(w, "BEGIN:VCALENDAR");
	put(w, "VERSION:2.0");
	put(w, "PRODID:-//Commonshelf//Calendar//EN");
	put(w, "CALSCALE:GREGORIAN");
	if (c->single) {
		/* PUBLISH demands an organiser (RFC 5546, 3.2.1) */
		if (fit == 1 && is_mail(items[0].contact))
			put(w, "METHOD:PUBLISH");
		return;
	}
	put_text(w, "NAME", c->name);
	put_text(w, "X-WR-CALNAME", c->name);
	put_text(w, "DESCRIPTION", c->description);
	put_text(w, "X-WR-CALDESC", c->description);
	if (c->page != NULL)
		put_uri(w, "URL", arena_printf(w->a, "%s%s", c->base_url,
		    c->page));
	for (size_t i = 0; i < n; i++)
		if (ics_fits(&items[i]) && items[i].updated > updated)
			updated = items[i].updated;
	if (updated != 0)
		put_moment(w, "LAST-MODIFIED", updated);
	put(w, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
	put(w, "X-PUBLISHED-TTL:PT6H");
}

void
ics_write(struct buf *out, struct arena *a, const struct ics *c,
    const struct item *items, size_t n)
{
	struct writer	w = { .out = out, .a = a, .ics = c,
			    .host = host_of(a, c->base_url) };
	size_t		i, fit = 0;

	buf_init(&w.line, LINE_MAX);
	for (i = 0; i < n; i++)
		fit += ics_fits(&items[i]);
	put_head(&w, items, n, fit);
	put_zones(&w, items, n, fit);
	for (i = 0; i < n; i++)
		if (ics_fits(&items[i]))
			put_event(&w, &items[i]);
	put(&w, "END:VCALENDAR");
	buf_free(&w.line);
}
