/*
 * item: the rules of item.h.
 */
#include "domain/item.h"

#include <ctype.h>
#include <libintl.h>

#include "base/utf8.h"
#include "domain/item_json.h"

#define _(s)	gettext(s)
#define SLUG_MAX	60

void
item_init(struct item *it, enum kind kind)
{
	memset(it, 0, sizeof(*it));
	it->kind = kind;
	it->audience = AUDIENCE_NETWORK;
	it->licence = LICENCE_UNSTATED;
	it->id = it->org_slug = it->org_name = it->author_name = "";
	it->title = it->summary = it->body = it->language = "";
	it->contact = it->source = it->note = "";
	it->withdrawn_by = it->withdrawn_why = it->replaced_by = "";
	it->event.certainty = CERTAINTY_PLANNED;
	it->event.timezone = "UTC";
	it->event.country = it->event.place = it->event.online_url = "";
	it->event.registration_url = it->event.cancelled_why = "";
	it->experience.used_other = it->experience.evidence = "";
	it->experience.lesson = "";
	it->experience.period_start = it->experience.period_end = "";
	it->experience.outcome = OUTCOME_NONE;
}

static void
at_most(struct fault *f, const char *field, const char *text, size_t max,
    const char *sentence)
{
	if (utf8_count(text) > max)
		fault_field(f, field, sentence);
}

static bool
is_web_address(const char *s)
{
	return strncmp(s, "https://", 8) == 0 || strncmp(s, "http://", 7) == 0;
}

static void
address(struct fault *f, const char *field, const char *url)
{
	if (*url == '\0')
		return;
	if (!is_web_address(url) || strlen(url) > 500 ||
	    strpbrk(url, " \t\r\n\"<>") != NULL)
		fault_field(f, field, _("This is not a web address. It starts "
		    "with https:// and has at most 500 characters."));
}

