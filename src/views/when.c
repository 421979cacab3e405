#include <libintl.h>

#include "views/when.h"

#define _(s)	gettext(s)

struct names {
	const char	*months[12], *short_months[12];
	const char	*days[7], *short_days[7];
	const char	*to;
};

static const struct names english = {
	{ "January", "February", "March", "April", "May", "June", "July",
	    "August", "September", "October", "November", "December" },
	{ "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
	    "Oct", "Nov", "Dec" },
	{ "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	    "Saturday" },
	{ "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" },
	"to"
};

static const struct names french = {
	{ "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	    "août", "septembre", "octobre", "novembre", "décembre" },
	{ "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août",
	    "sept.", "oct.", "nov.", "déc." },
	{ "dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi",
	    "samedi" },
	{ "dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam." },
	"au"
};

static const struct names *
names_of(const char *lang)
{
	return strcmp(lang, "fr") == 0 ? &french : &english;
}

/* "10"; the first of a month is an ordinal in French */
static const char *
day_number(struct arena *a, int day, const struct names *n)
{
	return arena_printf(a, day == 1 && n == &french ? "%der" : "%d", day);
}

static const char *
month_name(int month, const struct names *n)
{
	return month >= 1 && month <= 12 ? n->months[month - 1] : "";
}

static const char *
day_month(struct arena *a, const struct local *l, const struct names *n)
{
	return arena_printf(a, "%s %s", day_number(a, l->day, n),
	    month_name(l->month, n));
}

const char *
when_date(struct arena *a, const struct local *l, const char *lang)
{
	return arena_printf(a, "%s %d", day_month(a, l, names_of(lang)),
	    l->year);
}

const char *
when_month_short(int month, const char *lang)
{
	return month >= 1 && month <= 12 ?
	    names_of(lang)->short_months[month - 1] : "";
}

const char *
when_weekday(int day, const char *lang)
{
	return names_of(lang)->days[day];
}

const char *
when_short(struct arena *a, const struct local *l, const char *lang)
{
	return arena_printf(a, "%s %s",
	    day_number(a, l->day, names_of(lang)),
	    when_month_short(l->month, lang));
}

const char *
when_month(struct arena *a, const struct local *l, const char *lang)
{
	return arena_printf(a, "%s %d", month_name(l->month, names_of(lang)),
	    l->year);
}

const char *
when_stamp(struct arena *a, int64_t utc, const char *zone, const char *lang)
{
	struct local	l;

	clock_to_local(utc, zone, &l);
	return arena_printf(a, "%s %d", when_short(a, &l, lang), l.year);
}

const char *
when_moment(struct arena *a, int64_t utc, const char *zone, const char *lang)
{
	struct local	l;

	clock_to_local(utc, zone, &l);
	return arena_printf(a, "%s %d, %02d:%02d", when_short(a, &l, lang),
	    l.year, l.hour, l.minute);
}

/* "Wed 10 March 2027" */
static const char *
weekday_date(struct arena *a, const struct local *l, const char *lang)
{
	return arena_printf(a, "%s %s",
	    names_of(lang)->short_days[clock_weekday(l)],
	    when_date(a, l, lang));
}

static bool
same_day(const struct local *a, const struct local *b)
{
	return a->year == b->year && a->month == b->month && a->day == b->day;
}

static const char *
timed(struct arena *a, const struct local *start, const struct local *end,
    const char *lang)
{
	const char	*first;

	first = arena_printf(a, "%s, %02d:%02d", weekday_date(a, start, lang),
	    start->hour, start->minute);
	if (end == NULL)
		return first;
	if (same_day(start, end))
		return arena_printf(a, "%s–%02d:%02d", first, end->hour,
		    end->minute);
	return arena_printf(a, "%s %s %s, %02d:%02d", first,
	    names_of(lang)->to, weekday_date(a, end, lang), end->hour,
	    end->minute);
}

static const char *
whole_days(struct arena *a, const struct local *start, const struct local *end,
    const char *lang)
{
	const struct names	*n = names_of(lang);
	const char		*last, *first;

	if (end == NULL || same_day(start, end))
		return weekday_date(a, start, lang);
	last = when_date(a, end, lang);
	if (start->year != end->year)
		first = when_date(a, start, lang);
	else if (start->month != end->month)
		first = day_month(a, start, n);
	else
		first = day_number(a, start->day, n);
	return arena_printf(a, n == &french ? "du %s %s %s" : "%s %s %s",
	    first, n->to, last);
}

static const char *
whole_months(struct arena *a, const struct local *start,
    const struct local *end, const char *lang)
{
	const struct names	*n = names_of(lang);
	const char		*first;

	if (end == NULL ||
	    (start->year == end->year && start->month == end->month))
		return when_month(a, start, lang);
	first = start->year == end->year ? month_name(start->month, n) :
	    when_month(a, start, lang);
	return arena_printf(a, "%s %s %s", first, n == &french ? "à" : n->to,
	    when_month(a, end, lang));
}

const char *
when_event(struct arena *a, const struct event *e, const char *lang)
{
	const struct local	*end = e->has_end ? &e->end : NULL;

	if (!e->has_start)
		return _("Date not fixed yet");
	switch (e->precision) {
	case PRECISION_DAY:
		return whole_days(a, &e->start, end, lang);
	case PRECISION_MONTH:
		return whole_months(a, &e->start, end, lang);
	case PRECISION_TIME:
	case PRECISION_COUNT:
		break;
	}
	return timed(a, &e->start, end, lang);
}

const char *
when_event_in(struct arena *a, const struct event *e, const char *zone,
    const char *lang)
{
	struct local	start, end;

	clock_to_local(e->start_utc, zone, &start);
	if (!e->has_end)
		return timed(a, &start, NULL, lang);
	clock_to_local(e->end_utc, zone, &end);
	return timed(a, &start, &end, lang);
}

const char *
when_zone(struct arena *a, const char *iana, const char *lang)
{
	const char	*place = strrchr(iana, '/');
	char		*name;

	if (place == NULL)
		return iana;
	name = arena_strdup(a, place + 1);
	for (char *p = name; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	return arena_printf(a, names_of(lang) == &french ? "heure de %s" :
	    "%s time", name);
}
