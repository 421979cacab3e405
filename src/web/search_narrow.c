/*
 * search_narrow: see search_narrow.h.
 */
#include "web/search_narrow.h"

#include <string.h>

#include "views/html.h"
#include "views/when.h"

#define WAYS_MAX	3

const char *
narrow_with(struct request *r, const char *path, const char *name,
    const char *value)
{
	const char	*base = search_params_address(r, path, NULL, NULL,
			    NULL);
	struct html	 h = { .lang = r->lang };
	const char	*out;

	buf_init(&h.out, 8192);
	html_url(&h, value);
	out = arena_printf(r->arena, "%s%c%s=%s", base,
	    strchr(base, '?') == NULL ? '?' : '&', name, h.out.data);
	buf_free(&h.out);
	return out;
}

static const char *
org_label(const struct found *found, const char *slug)
{
	size_t	i, k;

	for (i = 0; i < found->nfacets; i++)
		for (k = 0; k < found->facets[i].n &&
		    found->facets[i].field == SEARCH_ORG; k++)
			if (strcmp(found->facets[i].values[k].value,
			    slug) == 0)
				return found->facets[i].values[k].label;
	return slug;
}

static const char *
day_label(const struct narrowing *n, const char *day, const char *sentence)
{
	struct local	l;

	return clock_parse_local(day, &l) ? arena_printf(n->r->arena,
	    sentence, when_date(n->r->arena, &l, n->r->lang)) : NULL;
}

const char *
narrow_label(const struct narrowing *n, size_t i)
{
	const struct pair	*p = &n->r->query.pairs[i];
	enum search_field	 f = search_field_of(p->name);

	if (*p->value == '\0')
		return NULL;
	if (strcmp(p->name, "from") == 0)
		return day_label(n, p->value, _("from %s"));
	if (strcmp(p->name, "to") == 0)
		return day_label(n, p->value, _("until %s"));
	if (f == SEARCH_FIELDS)
		return NULL;
	return f == SEARCH_ORG ? org_label(n->found, p->value) :
	    search_label(n->r, n->voc, f, p->value);
}

static const char *
without_filters(const struct narrowing *n)
{
	struct html	 h = { .lang = n->r->lang };
	const char	*out;

	if (*n->p->q == '\0')
		return n->path;
	buf_init(&h.out, 8192);
	html_url(&h, n->p->q);
	out = arena_printf(n->r->arena, "%s?q=%s", n->path, h.out.data);
	buf_free(&h.out);
	return out;
}

void
narrow_chips(const struct narrowing *n, struct search_view *v)
{
	const struct query	*q = &n->r->query;
	struct chip		*chips;
	const char		*label;
	size_t			 i;

	chips = arena_array(n->r->arena, struct chip, q->n + 1);
	for (i = 0; i < q->n; i++) {
		if ((label = narrow_label(n, i)) == NULL)
			continue;
		chips[v->nchips].label = label;
		chips[v->nchips++].href = search_params_address(n->r, n->path,
		    q->pairs[i].name, q->pairs[i].value, NULL);
	}
	v->chips = chips;
	v->clear = without_filters(n);
}

/* the search without its i-th parameter; false: that is no filter of it */
static bool
drop(const struct narrowing *n, const struct pair *pair,
    struct search_params *p)
{
	enum search_field	 f = search_field_of(pair->name);
	struct search_values	*from, to = { 0 };
	const char		**v;
	size_t			 i;

	*p = *n->p;
	if (strcmp(pair->name, "from") == 0)
		p->query.from = NULL;
	else if (strcmp(pair->name, "to") == 0)
		p->query.to = NULL;
	else if (f == SEARCH_FIELDS)
		return false;
	else {
		from = &p->query.filter[f];
		v = arena_array(n->r->arena, const char *, from->n + 1);
		for (i = 0; i < from->n; i++)
			if (strcmp(from->v[i], pair->value) != 0)
				v[to.n++] = from->v[i];
		to.v = v;
		*from = to;
	}
	p->query.facets = 0;
	p->query.snippets = false;
	p->query.limit = 1;
	return true;
}

/* the words alone: without any filter, of any kind */
static void
way_everywhere(const struct narrowing *n, struct search_view *v,
    struct way_on *way)
{
	struct search_params	 p = { .q = n->p->q };
	struct narrowing	 all = *n;
	struct found		 found;

	if (v->nways > 0 || *n->p->q == '\0' ||
	    (v->nchips == 0 && n->kind == NULL))
		return;
	p.query.q = n->p->q;
	p.query.limit = 1;
	if (search_run(n->r, n->voc, &p, &found) != ST_OK || found.total == 0)
		return;
	all.path = "/search";
	way->words = arena_printf(n->r->arena, _n("%d result everywhere",
	    "%d results everywhere", found.total), (int)found.total);
	way->href = without_filters(&all);
	v->nways++;
}

void
narrow_ways(const struct narrowing *n, struct search_view *v)
{
	const struct query	*q = &n->r->query;
	struct way_on		*ways;
	struct search_params	 p;
	struct found		 found;
	const char		*label;
	size_t			 i, tried = 0;

	ways = arena_array(n->r->arena, struct way_on, WAYS_MAX + 1);
	for (i = 0; i < q->n && tried < WAYS_MAX; i++) {
		if ((label = narrow_label(n, i)) == NULL ||
		    !drop(n, &q->pairs[i], &p))
			continue;
		tried++;
		if (search_run(n->r, n->voc, &p, &found) != ST_OK ||
		    found.total == 0)
			continue;
		if (strcmp(q->pairs[i].name, "language") == 0)
			label = arena_printf(n->r->arena,
			    _n("%d result in other languages",
			    "%d results in other languages", found.total),
			    (int)found.total);
		else
			label = arena_printf(n->r->arena,
			    _n("%d result without %s",
			    "%d results without %s", found.total),
			    (int)found.total, label);
		ways[v->nways].words = label;
		ways[v->nways++].href = search_params_address(n->r, n->path,
		    q->pairs[i].name, q->pairs[i].value, NULL);
	}
	v->ways = ways;
	way_everywhere(n, v, &ways[v->nways]);
}
