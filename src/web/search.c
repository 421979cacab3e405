/*
 * search: see search.h. The feeds are in search_feed.c.
 */
#include "web/search.h"

#include <string.h>

#include "base/settings.h"
#include "views/search.h"
#include "web/gap.h"
#include "web/page.h"
#include "web/problem.h"
#include "web/row.h"
#include "web/search_narrow.h"
#include "web/search_why.h"

/* a list: all kinds, or the one that its address names */
struct list {
	const char	*path;
	const char	*nav;
	const char	*kind;
	const char	*title;
	const char	*announce;
};

static const char *
number(struct request *r, const struct found *found)
{
	return found->total_exact ?
	    arena_printf(r->arena, "%zu", found->total) :
	    arena_printf(r->arena, _("more than %zu"), found->total_least);
}

static const char *
count(struct request *r, const struct list *l, const struct search_params *p,
    const struct found *found)
{
	if (l->kind != NULL && *p->q == '\0')
		return number(r, found);
	return arena_printf(r->arena, _n("%s result", "%s results",
	    found->total), number(r, found));
}

static const struct row_view *
rows(struct request *r, const struct vocabulary *voc, const struct found *in,
    bool bare)
{
	struct row_view	*row = arena_array(r->arena, struct row_view,
			    in->nhits + 1);
	size_t		 i;

	for (i = 0; i < in->nhits; i++) {
		row_of_item(r, voc, in->hits[i].item, &row[i]);
		row[i].level = 2;
		row[i].bare = bare;
		row[i].why = search_why_words(r, &in->hits[i]);
		/* the title stands there anyway */
		if (in->hits[i].snippet == NULL ||
		    strcmp(in->hits[i].in, "title") == 0)
			continue;
		row[i].snippet.html = in->hits[i].snippet;
		row[i].quote = NULL;
		if (in->hits[i].file != NULL)
			row[i].in = in->hits[i].in;
		if (in->hits[i].page > 0)
			row[i].page = arena_printf(r->arena, _(", page %u"),
			    in->hits[i].page);
	}
	return row;
}

static const char *
sorted(struct request *r, const struct list *l, const char *sort)
{
	const char	*base = search_params_address(r, l->path, "sort",
			    NULL, NULL);

	return arena_printf(r->arena, "%s%csort=%s", base,
	    strchr(base, '?') == NULL ? '?' : '&', sort);
}

static void
sorts(struct request *r, const struct list *l, const struct search_params *p,
    struct search_view *v)
{
	static const struct {
		enum search_sort	 sort;
		const char		*name, *label;
	} all[SEARCH_SORTS] = {
		{ SORT_BEST, "best", N_("Best match") },
		{ SORT_NEWEST, "newest", N_("Newest") },
		{ SORT_DATE, "date", N_("Date of event") },
	};
	size_t	i;

	for (i = 0; i < SEARCH_SORTS; i++) {
		v->sorts[i].label = _(all[i].label);
		v->sorts[i].href = sorted(r, l, all[i].name);
		v->sorts[i].chosen = all[i].sort == p->query.sort;
	}
}

/* a new search from the box keeps the filters */
static void
kept(struct request *r, struct search_view *v)
{
	const struct query	*q = &r->query;
	struct way_on		*pairs;
	size_t			 i;

	pairs = arena_array(r->arena, struct way_on, q->n + 1);
	for (i = 0; i < q->n; i++)
		if (search_field_of(q->pairs[i].name) != SEARCH_FIELDS ||
		    strcmp(q->pairs[i].name, "from") == 0 ||
		    strcmp(q->pairs[i].name, "to") == 0 ||
		    strcmp(q->pairs[i].name, "thesaurus") == 0 ||
		    strcmp(q->pairs[i].name, "sort") == 0) {
			pairs[v->nkept].words = q->pairs[i].name;
			pairs[v->nkept++].href = q->pairs[i].value;
		}
	v->kept = pairs;
}

/* the same search for programs, which name the kind that the page fixes */
static const char *
elsewhere(struct request *r, const struct list *l, const char *path)
{
	if (l->kind == NULL)
		return search_params_address(r, path, NULL, NULL, NULL);
	return narrow_with(r, path, "kind", l->kind);
}

static void
take_along(struct request *r, const struct list *l, struct search_view *v)
{
	v->json = elsewhere(r, l, "/api/v1/search");
	v->ics = elsewhere(r, l, "/search.ics");
	v->atom = elsewhere(r, l, "/search.atom");
	v->curl = arena_printf(r->arena, "curl '%s'", request_url(r,
	    v->json));
	v->page->atom = v->atom;
	v->page->ics = v->ics;
}

/* only what finds something, as the search is narrowed down */
static void
suggest(const struct narrowing *n, struct search_view *v)
{
	struct request		*r = n->r;
	struct search_params	 p = *n->p;
	struct found		 found;
	const char		*base;
	struct html		 h = { .lang = r->lang };

	p.query.q = n->found->suggestion;
	p.query.limit = 1;
	p.query.facets = 0;
	p.query.snippets = false;
	if (p.query.q == NULL || search_run(r, n->voc, &p, &found) != ST_OK ||
	    found.total == 0)
		return;
	base = search_params_address(r, n->path, "q", NULL, NULL);
	buf_init(&h.out, 8192);
	html_url(&h, p.query.q);
	v->suggestion = p.query.q;
	v->suggestion_href = arena_printf(r->arena, "%s%cq=%s", base,
	    strchr(base, '?') == NULL ? '?' : '&', h.out.data);
	v->suggestion_count = arena_printf(r->arena, _n("%s result",
	    "%s results", found.total), number(r, &found));
	buf_free(&h.out);
}

