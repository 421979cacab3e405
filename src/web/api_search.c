/*
 * api_search: GET /api/v1/search, the same search as the page's.
 */
#include "base/settings.h"
#include "domain/item_json.h"
#include "web/api.h"
#include "web/problem.h"
#include "web/search_run.h"
#include "web/search_why.h"

static json_t *
hits(const struct found *found, bool explain)
{
	json_t			*list = json_array(), *o;
	const struct found_hit	*h;

	for (h = found->hits; h < found->hits + found->nhits; h++) {
		o = item_json(h->item, settings.base_url, 0);
		json_object_set_new(o, "score",
		    json_real((double)(int)(h->score * 1000 + 0.5) / 1000));
		api_text(o, "in", h->in);
		json_object_set_new(o, "page", h->page == 0 ? json_null() :
		    json_integer((json_int_t)h->page));
		api_text(o, "snippet", h->snippet);
		if (explain)
			json_object_set_new(o, "why", search_why_json(h));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
facets(const struct found *found)
{
	json_t				*o = json_object(), *list;
	const struct found_facet	*f;
	size_t				 i;

	for (f = found->facets; f < found->facets + found->nfacets; f++) {
		list = json_array();
		for (i = 0; i < f->n; i++)
			json_array_append_new(list, json_pack(
			    "{s:s, s:s, s:I}", "value", f->values[i].value,
			    "label", f->values[i].label,
			    "count", (json_int_t)f->values[i].count));
		json_object_set_new(o, f->name, list);
	}
	return o;
}

static bool
facets_exact(const struct found *found)
{
	size_t	i;

	for (i = 0; i < found->nfacets; i++)
		if (!found->facets[i].exact)
			return false;
	return true;
}

struct reply *
api_search(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct search_params	 p;
	struct found		 found;
	json_t			*o;
	enum status		 st;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = search_params_read(r, voc, SEARCH_PARAMS_API, &p)) != ST_OK)
		return problem(r, st);
	p.query.snippets = *p.q != '\0';
	if ((st = search_run(r, voc, &p, &found)) != ST_OK)
		return problem(r, st);
	o = json_pack("{s:I, s:b, s:o, s:o, s:b}", "total",
	    (json_int_t)found.total, "total_exact", found.total_exact,
	    "hits", hits(&found, p.query.explain), "facets", facets(&found),
	    "facets_exact", facets_exact(&found));
	api_text(o, "suggestion", found.suggestion);
	json_object_set_new(o, "also", search_also_json(&found));
	api_text(o, "next", found.next);
	api_text(o, "note", found.note);
	json_object_set_new(o, "partial", json_boolean(found.partial));
	return api_list_reply(r, o, found.next);
}
