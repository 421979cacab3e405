/*
 * machine: see machine.h.
 */
#include "web/machine.h"

#include <string.h>

#include "base/settings.h"
#include "storage/sitemap.h"
#include "views/machine.h"
#include "web/feed.h"
#include "web/problem.h"
#include "web/row.h"
#include "web/search_run.h"

#define ATOM_ENTRIES	50	/* of a page */
#define ICS_EVENTS	2000	/* of one calendar, the earliest */
#define BACK_DAYS	90	/* of a calendar */
#define FIXED_PAGES	6	/* besides items and organisations */

static struct reply *
send_xml(struct request *r, const char *type, struct html *h, bool own)
{
	struct reply	*reply = reply_html(r, 200, h);

	reply_header(r, reply, "content-type", type);
	reply_header(r, reply, "cache-control", own ? "private, max-age=300" :
	    "public, max-age=300");
	if (!own)
		reply_header(r, reply, "vary",
		    "Cookie, Authorization, Accept-Language");
	return reply_etag_of_body(r, reply);
}

static const char *
stamp(struct arena *a, int64_t utc)
{
	char	*out = arena_alloc(a, CLOCK_TEXT);

	clock_rfc3339(utc, out);
	return out;
}

/* XML 1.0 has no control characters, not even written as numbers */
static const char *
clean(struct arena *a, const char *s)
{
	char	*out = arena_strdup(a, s), *c;

	for (c = out; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20)
			*c = ' ';
	return out;
}

static void
atom_entry(struct request *r, const struct item *it, struct atom_entry *e)
{
	e->id = request_url(r, arena_printf(r->arena, "/items/%s", it->id));
	e->href = request_url(r, item_path(r->arena, it));
	e->title = clean(r->arena, it->title);
	e->summary = clean(r->arena, it->summary);
	if (it->version > 1 && *it->note != '\0')
		e->summary = arena_printf(r->arena, "%s%s%s: %s", e->summary,
		    *e->summary ? " " : "", _("What changed"),
		    clean(r->arena, it->note));
	e->lang = it->language;
	e->org = clean(r->arena, it->org_name);
	e->updated = stamp(r->arena, it->updated);
	e->published = stamp(r->arena, it->published);
	e->kind = kind_word(it->kind);
}

static const char *
atom_page(struct request *r, const char *cursor)
{
	return request_url(r, search_params_address(r, "/search.atom", NULL,
	    NULL, cursor));
}

static struct reply *
atom_reply(struct request *r, const struct search_params *p,
    const struct found *found)
{
	struct atom_view	 v = { 0 };
	struct atom_entry	*e;
	struct html		*h = reply_page(r);
	int64_t			 newest = 0;
	size_t			 i;

	e = arena_array(r->arena, struct atom_entry, found->nhits + 1);
	for (i = 0; i < found->nhits; i++) {
		atom_entry(r, found->hits[i].item, &e[i]);
		if (found->hits[i].item->updated > newest)
			newest = found->hits[i].item->updated;
	}
	v.entries = e;
	v.n = found->nhits;
	v.updated = stamp(r->arena, newest);
	v.title = *p->q == '\0' ? "Commonshelf" : arena_printf(r->arena,
	    "Commonshelf: %s", clean(r->arena, p->q));
	v.id = request_url(r, search_params_address(r, "/search.atom", NULL,
	    NULL, NULL));
	v.self = atom_page(r, query_get(&r->query, "cursor"));
	v.next = found->next == NULL ? NULL : atom_page(r, found->next);
	if (found->previous != NULL)
		v.previous = *found->previous == '\0' ? v.id :
		    atom_page(r, found->previous);
	v.page = request_url(r, search_params_address(r, "/search", NULL,
	    NULL, NULL));
	view_atom(h, &v);
	return send_xml(r, "application/atom+xml; charset=utf-8", h,
	    r->actor.person != 0);
}

struct reply *
machine_atom(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct search_params	 p;
	struct found		 found;
	enum status		 st;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = search_params_read(r, voc, SEARCH_PARAMS_NEWEST, &p)) !=
	    ST_OK)
		return problem(r, st);
	if (query_get(&r->query, "limit") == NULL)
		p.query.limit = ATOM_ENTRIES;
	p.whole = true;
	if ((st = search_run(r, voc, &p, &found)) != ST_OK)
		return problem(r, st);
	return atom_reply(r, &p, &found);
}

/* are events among what is looked for? Then they alone */
static bool
events_alone(struct request *r, struct search_params *p)
{
	const struct search_values	*kinds;
	size_t				 i;

	kinds = &p->query.filter[SEARCH_KIND];
	for (i = 0; i < kinds->n; i++)
		if (strcmp(kinds->v[i], "event") == 0)
			break;
	if (kinds->n > 0 && i == kinds->n)
		return false;
	search_params_fix(r, p, SEARCH_KIND, "event");
	return true;
}

static const char *
days_back(struct arena *a)
{
	struct local	l;

	clock_to_local(clock_now() - BACK_DAYS * 86400LL, "UTC", &l);
	return arena_printf(a, "%04d-%02d-%02d", l.year, l.month, l.day);
}

