#include "web/calendar.h"

#include <string.h>

#include "base/settings.h"
#include "views/calendar.h"
#include "views/when.h"
#include "web/calendar_grid.h"
#include "web/item_view.h"
#include "web/page.h"
#include "web/planned.h"
#include "web/problem.h"
#include "web/row.h"

#define A_PAGE		50	/* events in the list */
#define PAGES_MAX	200
#define MONTH_MAX	1000	/* events in a grid */
#define RUNNING_MAX	20

/* what was asked for, and what came */
struct asked {
	const struct vocabulary	*v;
	struct event_filter	 filter;
	bool			 grid, past;
	int			 page;		/* from 1 */
	struct local		 month;
	const char		*query;		/* the filters alone */
	struct items		 list, running;
	struct event_orgs	 orgs;
};

static enum status
read_address(struct request *r, struct asked *a)
{
	static const char	*const others[] = { "view", "month", "page",
				    "past", NULL };
	const char		*view = query_get(&r->query, "view");
	const char		*page = query_get(&r->query, "page");
	enum status		 st;

	if ((st = planned_filter(r, a->v, others, &a->filter)) != ST_OK)
		return st;
	a->query = planned_query(r, SIZE_MAX);
	a->grid = view != NULL && strcmp(view, "month") == 0;
	a->past = !a->grid && query_get(&r->query, "past") != NULL;
	a->page = page == NULL ? 1 : request_number(page);
	if (a->page < 1 || a->page > PAGES_MAX)
		return ST_NOT_FOUND;
	calendar_grid_month(query_get(&r->query, "month"), &a->month);
	if (a->grid)
		calendar_grid_span(r->arena, &a->month, &a->filter.from,
		    &a->filter.to);
	return ST_OK;
}

static enum event_list
list_of(const struct asked *a)
{
	if (a->grid)
		return EVENTS_BETWEEN;
	/* a day that is named shows whatever stands on it */
	if (a->filter.to != NULL && a->filter.from != NULL)
		return EVENTS_BETWEEN;
	return a->past ? EVENTS_EARLIER : EVENTS_AHEAD;
}

static enum status
load(struct request *r, struct asked *a)
{
	int		limit = a->grid ? MONTH_MAX : A_PAGE + 1;
	bool		running = !a->grid && !a->past && a->page == 1;
	enum status	st;

	if ((st = db_begin(r->db, DB_READ)) != ST_OK)
		return st;
	event_list_send(r->db, r->arena, list_of(a), &a->filter, limit,
	    a->grid ? 0 : (a->page - 1) * A_PAGE);
	event_orgs_send(r->db);
	if (running)
		event_list_send(r->db, r->arena, EVENTS_RUNNING, &a->filter,
		    RUNNING_MAX, 0);
	st = event_list_take(r->db, r->arena, &a->list);
	if (st == ST_OK)
		st = event_orgs_take(r->db, r->arena, &a->orgs);
	if (st == ST_OK && running)
		st = event_list_take(r->db, r->arena, &a->running);
	db_end(r->db);
	return st;
}

/* an address with the filters and perhaps something else */
static const char *
address(struct request *r, const char *path, const char *query,
    const char *extra)
{
	return arena_printf(r->arena, "%s%s%s%s%s", path,
	    *query != '\0' || *extra != '\0' ? "?" : "", query,
	    *query != '\0' && *extra != '\0' ? "&" : "", extra);
}

static bool
asks_for(struct request *r, const char *name, const char *value)
{
	const char	*s = query_get(&r->query, name);

	return s != NULL && strcmp(s, value) == 0;
}

static struct choices *
choice(struct request *r, const char *name, const char *legend,
    const char *any, size_t n)
{
	struct choices	*c = arena_new_of(r->arena, struct choices);
	struct option	*o = arena_array(r->arena, struct option, n + 1);

	o[0] = (struct option){ .value = "", .label = any };
	*c = (struct choices){ .name = name, .legend = legend, .n = 1,
	    .option = o };
	return c;
}

