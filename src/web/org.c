/*
 * org: see org.h. What an organisation shares, as far as the reader sees it.
 */
#include "web/org.h"

#include <assert.h>

#include "storage/event.h"
#include "storage/person.h"
#include "web/country.h"
#include "web/page.h"
#include "web/problem.h"
#include "web/row.h"

const char *
org_counts(struct arena *a, int toolkits, int events, int experiences)
{
	struct buf	 b;
	char		*out;

	buf_init(&b, 512);
	if (toolkits > 0)
		buf_printf(&b, _n("%d toolkit", "%d toolkits", toolkits),
		    toolkits);
	if (events > 0) {
		buf_puts(&b, b.len > 0 ? ", " : "");
		buf_printf(&b, _n("%d event", "%d events", events), events);
	}
	if (experiences > 0) {
		buf_puts(&b, b.len > 0 ? ", " : "");
		buf_printf(&b, _n("%d experience", "%d experiences",
		    experiences), experiences);
	}
	out = arena_strdup(a, b.len > 0 ? b.data : "");
	buf_free(&b);
	return out;
}

void
org_line(struct request *r, const struct org *o, struct org_line *line)
{
	line->href = arena_printf(r->arena, "/orgs/%s", o->slug);
	line->name = o->name;
	line->counts = org_counts(r->arena, o->toolkits, o->events,
	    o->experiences);
}

void
shelf_fill(struct request *r, const struct vocabulary *voc,
    const struct items *items, struct shelf_view *s)
{
	s->n = items->n < SHELF_ROWS ? items->n : SHELF_ROWS;
	s->rows = rows_of_items(r, voc, items, 3, true);
}

/* lines of one region after the other, by the order of the regions */
static size_t
group(struct request *r, const struct vocabulary *voc, const struct org *o,
    size_t n, struct org_line *lines)
{
	const struct country	*c;
	const struct region	*regions;
	size_t			 nregions, k = 0;

	regions = vocabulary_regions(voc, &nregions);
	assert(regions != NULL || nregions == 0);
	for (size_t g = 0; g <= nregions; g++)
		for (size_t i = 0; i < n; i++) {
			c = vocabulary_country(voc, o[i].country);
			if ((c == NULL ? NULL : c->region) !=
			    (g < nregions ? &regions[g] : NULL))
				continue;
			org_line(r, &o[i], &lines[k]);
			lines[k].country = c == NULL ? NULL :
			    c->label[vocabulary_lang(r->lang)];
			lines[k++].group = g < nregions ?
			    regions[g].label[vocabulary_lang(r->lang)] :
			    _("Across regions");
		}
	return k;
}

struct reply *
org_list(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct orgs_view	 v = { 0 };
	struct org_line		*lines;
	struct html		*h;
	struct org		*orgs;
	enum status		 st;
	size_t			 n;

	if (voc == NULL || db_begin(r->db, DB_READ) != ST_OK)
		return problem(r, ST_UNAVAILABLE);
	org_list_send(r->db, NULL, false);
	st = org_list_take(r->db, r->arena, &orgs, &n);
	db_end(r->db);
	if (st != ST_OK)
		return problem(r, st);
	lines = arena_array(r->arena, struct org_line, n + 1);
	v.n = group(r, voc, orgs, n, lines);
	v.orgs = lines;
	v.page = page_new(r, _("Organisations"));
	v.page->nav = "orgs";
	h = reply_page(r);
	view_orgs(h, &v);
	return reply_etag_of_body(r, reply_html(r, 200, h));
}

/* what the page of one shows besides its own row */
struct around {
	struct items	 ahead, toolkits, experiences;
	struct person	*people;
	size_t		 npeople;
};

