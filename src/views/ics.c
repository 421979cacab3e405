#include "views/ics.h"

#include <libintl.h>

#include "views/ics_line.h"
#include "views/zone.h"

#define _(s)		gettext(s)
#define ZONES_MAX	512
#define DAY		86400

struct writer {
	struct lines		 lines;
	struct arena		*a;
	const struct ics	*ics;
	const char		*host;
};

static bool
in_utc(const struct event *e)
{
	return strcmp(e->timezone, "UTC") == 0 ||
	    !clock_zone_known(e->timezone);
}

static void
put_timed(struct writer *w, const struct event *e)
{
	struct local	end = e->end;

	if (in_utc(e)) {
		line_utc(&w->lines, "DTSTART", e->start_utc);
		line_utc(&w->lines, "DTEND", e->end_utc);
		return;
	}
	/* an hour after the start when no end is known */
	if (!e->has_end)
		clock_to_local(e->end_utc, e->timezone, &end);
	line_local(&w->lines, "DTSTART", &e->start, e->timezone);
	line_local(&w->lines, "DTEND", &end, e->timezone);
}

/* whole days: the end is the day after the last one */
static void
put_days(struct writer *w, const struct event *e)
{
	const struct local	*last = e->has_end ? &e->end : &e->start;
	struct local		 next;

	clock_to_local((clock_days(last) + 1) * DAY, "UTC", &next);
	line_day(&w->lines, "DTSTART", &e->start);
	line_day(&w->lines, "DTEND", &next);
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

	buf_puts(&w->lines.line, "DESCRIPTION:");
	if (e->certainty == CERTAINTY_CANCELLED) {
		line_escape(&w->lines, _("Cancelled."));
		buf_putc(&w->lines.line, ' ');
		line_escape(&w->lines, e->cancelled_why);
		buf_puts(&w->lines.line, "\\n\\n");
	} else if (e->certainty == CERTAINTY_PLANNED) {
		line_escape(&w->lines, _("The dates may change."));
		buf_puts(&w->lines.line, "\\n\\n");
	}
	if (it->summary[0] != '\0') {
		line_escape(&w->lines, it->summary);
		buf_puts(&w->lines.line, "\\n\\n");
	}
	if (e->online_url[0] != '\0') {
		line_escape(&w->lines, e->online_url);
		buf_puts(&w->lines.line, "\\n");
	}
	line_escape(&w->lines, page_url(w, it));
	line_end(&w->lines);
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
		line_text(&w->lines, "LOCATION", e->online_url);
	else
		line_text(&w->lines, "LOCATION", arena_printf(w->a, "%s%s%s", e->place,
		    e->place[0] && country[0] ? ", " : "", country));
}

static void
put_categories(struct writer *w, const struct item *it)
{
	if (it->topics.n == 0)
		return;
	buf_puts(&w->lines.line, "CATEGORIES:");
	for (size_t i = 0; i < it->topics.n; i++) {
		if (i > 0)
			buf_putc(&w->lines.line, ',');
		line_escape(&w->lines, label(w, w->ics->topic, it->topics.v[i]));
	}
	line_end(&w->lines);
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
		line_text(&w->lines, "CONTACT", it->contact);
		return;
	}
	buf_puts(&w->lines.line, "ORGANIZER;CN=\"");
	/* a quoted parameter holds no quotation mark and no escape */
	for (const char *s = it->org_name; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x20 && *s != 0x7f)
			buf_putc(&w->lines.line, (char)(*s == '"' ? '\'' : *s));
	buf_printf(&w->lines.line, "\":mailto:%s", it->contact);
	line_end(&w->lines);
}

static void
put_details(struct writer *w, const struct item *it)
{
	put_description(w, it);
	put_location(w, &it->event);
	line_uri(&w->lines, "URL", page_url(w, it));
	put_categories(w, it);
	put_organizer(w, it);
	if (it->audience == AUDIENCE_NETWORK)
		line_value(&w->lines, "CLASS", "PRIVATE");
	else if (it->audience == AUDIENCE_ORGANISATION)
		line_value(&w->lines, "CLASS", "CONFIDENTIAL");
}