static void
add(struct request *r, struct choices *c, const char *value,
    const char *label)
{
	struct option	*all = (struct option *)(uintptr_t)c->option;

	all[c->n++] = (struct option){ .value = value, .label = label,
	    .chosen = asks_for(r, c->name, value) };
}

static void
put_choices(struct request *r, const struct asked *a, struct calendar_view *v)
{
	const struct country *const *countries;
	const struct topic	*topics;
	struct choices		*c;
	size_t			 n, i, lang = vocabulary_lang(r->lang);

	countries = vocabulary_countries(a->v, r->lang, &n);
	c = choice(r, "country", _("Country"), _("Any country"), n);
	for (i = 0; i < n; i++)
		add(r, c, countries[i]->code, countries[i]->label[lang]);
	v->choices[0] = c;
	topics = vocabulary_topics(a->v, &n);
	c = choice(r, "topic", _("Topic"), _("Any topic"), n);
	for (i = 0; i < n; i++)
		add(r, c, topics[i].slug, topics[i].parent == NULL ?
		    topics[i].label[lang] : arena_printf(r->arena, "– %s",
		    topics[i].label[lang]));
	v->choices[1] = c;
	c = choice(r, "org", _("Organisation"), _("Any organisation"),
	    a->orgs.n);
	for (i = 0; i < a->orgs.n; i++)
		add(r, c, a->orgs.slug[i], a->orgs.name[i]);
	v->choices[2] = c;
	c = choice(r, "type", _("Type"), _("Any type"), EVENT_TYPE_COUNT);
	for (i = 0; i < EVENT_TYPE_COUNT; i++)
		add(r, c, event_type_word((enum event_type)i),
		    event_type_label((enum event_type)i));
	v->choices[3] = c;
}

static void
put_chips(struct request *r, const struct asked *a, struct calendar_view *v)
{
	struct chip	*chips = arena_array(r->arena, struct chip,
			    r->query.n + 1);
	const char	*extra = a->grid ? "view=month" : "", *label;

	for (size_t i = 0; i < r->query.n; i++)
		if ((label = planned_label(r, a->v, i)) != NULL)
			chips[v->nchips++] = (struct chip){ .label = label,
			    .href = address(r, "/calendar",
			    planned_query(r, i), extra) };
	v->chips = chips;
	v->clear = address(r, "/calendar", "", extra);
}

static bool
same_month(const struct local *a, const struct local *b)
{
	return a->year == b->year && a->month == b->month;
}

/* the list, month by month; events come in the order of their start */
static void
put_months(struct request *r, const struct items *list,
    struct row_view *rows, bool only_open, struct calendar_view *v)
{
	struct calendar_month	*m = NULL;
	const struct local	*last = NULL;
	size_t			 n = list->n;

	v->months = arena_array(r->arena, struct calendar_month, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct event	*e = &list->v[i].event;
		bool			 open = e->precision ==
					    PRECISION_MONTH;

		if (only_open && !open)
			continue;
		if (last == NULL || !same_month(last, &e->start)) {
			m = &v->months[v->nmonths++];
			m->title = when_month(r->arena, &e->start, r->lang);
			m->rows = arena_array(r->arena, struct row_view,
			    n - i);
			m->open = arena_array(r->arena, struct row_view,
			    n - i);
		}
		last = &e->start;
		if (open)
			m->open[m->nopen++] = rows[i];
		else
			m->rows[m->n++] = rows[i];
	}
}

static void
put_list(struct request *r, struct asked *a, struct calendar_view *v)
{
	bool		 more = a->list.n > A_PAGE;
	const char	*past = a->past ? "past=1&" : "";

	if (more)
		a->list.n = A_PAGE;
	put_months(r, &a->list, rows_of_items(r, a->v, &a->list, 3, true),
	    false, v);
	v->nrunning = a->running.n;
	v->running = rows_of_items(r, a->v, &a->running, 3, true);
	if (a->page > 1)
		v->prev = address(r, "/calendar", a->query, arena_printf(
		    r->arena, "%spage=%d", past, a->page - 1));
	if (more)
		v->next = address(r, "/calendar", a->query, arena_printf(
		    r->arena, "%spage=%d", past, a->page + 1));
	if (a->past)
		v->ahead = address(r, "/calendar", a->query, "");
	else
		v->earlier = address(r, "/calendar", a->query, "past=1");
}

