/*
 * search_narrow: see search_narrow.h.
 */
#include "web/search_narrow.h"

#include <string.h>

#include "views/html.h"
#include "views/when.h"

#define VALUES_SHOWN	60	/* of one filter */
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

static bool
is_chosen(const struct search_params *p, const struct found_facet *f,
    const char *value)
{
	const struct search_values	*v = &p->query.filter[f->field];
	size_t				 i;

	for (i = 0; i < v->n; i++)
		if (strcmp(v->v[i], value) == 0)
			return true;
	return false;
}

static const char *
title(enum search_field f)
{
	switch (f) {
	case SEARCH_KIND:
		return _("Kind");
	case SEARCH_COUNTRY:
		return _("Country");
	case SEARCH_REGION:
		return _("Region");
	case SEARCH_TOPIC:
		return _("Topic");
	case SEARCH_ORG:
		return _("Organisation");
	case SEARCH_LANGUAGE:
		return _("Language");
	case SEARCH_YEAR:
		return _("Year");
	case SEARCH_OUTCOME:
		return _("How it went");
	case SEARCH_FIELDS:
	default:
		return "";
	}
}

static void
fill(const struct narrowing *n, const struct found_facet *f,
    struct narrow *out)
{
	struct narrow_value	*v;
	size_t			 i;

	out->title = title(f->field);
	out->n = f->n < VALUES_SHOWN ? f->n : VALUES_SHOWN;
	v = arena_array(n->r->arena, struct narrow_value, out->n + 1);
	for (i = 0; i < out->n; i++) {
		v[i].label = f->values[i].label;
		v[i].count = f->values[i].count;
		v[i].chosen = is_chosen(n->p, f, f->values[i].value);
		v[i].href = v[i].chosen ? search_params_address(n->r, n->path,
		    f->name, f->values[i].value, NULL) :
		    narrow_with(n->r, n->path, f->name, f->values[i].value);
	}
	out->values = v;
}

/* in the order of the page; one value that is not chosen chooses nothing */
void
narrow_facets(const struct narrowing *n, struct search_view *v)
{
	static const enum search_field order[] = { SEARCH_KIND,
	    SEARCH_OUTCOME, SEARCH_COUNTRY, SEARCH_REGION, SEARCH_TOPIC,
	    SEARCH_ORG, SEARCH_LANGUAGE, SEARCH_YEAR };
	const struct found_facet *f;
	struct narrow		*out;
	size_t			 i, k;

	out = arena_array(n->r->arena, struct narrow, SEARCH_FIELDS);
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		for (k = 0; k < n->found->nfacets; k++) {
			f = &n->found->facets[k];
			if (f->field == order[i] && f->n > 0 &&
			    (f->n > 1 || n->p->query.filter[f->field].n > 0))
				fill(n, f, &out[v->nnarrows++]);
		}
	v->narrows = out;
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

void
narrow_ways(const struct narrowing *n, struct search_view *v)
{
	const struct query	*q = &n->r->query;
	struct way_on		*ways;
	struct search_params	 p;
	struct found		 found;
	const char		*label;
	size_t			 i, tried = 0;

	ways = arena_array(n->r->arena, struct way_on, WAYS_MAX);
	for (i = 0; i < q->n && tried < WAYS_MAX; i++) {
		if ((label = narrow_label(n, i)) == NULL ||
		    !drop(n, &q->pairs[i], &p))
			continue;
		tried++;
		if (search_run(n->r, n->voc, &p, &found) != ST_OK ||
		    found.total == 0)
			continue;
		ways[v->nways].words = arena_printf(n->r->arena,
		    _n("%d result without %s", "%d results without %s",
		    found.total), (int)found.total, label);
		ways[v->nways++].href = search_params_address(n->r, n->path,
		    q->pairs[i].name, q->pairs[i].value, NULL);
	}
	v->ways = ways;
}
