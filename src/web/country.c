/*
 * country: see country.h. "What is going on in Fiji?", and who else plans
 * something there.
 */
#include "web/country.h"

#include "storage/country.h"
#include "storage/event.h"
#include "views/country.h"
#include "web/org.h"
#include "web/page.h"
#include "web/problem.h"

#define AHEAD_MAX	60	/* looked through for the two lists */

const struct option *
country_options(struct request *r, const struct vocabulary *voc,
    const char *chosen, const char *none, size_t *n)
{
	const struct country *const	*c;
	struct option			*o;
	size_t				 i, count;

	c = vocabulary_countries(voc, r->lang, &count);
	o = arena_array(r->arena, struct option, count + 1);
	o[0].value = "";
	o[0].label = none;
	for (i = 0; i < count; i++) {
		o[i + 1].value = c[i]->code;
		o[i + 1].label = c[i]->label[vocabulary_lang(r->lang)];
		o[i + 1].chosen = strcmp(c[i]->code, chosen) == 0;
	}
	*n = count + 1;
	return o;
}

static const struct country_count *
count_of(const struct country_count *list, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].code, code) == 0)
			return &list[i];
	return NULL;
}

static const char *
counts(struct arena *a, const struct country_count *k)
{
	const char	*items = org_counts(a, k->toolkits, k->events,
			    k->experiences);

	if (k->orgs == 0)
		return items;
	return arena_printf(a, "%s%s%s", arena_printf(a, _n("%d organisation",
	    "%d organisations", k->orgs), k->orgs), *items ? ", " : "",
	    items);
}

static size_t
lines_of(struct request *r, const struct vocabulary *voc,
    const struct country_count *list, size_t n, struct org_line *lines)
{
	const struct country *const	*c;
	const struct country_count	*k;
	size_t				 i, count, lang, out = 0;

	lang = vocabulary_lang(r->lang);
	c = vocabulary_by_region(voc, r->lang, &count);
	for (i = 0; i < count; i++) {
		if ((k = count_of(list, n, c[i]->code)) == NULL)
			continue;
		lines[out].href = arena_printf(r->arena, "/countries/%s",
		    c[i]->code);
		lines[out].name = c[i]->label[lang];
		lines[out].counts = counts(r->arena, k);
		lines[out++].group = c[i]->region == NULL ?
		    _("Across regions") : c[i]->region->label[lang];
	}
	return out;
}

struct reply *
country_list(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct country_count	*list;
	struct orgs_view	 v = { 0 };
	struct org_line		*lines;
	struct html		*h;
	enum status		 st;
	size_t			 n;

	if (voc == NULL || db_begin(r->db, DB_READ) != ST_OK)
		return problem(r, ST_UNAVAILABLE);
	country_counts_send(r->db);
	st = country_counts_take(r->db, r->arena, &list, &n);
	db_end(r->db);
	if (st != ST_OK)
		return problem(r, st);
	lines = arena_array(r->arena, struct org_line, n + 1);
	v.n = lines_of(r, voc, list, n, lines);
	v.orgs = lines;
	v.page = page_new(r, _("Countries"));
	h = reply_page(r);
	view_countries(h, &v);
	return reply_etag_of_body(r, reply_html(r, 200, h));
}

struct around {
	struct items	 ahead, here, others, toolkits, experiences;
	struct org	*orgs;
	size_t		 norgs;
};

static bool
is_here(const struct around *ar, const char *slug)
{
	for (size_t i = 0; i < ar->norgs; i++)
		if (strcmp(ar->orgs[i].slug, slug) == 0)
			return true;
	return false;
}

/* what organisations of the country plan, and what others plan there */
static void
part(struct request *r, struct around *ar)
{
	struct items	*to;

	ar->here.v = arena_array(r->arena, struct item, ar->ahead.n + 1);
	ar->others.v = arena_array(r->arena, struct item, ar->ahead.n + 1);
	for (size_t i = 0; i < ar->ahead.n; i++) {
		to = is_here(ar, ar->ahead.v[i].org_slug) ? &ar->here :
		    &ar->others;
		if (to->n < SHELF_ROWS)
			to->v[to->n++] = ar->ahead.v[i];
	}
}

static enum status
load(struct request *r, const char *code, struct around *ar)
{
	struct item_filter	 kits = { .kind = "toolkit", .country = code,
				    .limit = SHELF_ROWS };
	struct item_filter	 told = { .kind = "experience",
				    .country = code, .limit = SHELF_ROWS };
	struct event_filter	 events = { .countries = { 1, &code } };
	struct db		*db = r->db;
	enum status		 st;

	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	event_list_send(db, r->arena, EVENTS_AHEAD, &events, AHEAD_MAX, 0);
	item_list_send(db, &kits);
	item_list_send(db, &told);
	org_list_send(db, code, false);
	if ((st = event_list_take(db, r->arena, &ar->ahead)) == ST_OK &&
	    (st = items_take(db, r->arena, &ar->toolkits)) == ST_OK &&
	    (st = items_take(db, r->arena, &ar->experiences)) == ST_OK)
		st = org_list_take(db, r->arena, &ar->orgs, &ar->norgs);
	db_end(db);
	if (st == ST_OK)
		part(r, ar);
	return st;
}

static void
shelves(struct request *r, const struct vocabulary *voc, const char *code,
    const struct around *ar, struct shelf_view *s)
{
	const char	*all = arena_printf(r->arena, "/calendar?country=%s",
			    code);

	s[0].title = _("Coming up");
	s[0].all_href = s[1].all_href = all;
	s[0].all_words = s[1].all_words = _("All events here");
	shelf_fill(r, voc, &ar->here, &s[0]);
	s[1].title = _("Planned by others here");
	shelf_fill(r, voc, &ar->others, &s[1]);
	s[2].title = _("Experiences");
	s[2].all_words = _("All experiences from here");
	s[2].all_href = arena_printf(r->arena, "/experiences?country=%s",
	    code);
	shelf_fill(r, voc, &ar->experiences, &s[2]);
	s[3].title = _("Toolkits that fit");
	s[3].all_words = _("All toolkits that fit");
	s[3].all_href = arena_printf(r->arena, "/toolkits?country=%s", code);
	shelf_fill(r, voc, &ar->toolkits, &s[3]);
}

struct reply *
country_show(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	const struct country	*c;
	struct around		 ar = { 0 };
	struct country_view	 v = { 0 };
	struct org_line		*lines;
	struct html		*h;
	enum status		 st;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((c = vocabulary_country(voc, r->args[0])) == NULL)
		return problem(r, ST_NOT_FOUND);
	if ((st = load(r, c->code, &ar)) != ST_OK)
		return problem(r, st);
	v.name = c->label[vocabulary_lang(r->lang)];
	v.region = c->region == NULL ? NULL :
	    c->region->label[vocabulary_lang(r->lang)];
	v.page = page_new(r, v.name);
	v.ics = request_url(r, arena_printf(r->arena,
	    "/countries/%s/calendar.ics", c->code));
	v.page->ics = v.ics;
	shelves(r, voc, c->code, &ar, v.shelves);
	lines = arena_array(r->arena, struct org_line, ar.norgs + 1);
	for (size_t i = 0; i < ar.norgs; i++)
		org_line(r, &ar.orgs[i], &lines[i]);
	v.norgs = ar.norgs;
	v.orgs = lines;
	v.announce_href = "/items/new?kind=event";
	h = reply_page(r);
	view_country(h, &v);
	return reply_etag_of_body(r, reply_html(r, 200, h));
}
