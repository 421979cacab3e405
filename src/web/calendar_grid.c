#include "web/calendar_grid.h"

#include <string.h>

#include "views/when.h"
#include "web/row.h"

#define DAY	86400

static struct local
day_of(int64_t days)
{
	struct local	l;

	clock_to_local(days * DAY, "UTC", &l);
	return l;
}

/* the first day of the month n months away */
static struct local
month_away(const struct local *first, int n)
{
	int	months = first->year * 12 + first->month - 1 + n;

	return (struct local){ .year = months / 12, .month = months % 12 + 1,
	    .day = 1 };
}

void
calendar_grid_month(const char *s, struct local *first)
{
	char	day[11];

	if (s != NULL && strlen(s) == 7) {
		snprintf(day, sizeof(day), "%.7s-01", s);
		if (clock_parse_local(day, first) && first->year > 1900)
			return;
	}
	clock_to_local(clock_now(), "UTC", first);
	*first = (struct local){ .year = first->year, .month = first->month,
	    .day = 1 };
}

void
calendar_grid_span(struct arena *a, const struct local *first,
    const char **from, const char **to)
{
	struct local	next = month_away(first, 1);
	struct local	last = day_of(clock_days(&next) - 1);

	*from = arena_printf(a, "%04d-%02d-01", first->year, first->month);
	*to = arena_printf(a, "%04d-%02d-%02d", last.year, last.month,
	    last.day);
}

static const char *
address(struct request *r, const struct local *month, const char *query)
{
	return arena_printf(r->arena, "/calendar?%s%sview=month&month="
	    "%04d-%02d", query, *query != '\0' ? "&" : "", month->year,
	    month->month);
}

static void
enter(struct request *r, struct calendar_day *d, const struct item *it)
{
	if (d->n < CALENDAR_A_DAY)
		d->entry[d->n] = (struct calendar_entry){
		    .title = it->title, .href = item_path(r->arena, it),
		    .lang = strncmp(it->language, r->lang, 2) == 0 ? NULL :
		    it->language, .cancelled = it->event.certainty ==
		    CERTAINTY_CANCELLED };
	d->n++;
}

static void
put_days(struct request *r, struct calendar_grid *g, int64_t start,
    const struct local *first, const char *query)
{
	int64_t		today = clock_now() / DAY;
	struct local	l;

	for (size_t i = 0; i < g->nweeks * 7; i++) {
		struct calendar_day	*d = &g->day[i / 7][i % 7];

		l = day_of(start + (int64_t)i);
		d->number = l.day;
		d->name = when_date(r->arena, &l, r->lang);
		d->out = l.month != first->month;
		d->today = start + (int64_t)i == today;
		d->more_href = arena_printf(r->arena,
		    "/calendar?%s%sfrom=%04d-%02d-%02d&to=%04d-%02d-%02d",
		    query, *query != '\0' ? "&" : "", l.year, l.month, l.day,
		    l.year, l.month, l.day);
	}
}

static void
put_events(struct request *r, struct calendar_grid *g, int64_t start,
    const struct items *items)
{
	int64_t	from, to, last = start + (int64_t)g->nweeks * 7 - 1;

	for (size_t i = 0; i < items->n; i++) {
		const struct event	*e = &items->v[i].event;

		if (!e->has_start || e->precision == PRECISION_MONTH)
			continue;
		from = clock_days(&e->start);
		to = e->has_end ? clock_days(&e->end) : from;
		for (int64_t d = from < start ? start : from;
		    d <= to && d <= last; d++)
			enter(r, &g->day[(d - start) / 7][(d - start) % 7],
			    &items->v[i]);
	}
}

struct calendar_grid *
calendar_grid_make(struct request *r, const struct local *first,
    const struct items *items, const char *query)
{
	struct calendar_grid	*g = arena_new_of(r->arena,
				    struct calendar_grid);
	struct local		 next = month_away(first, 1);
	struct local		 before = month_away(first, -1);
	int			 lead = (clock_weekday(first) + 6) % 7;
	int64_t			 start = clock_days(first) - lead;

	g->title = when_month(r->arena, first, r->lang);
	g->nweeks = (size_t)((clock_days(&next) - start + 6) / 7);
	for (int i = 0; i < 7; i++)
		g->weekdays[i] = when_weekday((i + 1) % 7, r->lang);
	g->prev = address(r, &before, query);
	g->next = address(r, &next, query);
	put_days(r, g, start, first, query);
	put_events(r, g, start, items);
	return g;
}