/* page after page, as many events as one calendar holds */
static enum status
all_events(struct request *r, const struct vocabulary *voc,
    struct search_params *p, struct items *out)
{
	struct found	found;
	enum status	st;
	size_t		i;

	out->v = arena_array(r->arena, struct item, ICS_EVENTS);
	p->query.limit = SEARCH_LIMIT_MAX;
	do {
		if ((st = search_run(r, voc, p, &found)) != ST_OK)
			return st;
		for (i = 0; i < found.nhits && out->n < ICS_EVENTS; i++)
			out->v[out->n++] = *found.hits[i].item;
		if (found.next != NULL)
			search_params_follow(r, p, found.next);
	} while (found.next != NULL && out->n < ICS_EVENTS);
	return ST_OK;
}

struct reply *
machine_ics(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct feed		 feed = { .name = "Commonshelf" };
	struct search_params	 p;
	struct items		 items = { 0 };
	enum status		 st;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = search_params_read(r, voc, 0, &p)) != ST_OK)
		return problem(r, st);
	p.whole = true;
	p.query.sort = SORT_DATE;
	p.query.offset = 0;
	p.query.after = p.query.before = NULL;
	if (p.query.from == NULL)
		p.query.from = days_back(r->arena);
	if (events_alone(r, &p) &&
	    (st = all_events(r, voc, &p, &items)) != ST_OK)
		return problem(r, st);
	if (*p.q != '\0')
		feed.name = arena_printf(r->arena, "Commonshelf: %s",
		    clean(r->arena, p.q));
	feed.page = search_params_address(r, "/search", NULL, NULL, NULL);
	feed.own = r->actor.person != 0;
	return feed_reply(r, voc, &feed, items.v, items.n);
}

struct reply *
machine_opensearch(struct request *r)
{
	struct html	*h = reply_page(r);

	view_opensearch(h, settings.base_url);
	return send_xml(r, "application/opensearchdescription+xml; "
	    "charset=utf-8", h, false);
}

struct reply *
machine_sitemap(struct request *r)
{
	static const char *const fixed[FIXED_PAGES] = { "/", "/toolkits",
	    "/experiences", "/calendar", "/orgs", "/countries" };
	struct sitemap_line	*lines;
	struct sitemap_address	*a;
	struct html		*h = reply_page(r);
	struct item		 it = { 0 };
	enum status		 st;
	size_t			 i, n, k = 0;

	db_as(r->db, NULL, NULL);	/* the same for everybody */
	if ((st = db_begin(r->db, DB_READ)) != ST_OK)
		return problem(r, st);
	sitemap_send(r->db);
	st = sitemap_take(r->db, r->arena, &lines, &n);
	db_end(r->db);
	if (st != ST_OK)
		return problem(r, st);
	a = arena_array(r->arena, struct sitemap_address, n + FIXED_PAGES);
	for (i = 0; i < FIXED_PAGES; i++)
		a[k++].href = request_url(r, fixed[i]);
	for (i = 0; i < n; i++, k++) {
		it.id = lines[i].id;
		it.title = lines[i].title;
		a[k].href = request_url(r, it.title != NULL ?
		    item_path(r->arena, &it) :
		    arena_printf(r->arena, "/orgs/%s", it.id));
		a[k].changed = stamp(r->arena, lines[i].changed);
	}
	view_sitemap(h, a, k);
	return send_xml(r, "application/xml; charset=utf-8", h, false);
}

static struct reply *
send_text(struct request *r, const char *text)
{
	struct reply	*reply = reply_new(r, 200,
			    "text/plain; charset=utf-8");

	buf_puts(&reply->body, text);
	reply_header(r, reply, "cache-control", "public, max-age=3600");
	return reply_etag_of_body(r, reply);
}

struct reply *
machine_robots(struct request *r)
{
	return send_text(r, arena_printf(r->arena, "User-agent: *\n"
	    "Disallow: /search\nDisallow: /toolkits?\n"
	    "Disallow: /experiences?\nDisallow: /api/\nDisallow: /login\n"
	    "Disallow: /lang/\nDisallow: /feeds/\n"
	    "\nSitemap: %s/sitemap.xml\n", settings.base_url));
}

/* good for half a year at least, the same all month */
static const char *
expires(struct arena *a)
{
	struct local	l;
	int		m;

	clock_to_local(clock_now(), "UTC", &l);
	m = l.month + 6;
	return arena_printf(a, "%04d-%02d-01T00:00:00Z",
	    l.year + (m - 1) / 12, (m - 1) % 12 + 1);
}

struct reply *
machine_security(struct request *r)
{
	const char	*to = settings.contact;

	if (*to == '\0')
		to = request_url(r, "/about");
	else if (strchr(to, ':') == NULL)
		to = arena_printf(r->arena, "mailto:%s", to);
	return send_text(r, arena_printf(r->arena, "Contact: %s\n"
	    "Expires: %s\nPreferred-Languages: en, fr\nCanonical: "
	    "%s/.well-known/security.txt\n", to, expires(r->arena),
	    settings.base_url));
}