static void
put_grid(struct request *r, struct asked *a, struct calendar_view *v)
{
	v->grid = calendar_grid_make(r, &a->month, &a->list, a->query);
	v->view = "month";
	put_months(r, &a->list, rows_of_items(r, a->v, &a->list, 3, true),
	    true, v);
}

struct reply *
calendar_show(struct request *r)
{
	struct asked		 a = { .v = vocabulary_get(r->db) };
	struct calendar_view	 v = { .past = false };
	struct page		*page;
	struct html		*h;
	enum status		 st;

	if (a.v == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = read_address(r, &a)) != ST_OK ||
	    (st = load(r, &a)) != ST_OK)
		return problem(r, st);
	page = page_new(r, a.past ? _("Earlier events") :
	    _("What is planned"));
	page->nav = "calendar";
	page->ics = address(r, "/calendar.ics", a.query, "");
	v.page = page;
	v.past = a.past;
	v.subscribe = address(r, "/calendar/subscribe", a.query, "");
	v.agenda = address(r, "/calendar", a.query, "");
	v.month = address(r, "/calendar", a.query, "view=month");
	put_choices(r, &a, &v);
	put_chips(r, &a, &v);
	if (a.grid)
		put_grid(r, &a, &v);
	else
		put_list(r, &a, &v);
	h = reply_page(r);
	view_calendar(h, &v);
	return reply_html(r, 200, h);
}

static const char *
webcal(struct arena *a, const char *url)
{
	const char	*rest = strstr(url, "://");

	return rest == NULL ? url : arena_printf(a, "webcal%s", rest);
}

static bool
is_local(const char *url)
{
	const char	*host = strstr(url, "://");

	host = host == NULL ? url : host + 3;
	return strncmp(host, "127.", 4) == 0 ||
	    strncmp(host, "localhost", 9) == 0 ||
	    strncmp(host, "[::1]", 5) == 0;
}

/* the next three under the same rights as the feed, and how often it is
 * looked at */
static enum status
load_proof(struct request *r, const struct event_filter *f, bool filtered,
    struct items *next, int *looks)
{
	enum status	st;

	db_as(r->db, NULL, NULL);
	if ((st = db_begin(r->db, DB_READ)) != ST_OK)
		return st;
	event_list_send(r->db, r->arena, EVENTS_FEED_AHEAD, f, 3, 0);
	event_looks_send(r->db, filtered ? "filtered" : "calendar");
	st = event_list_take(r->db, r->arena, next);
	if (st == ST_OK)
		st = event_looks_take(r->db, looks);
	db_end(r->db);
	return st;
}

struct reply *
calendar_subscribe(struct request *r)
{
	static const char	*const none[] = { NULL };
	const struct vocabulary	*v = vocabulary_get(r->db);
	struct subscribe_view	 view = { .looks = 0 };
	struct event_filter	 f;
	struct items		 next;
	struct page		*page;
	struct html		*h;
	const char		*query;
	enum status		 st;

	if (v == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = planned_filter(r, v, none, &f)) != ST_OK)
		return problem(r, st);
	query = planned_query(r, SIZE_MAX);
	st = load_proof(r, &f, *query != '\0', &next, &view.looks);
	if (st != ST_OK)
		return problem(r, st);
	view.page = page = page_new(r, _("Subscribe to what is planned"));
	page->nav = "calendar";
	view.all = request_url(r, "/calendar.ics");
	view.all_webcal = webcal(r->arena, view.all);
	view.words = planned_words(r, v);
	if (*query != '\0') {
		view.filtered = request_url(r, address(r, "/calendar.ics",
		    query, ""));
		view.filtered_webcal = webcal(r->arena, view.filtered);
	}
	view.signed_in = r->actor.person != 0;
	view.local = is_local(settings.base_url);
	view.n = next.n;
	view.rows = rows_of_items(r, v, &next, 3, true);
	h = reply_page(r);
	view_subscribe(h, &view);
	return reply_html(r, 200, h);
}
