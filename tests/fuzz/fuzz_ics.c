/*
 * The calendar writer: one event made of the input's lines, and its file read
 * back by a small reader of its own. Lines are at most 75 bytes and hold no
 * control byte, properties are the ones we know, and the title comes back.
 */
#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "views/ics.h"

#define FIELDS	12

static void
fields_of(struct arena *a, const char *s, const char *f[FIELDS])
{
	size_t	i, n;

	for (i = 0; i < FIELDS; i++) {
		n = strcspn(s, "\x1f");
		f[i] = arena_strndup(a, s, n);
		s += n + (s[n] != '\0');
	}
}

static void
event_of(const uint8_t *b, const char *f[FIELDS], struct item *it)
{
	struct event	*e = &it->event;

	item_init(it, KIND_EVENT);
	it->id = "FEEDTEST01";
	it->status = b[0] & 1 ? ITEM_PUBLISHED : ITEM_WITHDRAWN;
	it->audience = (enum audience)(b[0] >> 1 & 3) % AUDIENCE_COUNT;
	e->certainty = (enum certainty)((b[0] >> 3) % CERTAINTY_COUNT);
	e->precision = (enum precision)(b[1] % PRECISION_COUNT);
	it->updated = (int64_t)b[2] << 24;
	it->title = f[0], it->summary = f[1], it->contact = f[2];
	it->org_name = f[3];
	e->place = f[4], e->country = f[5], e->online_url = f[6];
	e->cancelled_why = f[7];
	e->timezone = b[1] & 0x40 ? "Pacific/Fiji" : f[8];
	it->topics.n = 2;
	it->topics.v = &f[9];
	e->has_start = true;
	e->has_end = b[1] & 0x80;
	e->start = (struct local){ .year = 1970 + b[3] % 200, .month = 1 +
	    b[4] % 12, .day = 1 + b[5] % 28, .hour = b[5] % 24 };
	e->end = e->start;
	e->end.year += b[4] & 1;
	clock_to_utc(&e->start, "UTC", &e->start_utc);
	clock_to_utc(&e->end, "UTC", &e->end_utc);
}

/* lines as they are written, then as they are meant */
static char *
unfold(struct arena *a, const char *s)
{
	char	*out = arena_alloc(a, strlen(s) + 1), *o = out;
	size_t	 n = 0;

	for (; *s != '\0'; s++) {
		if (*s != '\r') {
			assert((unsigned char)*s >= 0x20 && *s != 0x7f);
			assert(++n <= 75);
			*o++ = *s;
			continue;
		}
		assert(*++s == '\n');
		n = 0;
		if (s[1] == ' ') {
			s++;
			n++;
		} else {
			*o++ = '\n';
		}
	}
	assert(n == 0);
	*o = '\0';
	assert(utf8_valid(out, (size_t)(o - out)));
	return out;
}

/* TEXT of RFC 5545 without its escapes; every escape is one that it knows */
static const char *
text_of(struct arena *a, const char *s)
{
	char	*out = arena_strdup(a, s), *o = out;

	for (; *s != '\0'; s++) {
		assert(*s != ';' && *s != ',');
		if (*s != '\\') {
			*o++ = *s;
			continue;
		}
		s++;
		assert(*s == 'n' || *s == '\\' || *s == ';' || *s == ',');
		*o++ = (char)(*s == 'n' ? '\n' : *s);
	}
	*o = '\0';
	return out;
}

/* what of a text may stand in a calendar: all but other control characters */
static const char *
kept_of(struct arena *a, const char *s)
{
	char	*out = arena_strdup(a, s), *o = out;

	for (; *s != '\0'; s++)
		if (*s == '\n' || ((unsigned char)*s >= 0x20 && *s != 0x7f))
			*o++ = *s;
	*o = '\0';
	return out;
}

static void
read_back(struct arena *a, const char *file, const struct item *it,
    bool sealed)
{
	static const char *const known = " BEGIN END VERSION PRODID CALSCALE "
	    "METHOD NAME X-WR-CALNAME DESCRIPTION X-WR-CALDESC URL "
	    "LAST-MODIFIED REFRESH-INTERVAL X-PUBLISHED-TTL TZID TZNAME "
	    "TZOFFSETFROM TZOFFSETTO DTSTART DTEND RRULE UID DTSTAMP CREATED "
	    "SEQUENCE STATUS SUMMARY LOCATION CATEGORIES CONTACT ORGANIZER "
	    "CLASS TRANSP ";
	char	*line, *rest = unfold(a, file);
	int	 depth = 0, events = 0, titles = 0;

	while ((line = strsep(&rest, "\n")) != NULL && *line != '\0') {
		size_t	 n = strcspn(line, ":;");

		assert(strstr(known, arena_printf(a, " %.*s ", (int)n,
		    line)) != NULL);
		depth += strncmp(line, "BEGIN:", 6) == 0;
		depth -= strncmp(line, "END:", 4) == 0;
		events += strcmp(line, "BEGIN:VEVENT") == 0;
		if (strncmp(line, "SUMMARY:", 8) == 0 && ++titles && !sealed)
			assert(strcmp(text_of(a, line + 8), kept_of(a,
			    it->title)) == 0);
		if (strncmp(line, "ORGANIZER", 9) == 0)
			assert(strncmp(strchr(strchr(line, '"') + 1, '"'),
			    "\":mailto:", 9) == 0);
	}
	assert(depth == 0 && events == ics_fits(it) && titles <= events);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena	*a;
	const char	*f[FIELDS];
	struct item	 it;
	struct ics	 c = { .base_url = "https://x.example:8080",
			    .lang = "en" };
	struct buf	 out;

	if (n < 6 || !utf8_valid((const char *)data + 6, n - 6))
		return 0;
	a = arena_new(FUZZ_ARENA);
	fields_of(a, arena_strndup(a, (const char *)data + 6, n - 6), f);
	event_of(data, f, &it);
	c.name = c.description = f[11];
	c.single = data[2] & 1;
	c.sealed = data[2] & 2;
	buf_init(&out, 1 << 20);
	ics_write(&out, a, &c, &it, 1);
	assert(!out.failed);
	read_back(a, out.data, &it, c.sealed &&
	    it.audience == AUDIENCE_ORGANISATION);
	buf_free(&out);
	arena_free(a);
	return 0;
}
