/*
 * search_facets: "Narrow down" beside a search. Countries stand below their
 * region and topics below their parent, in one list each; every value is a
 * link that adds it or takes it away.
 */
#include <string.h>

#include "web/search_narrow.h"

#define VALUES_SHOWN	60	/* of one list */

static bool
is_chosen(const struct search_params *p, enum search_field f,
    const char *value)
{
	const struct search_values	*v = &p->query.filter[f];
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
	case SEARCH_REGION:
		return _("Country or region");
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
	case SEARCH_FILE_TYPE:
		return _("Type of file");
	case SEARCH_FIELDS:
	default:
		return "";
	}
}

static const struct found_facet *
facet_of(const struct narrowing *n, enum search_field f)
{
	size_t	i;

	for (i = 0; i < n->found->nfacets; i++)
		if (n->found->facets[i].field == f)
			return &n->found->facets[i];
	return NULL;
}

/*
 * Does choosing (field, value) end another filter? Two values of a list mean
 * any of them, so a value would say nothing beside one that includes it:
 * a country beside its region, a topic beside its parent or its child.
 */
static bool
ends(const struct narrowing *n, enum search_field f, const char *value,
    const struct pair *p)
{
	const struct topic	*mine, *other;

	if (strcmp(p->name, "cursor") == 0)
		return true;
	if (f == SEARCH_COUNTRY || f == SEARCH_REGION)
		return strcmp(p->name, f == SEARCH_COUNTRY ? "region" :
		    "country") == 0;
	if (f != SEARCH_TOPIC || strcmp(p->name, "topic") != 0)
		return false;
	mine = vocabulary_topic(n->voc, value);
	other = vocabulary_topic(n->voc, p->value);
	return mine != NULL && other != NULL &&
	    (mine->parent == other || other->parent == mine);
}

static const char *
address_with(const struct narrowing *n, enum search_field f,
    const char *value)
{
	struct request		 r = *n->r;
	const struct query	*q = &n->r->query;
	size_t			 i;

	r.query.n = 0;
	r.query.pairs = arena_array(r.arena, struct pair, q->n + 1);
	for (i = 0; i < q->n; i++)
		if (!ends(n, f, value, &q->pairs[i]))
			r.query.pairs[r.query.n++] = q->pairs[i];
	return narrow_with(&r, n->path, search_field_name(f), value);
}

static void
fill_value(const struct narrowing *n, const struct found_facet *f, size_t i,
    struct narrow_value *v)
{
	const struct found_value	*from = &f->values[i];

	v->label = from->label;
	v->count = from->count;
	v->more = !f->exact;
	v->chosen = is_chosen(n->p, f->field, from->value);
	v->href = v->chosen ? search_params_address(n->r, n->path, f->name,
	    from->value, NULL) : address_with(n, f->field, from->value);
}

/* does the i-th value of f stand below the k-th of the facet above? */
static bool
is_below(const struct narrowing *n, const struct found_facet *f, size_t i,
    const struct found_facet *above, size_t k)
{
	const char		*value = f->values[i].value;
	const char		*over = above->values[k].value;
	const struct country	*c;
	const struct topic	*t;

	if (f->field == SEARCH_COUNTRY) {
		c = vocabulary_country(n->voc, value);
		return c != NULL && c->region != NULL &&
		    strcmp(c->region->code, over) == 0;
	}
	t = vocabulary_topic(n->voc, value);
	return t != NULL && t->parent != NULL &&
	    strcmp(t->parent->slug, over) == 0;
}

static void
fill_below(const struct narrowing *n, const struct found_facet *f,
    const struct found_facet *above, size_t k, struct narrow_value *v)
{
	struct narrow_value	*below;
	size_t			 i;

	below = arena_array(n->r->arena, struct narrow_value, f->n + 1);
	for (i = 0; i < f->n; i++)
		if (is_below(n, f, i, above, k)) {
			fill_value(n, f, i, &below[v->nbelow]);
			v->open = v->open || below[v->nbelow].chosen;
			v->nbelow++;
		}
	v->open = v->open || (v->chosen && v->nbelow > 0);
	v->below = below;
	v->below_words = f->field == SEARCH_COUNTRY ?
	    arena_printf(n->r->arena, _n("%d country", "%d countries",
	    v->nbelow), (int)v->nbelow) :
	    arena_printf(n->r->arena, _n("%d topic within", "%d topics within",
	    v->nbelow), (int)v->nbelow);
}

static bool
is_top(const struct narrowing *n, const struct found_facet *f, size_t i)
{
	const struct topic	*t;

	if (f->field != SEARCH_TOPIC)
		return true;
	t = vocabulary_topic(n->voc, f->values[i].value);
	return t == NULL || t->parent == NULL;
}

/* above: what stands at the top; below: what stands under it, or NULL */
static void
fill(const struct narrowing *n, const struct found_facet *above,
    const struct found_facet *below, struct narrow *out)
{
	struct narrow_value	*v;
	size_t			 i;

	out->title = title(above->field);
	v = arena_array(n->r->arena, struct narrow_value, above->n + 1);
	for (i = 0; i < above->n && out->n < VALUES_SHOWN; i++) {
		if (!is_top(n, above, i))
			continue;
		fill_value(n, above, i, &v[out->n]);
		if (below != NULL)
			fill_below(n, below, above, i, &v[out->n]);
		out->n++;
	}
	out->values = v;
}

/* one value that is not chosen chooses nothing */
static bool
is_choice(const struct narrowing *n, const struct found_facet *f)
{
	return f != NULL && f->n > 0 &&
	    (f->n > 1 || n->p->query.filter[f->field].n > 0);
}

/* in the order of the page */
void
narrow_facets(const struct narrowing *n, struct search_view *v)
{
	static const enum search_field order[] = { SEARCH_KIND,
	    SEARCH_OUTCOME, SEARCH_REGION, SEARCH_TOPIC, SEARCH_ORG,
	    SEARCH_LANGUAGE, SEARCH_YEAR, SEARCH_FILE_TYPE };
	const struct found_facet *f, *below;
	struct narrow		*out;
	size_t			 i;

	out = arena_array(n->r->arena, struct narrow, SEARCH_FIELDS);
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		f = facet_of(n, order[i]);
		below = order[i] == SEARCH_REGION ?
		    facet_of(n, SEARCH_COUNTRY) :
		    order[i] == SEARCH_TOPIC ? f : NULL;
		if (f != NULL && (is_choice(n, f) || (below != NULL &&
		    is_choice(n, below))))
			fill(n, f, below, &out[v->nnarrows++]);
	}
	v->narrows = out;
}
