#include "views/zone.h"

#include "base/clock.h"

#define DAY		86400
#define WEEK		((int64_t)7 * DAY)
#define YEARS_MAX	40
#define CHANGES_MAX	((size_t)4 * YEARS_MAX)

/* one change of the clocks; the local fields are those before it */
struct change {
	struct local	at;
	int		weekday;
	int		week;		/* 1 to 5 of that weekday in the month */
	bool		last;		/* it is the last one of the month */
	bool		done;
	int64_t		from, to;	/* offsets in seconds */
};

static int64_t
seconds(const struct local *l)
{
	return ((clock_days(l) * 24 + l->hour) * 60 + l->minute) * 60 +
	    l->second;
}

static int64_t
offset_at(int64_t utc, const char *iana)
{
	struct local	l;

	clock_to_local(utc, iana, &l);
	return seconds(&l) - utc;
}

static void
describe(struct change *c, int64_t utc, int64_t from, int64_t to)
{
	c->from = from;
	c->to = to;
	/* the digits of the old clock: as if the zone were UTC, shifted */
	clock_to_local(utc + from, "UTC", &c->at);
	c->weekday = clock_weekday(&c->at);
	c->week = (c->at.day - 1) / 7 + 1;
	c->last = !clock_valid_date(c->at.year, c->at.month, c->at.day + 7);
}

/* the moment of the one change between two moments a week apart */
static int64_t
bisect(int64_t low, int64_t high, int64_t from, const char *iana)
{
	int64_t	middle;

	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (offset_at(middle, iana) == from)
			low = middle;
		else
			high = middle;
	}
	return high;
}

static size_t
find_changes(const char *iana, int64_t start, int64_t end, struct change *out)
{
	int64_t	t, from = offset_at(start, iana), to, at;
	/* moments first: describing one switches the zone of the process */
	int64_t	moments[CHANGES_MAX], offsets[CHANGES_MAX + 1];
	size_t	n = 0, i;

	offsets[0] = from;
	for (t = start; t < end && n < CHANGES_MAX; t += WEEK) {
		to = offset_at(t + WEEK, iana);
		if (to == from)
			continue;
		at = bisect(t, t + WEEK, from, iana);
		moments[n++] = at;
		offsets[n] = from = to;
	}
	for (i = 0; i < n; i++)
		describe(&out[i], moments[i], offsets[i], offsets[i + 1]);
	return n;
}

static bool
same_rule(const struct change *a, const struct change *b)
{
	return a->from == b->from && a->to == b->to &&
	    a->at.month == b->at.month && a->weekday == b->weekday &&
	    a->at.hour == b->at.hour && a->at.minute == b->at.minute &&
	    a->at.second == b->at.second;
}

/* does change i come in every year up to `last` from its own on, always in
 * the same week of the month? 0: no; -1: the last week, else its number */
static int
rule_week(const struct change *c, size_t n, size_t i, int last)
{
	bool	always_last = c[i].last, always_same = true;
	int	year = c[i].at.year;

	for (size_t k = i + 1; k < n; k++) {
		if (!same_rule(&c[i], &c[k]))
			continue;
		if (c[k].at.year != ++year)
			return 0;
		always_last = always_last && c[k].last;
		always_same = always_same && c[k].week == c[i].week;
	}
	if (year == c[i].at.year || year < last)
		return 0;
	return always_last ? -1 : always_same && c[i].week < 5 ? c[i].week : 0;
}

static void
put_offset(struct buf *out, const char *name, int64_t offset)
{
	int64_t	o = offset < 0 ? -offset : offset;

	buf_printf(out, "%s:%c%02d%02d", name, offset < 0 ? '-' : '+',
	    (int)(o / 3600), (int)(o / 60 % 60));
	if (o % 60 != 0)
		buf_printf(out, "%02d", (int)(o % 60));
	buf_puts(out, "\r\n");
}

static void
put_observance(struct buf *out, const struct change *c, int week)
{
	static const char	*const days[] = { "SU", "MO", "TU", "WE", "TH",
				    "FR", "SA" };
	const char		*name = c->to > c->from ? "DAYLIGHT" :
				    "STANDARD";

	buf_printf(out, "BEGIN:%s\r\nDTSTART:%04d%02d%02dT%02d%02d%02d\r\n",
	    name, c->at.year, c->at.month, c->at.day, c->at.hour,
	    c->at.minute, c->at.second);
	put_offset(out, "TZOFFSETFROM", c->from);
	put_offset(out, "TZOFFSETTO", c->to);
	if (week != 0)
		buf_printf(out, "RRULE:FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s\r\n",
		    c->at.month, week, days[c->weekday]);
	buf_printf(out, "END:%s\r\n", name);
}

static void
put_changes(struct buf *out, struct change *c, size_t n, int last)
{
	int	week;

	for (size_t i = 0; i < n; i++) {
		if (c[i].done)
			continue;
		week = rule_week(c, n, i, last);
		put_observance(out, &c[i], week);
		for (size_t k = i + 1; week != 0 && k < n; k++)
			if (same_rule(&c[i], &c[k]))
				c[k].done = true;
	}
}

void
zone_write(struct buf *out, const char *iana, int first_year, int last_year)
{
	struct change	changes[CHANGES_MAX];
	/* a year more on both sides: the clocks of the first day were set in
	 * the year before, and a local day may belong to another year in UTC */
	struct local	first = { .year = first_year - 1, .month = 1, .day = 1 };
	struct local	last = { .year = last_year + 2, .month = 1, .day = 1 };
	struct change	base = { .at = { 1970, 1, 1, 0, 0, 0 } };
	size_t		n;

	if (last.year - first.year > YEARS_MAX)
		last.year = first.year + YEARS_MAX;
	memset(changes, 0, sizeof(changes));
	n = find_changes(iana, clock_days(&first) * DAY,
	    clock_days(&last) * DAY, changes);
	buf_printf(out, "BEGIN:VTIMEZONE\r\nTZID:%s\r\n", iana);
	if (n == 0 || changes[0].at.year >= first_year) {
		base.from = base.to = offset_at(clock_days(&first) * DAY, iana);
		put_observance(out, &base, 0);
	}
	put_changes(out, changes, n, last.year - 1);
	buf_puts(out, "END:VTIMEZONE\r\n");
}
