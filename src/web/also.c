#include "web/also.h"

#include <string.h>

#include "domain/item_json.h"
#include "views/also.h"
#include "web/problem.h"
#include "web/row.h"

static const char *
distance(struct arena *a, const struct event *mine, const struct event *it)
{
	int	days, months;

	if (mine->precision == PRECISION_MONTH ||
	    it->precision == PRECISION_MONTH) {
		months = (it->start.year - mine->start.year) * 12 +
		    it->start.month - mine->start.month;
		if (months == 0)
			return _("in the same month");
		if (months > 0)
			return arena_printf(a, _n("%d month later",
			    "%d months later", months), months);
		return arena_printf(a, _n("%d month earlier",
		    "%d months earlier", -months), -months);
	}
	if (it->start_utc < mine->end_utc && mine->start_utc < it->end_utc)
		return _("at the same time");
	days = (int)(clock_days(&it->start) - clock_days(&mine->start));
	if (days == 0)
		return _("on the same day");
	if (days > 0)
		return arena_printf(a, _n("%d day later", "%d days later",
		    days), days);
	return arena_printf(a, _n("%d day earlier", "%d days earlier", -days),
	    -days);
}

const char *
also_reason(struct arena *a, const struct event *mine,
    const struct event_near *near)
{
	const char	*by = near->by == NEAR_COUNTRY ? _("Same country") :
			    near->by == NEAR_REGION ? _("Same region") :
			    _("Same topic");

	return arena_printf(a, "%s, %s", by,
	    distance(a, mine, &near->item.event));
}

static void
fill(struct request *r, const struct vocabulary *v, const struct event *mine,
    const struct event_near *near, struct also_row *out)
{
	row_of_item(r, v, &near->item, &out->row);
	out->row.bare = true;
	out->row.summary = NULL;
	out->reason = also_reason(r->arena, mine, near);
	/* a contact with spaces is no address */
	if (strchr(near->item.contact, '@') != NULL &&
	    strpbrk(near->item.contact, " \t\r\n<>\"?&") == NULL)
		out->write_to = arena_printf(r->arena, "mailto:%s",
		    near->item.contact);
}

static enum status
look(struct request *r, const struct item *it, struct event_nears *near)
{
	enum status	st;

	if ((st = db_begin(r->db, DB_READ)) != ST_OK)
		return st;
	event_near_send(r->db, r->arena, it);
	st = event_near_take(r->db, r->arena, near);
	db_end(r->db);
	return st;
}

struct html_safe
also_html(struct request *r, const struct vocabulary *v,
    const struct item *it, const struct event_nears *near, bool say_none)
{
	struct html		 h = { .lang = r->lang };
	struct also_view	 view = { .say_none = say_none };
	struct html_safe	 out = { NULL };

	view.n = near->n;
	view.rows = arena_array(r->arena, struct also_row, near->n + 1);
	for (size_t i = 0; i < near->n; i++)
		fill(r, v, &it->event, &near->v[i], &view.rows[i]);
	buf_init(&h.out, 64 << 10);
	view_also(&h, &view);
	if (!h.out.failed && h.out.len > 0)
		out.html = arena_strdup(r->arena, h.out.data);
	buf_free(&h.out);
	return out;
}

struct html_safe
also_planned(struct request *r, const struct vocabulary *v,
    const struct item *it, bool say_none)
{
	struct event_nears	 near;
	struct html_safe	 none = { NULL };

	/* the page stands without it */
	if (!it->event.has_start || look(r, it, &near) != ST_OK)
		return none;
	return also_html(r, v, it, &near, say_none);
}

/* dates as they stand in the form: whole or not yet */
static void
read_dates(struct request *r, struct event *e)
{
	const char	*start = query_get(&r->query, "start");
	const char	*end = query_get(&r->query, "end");
	const char	*month = query_get(&r->query, "month");

	e->precision = PRECISION_DAY;
	if (start != NULL && *start != '\0')
		e->has_start = clock_parse_local(start, &e->start);
	else if (month != NULL && strlen(month) == 7) {
		e->precision = PRECISION_MONTH;
		e->has_start = clock_parse_local(arena_printf(r->arena,
		    "%s-01", month), &e->start);
	}
	if (e->has_start && end != NULL && *end != '\0')
		e->has_end = clock_parse_local(end, &e->end) &&
		    clock_days(&e->end) >= clock_days(&e->start);
	if (!e->has_start)
		return;
	/* by days, in no zone: near is near enough */
	e->start.hour = e->start.minute = e->start.second = 0;
	event_derive(e);
}

static void
read_places(struct request *r, const struct vocabulary *v, struct item *it)
{
	const char	**countries, **topics, *s;
	size_t		  i;

	countries = arena_array(r->arena, const char *, COUNTRIES_MAX);
	topics = arena_array(r->arena, const char *, TOPICS_MAX);
	for (i = 0; (s = query_nth(&r->query, "country", i)) != NULL; i++)
		if (it->countries.n < COUNTRIES_MAX &&
		    vocabulary_country(v, s) != NULL)
			countries[it->countries.n++] = s;
	for (i = 0; (s = query_nth(&r->query, "topic", i)) != NULL; i++)
		if (it->topics.n < TOPICS_MAX &&
		    vocabulary_topic(v, s) != NULL)
			topics[it->topics.n++] = s;
	it->countries.v = countries;
	it->topics.v = topics;
}

struct reply *
also_fragment(struct request *r)
{
	static const char	*const names[] = { "country", "topic",
				    "start", "end", "month", "item", NULL };
	const struct vocabulary	*v = vocabulary_get(r->db);
	const char		*id = query_get(&r->query, "item");
	struct html		*h;
	struct html_safe	 part;
	struct item		 it;

	if (v == NULL)
		return problem(r, ST_UNAVAILABLE);
	if (query_unknown(&r->query, names) != NULL)
		return problem(r, ST_MALFORMED);
	item_init(&it, KIND_EVENT);
	it.id = id != NULL ? id : "";
	read_dates(r, &it.event);
	read_places(r, v, &it);
	part = also_planned(r, v, &it, true);
	h = reply_page(r);
	if (part.html != NULL)
		html_safe(h, part);
	return reply_html(r, 200, h);
}