static void
put_sealed(struct writer *w, const struct item *it)
{
	line_text(&w->lines, "SUMMARY", _("In your organisation: see Commonshelf"));
	line_uri(&w->lines, "URL", page_url(w, it));
	line_value(&w->lines, "CLASS", "CONFIDENTIAL");
}

static void
put_event(struct writer *w, const struct item *it)
{
	const struct event	*e = &it->event;

	line_value(&w->lines, "BEGIN", "VEVENT");
	line_put(&w->lines, "UID:%s@%s", it->id, w->host);
	line_utc(&w->lines, "DTSTAMP", it->updated);
	line_utc(&w->lines, "LAST-MODIFIED", it->updated);
	if (it->published != 0)
		line_utc(&w->lines, "CREATED", it->published);
	line_put(&w->lines, "SEQUENCE:%d", e->sequence);
	line_value(&w->lines, "STATUS", is_off(it) ? "CANCELLED" :
	    e->certainty == CERTAINTY_CONFIRMED ? "CONFIRMED" : "TENTATIVE");
	if (e->precision == PRECISION_DAY)
		put_days(w, e);
	else
		put_timed(w, e);
	if (w->ics->sealed && it->audience == AUDIENCE_ORGANISATION)
		put_sealed(w, it);
	else {
		line_text(&w->lines, "SUMMARY", it->title);
		if (it->status != ITEM_WITHDRAWN)
			put_details(w, it);
	}
	/* a notice, not an appointment: it blocks nobody's day */
	line_value(&w->lines, "TRANSP", "TRANSPARENT");
	line_value(&w->lines, "END", "VEVENT");
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
		zone_write(w->lines.out, span.zones[i], span.first, span.last);
	/* a calendar needs one component at least (RFC 5545, 3.6) */
	if (fit == 0)
		zone_write(w->lines.out, "UTC", 2000, 2000);
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

	line_put(&w->lines, "BEGIN:VCALENDAR");
	line_put(&w->lines, "VERSION:2.0");
	line_put(&w->lines, "PRODID:-//Commonshelf//Calendar//EN");
	line_put(&w->lines, "CALSCALE:GREGORIAN");
	if (c->single) {
		/* PUBLISH demands an organiser (RFC 5546, 3.2.1) */
		if (fit == 1 && is_mail(items[0].contact))
			line_put(&w->lines, "METHOD:PUBLISH");
		return;
	}
	line_text(&w->lines, "NAME", c->name);
	line_text(&w->lines, "X-WR-CALNAME", c->name);
	line_text(&w->lines, "DESCRIPTION", c->description);
	line_text(&w->lines, "X-WR-CALDESC", c->description);
	if (c->page != NULL)
		line_uri(&w->lines, "URL", arena_printf(w->a, "%s%s", c->base_url,
		    c->page));
	for (size_t i = 0; i < n; i++)
		if (ics_fits(&items[i]) && items[i].updated > updated)
			updated = items[i].updated;
	if (updated != 0)
		line_utc(&w->lines, "LAST-MODIFIED", updated);
	line_put(&w->lines, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
	line_put(&w->lines, "X-PUBLISHED-TTL:PT6H");
}

void
ics_write(struct buf *out, struct arena *a, const struct ics *c,
    const struct item *items, size_t n)
{
	struct writer	w = { .lines = { .out = out }, .a = a, .ics = c,
			    .host = host_of(a, c->base_url) };
	size_t		i, fit = 0;

	buf_init(&w.lines.line, ICS_LINE_MAX);
	for (i = 0; i < n; i++)
		fit += ics_fits(&items[i]);
	put_head(&w, items, n, fit);
	put_zones(&w, items, n, fit);
	for (i = 0; i < n; i++)
		if (ics_fits(&items[i]))
			put_event(&w, &items[i]);
	line_put(&w.lines, "END:VCALENDAR");
	buf_free(&w.lines.line);
}