static enum status
load(struct request *r, const char *slug, struct org **o, struct around *ar)
{
	struct item_filter	 kits = { .kind = "toolkit", .org = slug,
				    .limit = SHELF_ROWS };
	struct item_filter	 told = { .kind = "experience", .org = slug,
				    .limit = SHELF_ROWS };
	struct event_filter	 events = { .orgs = { 1, &slug } };
	struct db		*db = r->db;
	enum status		 st;

	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	org_send(db, slug);
	event_list_send(db, r->arena, EVENTS_AHEAD, &events, SHELF_ROWS, 0);
	item_list_send(db, &kits);
	item_list_send(db, &told);
	if ((st = org_take(db, r->arena, o)) == ST_OK &&
	    (st = event_list_take(db, r->arena, &ar->ahead)) == ST_OK &&
	    (st = items_take(db, r->arena, &ar->toolkits)) == ST_OK)
		st = items_take(db, r->arena, &ar->experiences);
	/* names of people to partners only */
	if (st == ST_OK && r->actor.person != 0) {
		member_list_send(db, (*o)->key);
		st = person_list_take(db, r->arena, &ar->people,
		    &ar->npeople);
	}
	db_end(db);
	return st;
}

static void
shelves(struct request *r, const struct vocabulary *voc, const struct org *o,
    const struct around *ar, struct shelf_view *s)
{
	s[0].title = _("Coming up");
	s[0].empty = _("Nothing announced at present.");
	s[0].all_words = _("All its events");
	s[0].all_href = arena_printf(r->arena, "/calendar?org=%s", o->slug);
	shelf_fill(r, voc, &ar->ahead, &s[0]);
	s[1].title = _("Toolkits");
	s[1].all_words = _("All its toolkits");
	s[1].all_href = arena_printf(r->arena, "/toolkits?org=%s", o->slug);
	shelf_fill(r, voc, &ar->toolkits, &s[1]);
	s[2].title = _("Experiences");
	s[2].all_words = _("All its experiences");
	s[2].all_href = arena_printf(r->arena, "/experiences?org=%s",
	    o->slug);
	shelf_fill(r, voc, &ar->experiences, &s[2]);
}

static void
describe(struct request *r, const struct vocabulary *voc, const struct org *o,
    struct org_view *v)
{
	v->name = o->name;
	v->about = o->about;
	v->website = o->website;
	v->contact = o->contact;
	v->suspended = o->suspended;
	if (strchr(o->contact, '@') != NULL && strchr(o->contact, ' ') == NULL)
		v->contact_href = arena_printf(r->arena, "mailto:%s",
		    o->contact);
	if (*o->country != '\0') {
		v->country = vocabulary_country_label(voc, o->country,
		    r->lang);
		v->country_href = arena_printf(r->arena, "/countries/%s",
		    o->country);
	}
	v->ics = request_url(r, arena_printf(r->arena,
	    "/orgs/%s/calendar.ics", o->slug));
	if (request_may(r, MAY_LEAD_ORG, NULL, o->key)) {
		v->people_href = arena_printf(r->arena, "/orgs/%s/people",
		    o->slug);
		v->edit_href = arena_printf(r->arena, "/orgs/%s/edit",
		    o->slug);
	}
}

static void
names(struct request *r, const struct around *ar, struct org_view *v)
{
	const char	**list = arena_array(r->arena, const char *,
			    ar->npeople + 1);

	for (size_t i = 0; i < ar->npeople; i++)
		if (!ar->people[i].disabled)
			list[v->npeople++] = ar->people[i].name;
	v->people = list;
}

struct reply *
org_show(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct around		 ar = { 0 };
	struct org_view		 v = { 0 };
	struct html		*h;
	struct org		*o;
	enum status		 st;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = load(r, r->args[0], &o, &ar)) != ST_OK)
		return problem(r, st);
	v.page = page_new(r, o->name);
	v.page->nav = "orgs";
	v.page->canonical = request_url(r, arena_printf(r->arena, "/orgs/%s",
	    o->slug));
	v.page->description = *o->about != '\0' ? o->about : NULL;
	describe(r, voc, o, &v);
	v.page->ics = v.ics;
	shelves(r, voc, o, &ar, v.shelves);
	names(r, &ar, &v);
	h = reply_page(r);
	view_org(h, &v);
	return reply_etag_of_body(r, reply_html(r, 200, h));
}