/* other names, and the links that switch them and the reasons */
static void
ways_of_looking(struct request *r, const struct list *l,
    const struct search_params *p, const struct found *found,
    struct search_view *v)
{
	bool	best = *p->q != '\0' && p->query.sort == SORT_BEST;

	v->also = search_also_words(r, found);
	v->as_typed = p->query.as_typed && *p->q != '\0';
	v->also_href = p->query.as_typed ? search_params_address(r, l->path,
	    "thesaurus", NULL, NULL) : narrow_with(r, l->path, "thesaurus",
	    "off");
	v->explained = p->query.explain;
	if (best)
		v->why_href = p->query.explain ? search_params_address(r,
		    l->path, "explain", NULL, NULL) : narrow_with(r, l->path,
		    "explain", "1");
}

static const char *
page_title(struct request *r, const struct search_view *v)
{
	if (*v->q != '\0')
		return arena_printf(r->arena, "%s: %s", v->q, v->count);
	return arena_printf(r->arena, "%s: %s", v->title, v->count);
}

static void
pages(struct request *r, const struct list *l, const struct found *found,
    struct search_view *v)
{
	if (found->previous != NULL)
		v->previous = search_params_address(r, l->path, NULL, NULL,
		    *found->previous == '\0' ? NULL : found->previous);
	if (found->next != NULL)
		v->next = search_params_address(r, l->path, NULL, NULL,
		    found->next);
}

static struct reply *
show(struct request *r, const struct list *l, const struct vocabulary *voc,
    const struct search_params *p, const struct found *found)
{
	const struct narrowing	 n = { r, voc, p, found, l->path, l->kind };
	struct search_view	 v = { .q = p->q, .fault = &r->fault,
				    .action = l->path };
	struct html		*h = reply_page(r);

	v.title = l->kind != NULL || *p->q == '\0' ? l->title : NULL;
	v.count = count(r, l, p, found);
	v.note = found->partial && found->note == NULL ? _("The search is "
	    "being prepared: something may be missing for a moment.") :
	    found->note;
	v.rows = rows(r, voc, found, l->kind != NULL);
	v.nrows = found->nhits;
	v.announce_href = l->announce;
	v.page = page_new(r, page_title(r, &v));
	v.page->nav = l->nav;
	v.page->no_search = true;
	v.page->suggest = true;
	v.page->noindex = r->query.n > 0 || l->kind == NULL;
	narrow_chips(&n, &v);
	narrow_facets(&n, &v);
	sorts(r, l, p, &v);
	kept(r, &v);
	take_along(r, l, &v);
	suggest(&n, &v);
	ways_of_looking(r, l, p, found, &v);
	pages(r, l, found, &v);
	if (found->nhits == 0 && r->fault.nfields == 0)
		narrow_ways(&n, &v);
	view_search(h, &v);
	return reply_etag_of_body(r, reply_html(r, r->fault.nfields > 0 ?
	    422 : 200, h));
}

/* what narrows a search down may be why it finds nothing */
static bool
is_unfiltered(const struct search_params *p)
{
	int	f;

	for (f = 0; f < SEARCH_FIELDS; f++)
		if (f != SEARCH_KIND && p->query.filter[f].n > 0)
			return false;
	return p->query.from == NULL && p->query.to == NULL;
}

static struct reply *
list(struct request *r, const struct list *l)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct search_params	 p;
	struct found		 found = { .total_exact = true };
	enum status		 st;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	st = search_params_read(r, voc, l->kind == NULL ? 0 :
	    SEARCH_PARAMS_FIXED, &p);
	if (l->kind != NULL)
		search_params_fix(r, &p, SEARCH_KIND, l->kind);
	p.query.snippets = *p.q != '\0';
	p.query.facets = (1u << SEARCH_FIELDS) - 1;
	if (l->kind != NULL)
		p.query.facets &= ~(1u << SEARCH_KIND);
	if (l->kind == NULL || strcmp(l->kind, "experience") != 0)
		p.query.facets &= ~(1u << SEARCH_OUTCOME);
	if (st == ST_OK)
		st = search_run(r, voc, &p, &found);
	if (st == ST_UNAVAILABLE)
		return problem_because(r, st, _("The search is not there at "
		    "this moment. Nothing is lost; try again in a few "
		    "seconds."));
	if (st != ST_OK && r->fault.nfields == 0)
		return problem(r, st);
	if (found.total == 0 && !found.partial && !p.paged && *p.q != '\0' &&
	    r->fault.nfields == 0 && is_unfiltered(&p))
		gap_count(p.q);
	return show(r, l, voc, &p, &found);
}

struct reply *
search_show(struct request *r)
{
	const struct list	l = { "/search", NULL, NULL,
				    _("Everything"),
				    "/items/new?kind=event" };

	return list(r, &l);
}

struct reply *
search_toolkits(struct request *r)
{
	const struct list	l = { "/toolkits", "toolkits", "toolkit",
				    _("Toolkits"), "/items/new?kind=event" };

	return list(r, &l);
}

struct reply *
search_experiences(struct request *r)
{
	const struct list	l = { "/experiences", "experiences",
				    "experience", _("Experiences"),
				    "/items/new?kind=event" };

	return list(r, &l);
}

struct reply *
search_events(struct request *r)
{
	return reply_redirect(r, "/calendar");
}