/* no file format and no page can carry these (XML 1.0, 2.2) */
static void
printable(struct fault *f, const char *field, const char *text)
{
	uint32_t	cp;

	while ((cp = utf8_next(&text)) != 0)
		if ((cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') ||
		    (cp >= 0x7f && cp < 0xa0)) {
			fault_field(f, field, _("This holds signs that can't "
			    "be printed. Type it anew."));
			return;
		}
}

static void
check_printable(const struct item *it, struct fault *f)
{
	size_t	i;

	printable(f, "title", it->title);
	printable(f, "summary", it->summary);
	printable(f, "body", it->body);
	printable(f, "contact", it->contact);
	printable(f, "source", it->source);
	printable(f, "note", it->note);
	for (i = 0; i < it->nlinks; i++)
		printable(f, "links", it->links[i].title);
	printable(f, "place", it->event.place);
	printable(f, "cancelled_why", it->event.cancelled_why);
	printable(f, "used_other", it->experience.used_other);
	printable(f, "evidence", it->experience.evidence);
	printable(f, "lesson", it->experience.lesson);
}

static void
check_texts(const struct item *it, struct fault *f)
{
	size_t	i;

	/* that of an experience is proposed once its outcome is known */
	if (*it->title == '\0' && (it->kind != KIND_EXPERIENCE ||
	    it->experience.outcome != OUTCOME_NONE))
		fault_field(f, "title", _("Give it a title."));
	at_most(f, "title", it->title, TITLE_MAX,
	    _("The title has at most 300 characters. Shorten it; the rest can "
	    "stand in the summary."));
	at_most(f, "summary", it->summary, SUMMARY_MAX,
	    _("The summary has at most 1,000 characters."));
	if (strlen(it->body) > BODY_MAX)
		fault_field(f, "body", _("The text has at most 64 KB. Put "
		    "the rest into a file."));
	at_most(f, "contact", it->contact, 300,
	    _("The contact has at most 300 characters."));
	at_most(f, "source", it->source, 500,
	    _("The source has at most 500 characters."));
	at_most(f, "note", it->note, NOTE_MAX,
	    _("Say what changed in at most 300 characters."));
	if (it->countries.n > COUNTRIES_MAX)
		fault_field(f, "countries", _("At most 60 countries. For more, "
		    "leave it at any country."));
	if (it->topics.n > TOPICS_MAX)
		fault_field(f, "topics", _("At most 10 topics."));
	if (it->nlinks > LINKS_MAX)
		fault_field(f, "links", _("At most 20 links."));
	for (i = 0; i < it->nlinks && i < LINKS_MAX; i++) {
		address(f, "links", it->links[i].url);
		at_most(f, "links", it->links[i].title, 300,
		    _("What a link says has at most 300 characters."));
	}
}

static void
check_event(const struct item *it, bool publish, struct fault *f)
{
	const struct event	*e = &it->event;
	int64_t			 utc;

	if (!clock_zone_known(e->timezone))
		fault_field(f, "timezone", _("We do not know this time zone. "
		    "Choose one such as Pacific/Fiji."));
	else if (e->precision == PRECISION_TIME && e->has_start &&
	    clock_to_utc(&e->start, e->timezone, &utc) == CLOCK_SKIPPED)
		fault_field(f, "start", _("This time does not exist there: the "
		    "clocks jump over it. Choose one an hour later."));
	else if (e->precision == PRECISION_TIME && e->has_end &&
	    clock_to_utc(&e->end, e->timezone, &utc) == CLOCK_SKIPPED)
		fault_field(f, "end", _("This time does not exist there: the "
		    "clocks jump over it. Choose one an hour later."));
	if (publish && !e->has_start)
		fault_field(f, "start", _("Say when it is planned. If only "
		    "the month is known, choose the month."));
	if (publish && *e->country == '\0' && *e->online_url == '\0' &&
	    *e->place == '\0')
		fault_field(f, "country", _("Say where: a country, or the "
		    "address of an on-line event."));
	if (e->has_start && e->has_end && (e->end_utc < e->start_utc ||
	    (e->precision != PRECISION_TIME && e->end_utc == e->start_utc)))
		fault_field(f, "end", _("It ends before it starts."));
	if (e->has_end && !e->has_start)
		fault_field(f, "start", _("There is an end but no start."));
	at_most(f, "cancelled_why", e->cancelled_why, 500,
	    _("The reason has at most 500 characters."));
	at_most(f, "place", e->place, 200,
	    _("The place has at most 200 characters."));
	address(f, "online_url", e->online_url);
	address(f, "registration_url", e->registration_url);
}

static void
check_experience(const struct item *it, bool publish, struct fault *f)
{
	const struct experience	*x = &it->experience;

	if (publish && x->outcome == OUTCOME_NONE)
		fault_field(f, "outcome", _("Say how it went."));
	if (publish && *x->lesson == '\0')
		fault_field(f, "lesson", _("Write one thing to tell the next "
		    "person."));
	at_most(f, "lesson", x->lesson, 1000,
	    _("The lesson has at most 1,000 characters."));
	at_most(f, "evidence", x->evidence, 4000,
	    _("This answer has at most 4,000 characters."));
	at_most(f, "used_other", x->used_other, 300,
	    _("This has at most 300 characters."));
	if (*x->period_start != '\0' && *x->period_end != '\0' &&
	    strcmp(x->period_end, x->period_start) < 0)
		fault_field(f, "period_end", _("It ends before it starts."));
}

enum status
item_validate(const struct item *it, bool publish, struct fault *f)
{
	check_texts(it, f);
	check_printable(it, f);
	if (it->kind == KIND_EVENT)
		check_event(it, publish, f);
	else if (it->kind == KIND_EXPERIENCE)
		check_experience(it, publish, f);
	return f->nfields > 0 ? ST_INVALID : ST_OK;
}

char *
item_slug(struct arena *a, const char *title)
{
	char		*out = arena_alloc(a, SLUG_MAX + 1), *o = out;
	const char	*s;

	for (s = title; *s != '\0' && o < out + SLUG_MAX; s++) {
		if (isascii(*s) && isalnum((unsigned char)*s))
			*o++ = (char)tolower((unsigned char)*s);
		else if (isascii(*s) && o > out && o[-1] != '-')
			*o++ = '-';
	}
	while (o > out && o[-1] == '-')
		o--;
	*o = '\0';
	return out[0] == '\0' ? arena_strdup(a, "item") : out;
}

char *
file_clean_name(struct arena *a, const char *name)
{
	const char	*s = name, *slash;
	char		*out, *o;
	uint32_t	 cp;
	size_t		 n;

	for (slash = name; *slash != '\0'; slash++)
		if (*slash == '/' || *slash == '\\')
			s = slash + 1;
	out = o = arena_alloc(a, strlen(s) + 4);
	while ((cp = utf8_next(&s)) != 0)
		if (!utf8_is_control(cp))
			o += utf8_put(o, cp);
	*o = '\0';
	while (*out == ' ' || (*out == '.' && out[1] == '.'))
		out++;
	n = utf8_cut(out, NAME_MAX_BYTES);
	out[n] = '\0';
	if (*out == '\0' || strcmp(out, ".") == 0)
		return NULL;
	return out;
}

static bool
same_local(const struct local *a, const struct local *b)
{
	return a->year == b->year && a->month == b->month &&
	    a->day == b->day && a->hour == b->hour && a->minute == b->minute &&
	    a->second == b->second;
}

bool
event_moved(const struct event *a, const struct event *b)
{
	return !same_local(&a->start, &b->start) ||
	    !same_local(&a->end, &b->end) || a->has_start != b->has_start ||
	    a->has_end != b->has_end || a->certainty != b->certainty ||
	    a->precision != b->precision ||
	    strcmp(a->timezone, b->timezone) != 0 ||
	    strcmp(a->country, b->country) != 0 ||
	    strcmp(a->place, b->place) != 0 ||
	    strcmp(a->online_url, b->online_url) != 0;
}

bool
words_have(const struct words *w, const char *s)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->v[i], s) == 0)
			return true;
	return false;
}

/* midnight after a day, or after the month of a day */
static struct local
day_after(struct local l, bool month)
{
	l.hour = l.minute = l.second = 0;
	if (month || !clock_valid_date(l.year, l.month, ++l.day)) {
		l.day = 1;
		l.month++;
	}
	if (l.month > 12) {
		l.month = 1;
		l.year++;
	}
	return l;
}

void
event_derive(struct event *e)
{
	struct local	last = e->has_end ? e->end : e->start;

	e->start_utc = e->end_utc = 0;
	if (!e->has_start || !clock_zone_known(e->timezone))
		return;
	if (e->precision != PRECISION_TIME) {
		e->start.hour = e->start.minute = e->start.second = 0;
		if (e->precision == PRECISION_MONTH)
			e->start.day = 1;
		last = day_after(last, e->precision == PRECISION_MONTH);
	}
	clock_to_utc(&e->start, e->timezone, &e->start_utc);
	clock_to_utc(&last, e->timezone, &e->end_utc);
	if (e->precision == PRECISION_TIME && !e->has_end)
		e->end_utc = e->start_utc + 3600;
}
