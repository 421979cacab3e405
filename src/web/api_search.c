/*
 * api_search: GET /api/v1/search, the same search as the page's.
 */
#include "base/settings.h"
#include "domain/item_json.h"
#include "web/api.h"
#include "web/problem.h"
#include "web/search_run.h"
#include "web/search_why.h"

static int
add_bytes(const char *bytes, size_t n, void *arg)
{
	buf_add(arg, bytes, n);
	return 0;
}

/* what a hit has beyond its item */
static json_t *
found_how(const struct found_hit *h, bool explain)
{
	json_t	*o = json_object();

	json_object_set_new(o, "score",
	    json_real((double)(int)(h->score * 1000 + 0.5) / 1000));
	api_text(o, "in", h->in);
	json_object_set_new(o, "page", h->page == 0 ? json_null() :
	    json_integer((json_int_t)h->page));
	api_text(o, "snippet", h->snippet);
	if (explain)
		json_object_set_new(o, "why", search_why_json(h));
	return o;
}

static void
add_json(struct buf *b, json_t *o)
{
	json_dump_callback(o, add_bytes, b, JSON_COMPACT);
	json_decref(o);
}

static void
add_hit(struct buf *b, const struct found_hit *h, bool explain)
{
	json_t	*o;
	size_t	 from;

	if (h->json == NULL) {
		o = item_json(h->item, settings.base_url, 0);
		json_object_update_new(o, found_how(h, explain));
		add_json(b, o);
		return;
	}
	buf_add(b, h->json, h->json_len);
	buf_printf(b, ",\"url\":\"%s/items/%s\"", settings.base_url, h->id);
	from = b->len;
	add_json(b, found_how(h, explain));
	if (!b->failed)
		b->data[from] = ',';	/* goes on in the same object */
}

/* ready texts can't be members of a json_t: they are laid in front */
static void
add_hits(struct reply *reply, const struct found *found, bool explain)
{
	struct buf	b;
	size_t		i;

	buf_init(&b, REPLY_MAX);
	buf_puts(&b, "{\"hits\":[");
	for (i = 0; i < found->nhits; i++) {
		if (i > 0)
			buf_putc(&b, ',');
		add_hit(&b, &found->hits[i], explain);
	}
	buf_puts(&b, "],");
	buf_add(&b, reply->body.data + 1, reply->body.len - 1);
	buf_free(&reply->body);
	reply->body = b;
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
	struct reply		*reply;
	json_t			*o;
	enum status		 st;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = search_params_read(r, voc, SEARCH_PARAMS_API, &p)) != ST_OK)
		return problem(r, st);
	p.query.snippets = *p.q != '\0';
	p.json = true;
	if ((st = search_run(r, voc, &p, &found)) != ST_OK)
		return problem(r, st);
	o = json_pack("{s:I, s:b, s:o, s:b}", "total",
	    (json_int_t)found.total, "total_exact", found.total_exact,
	    "facets", facets(&found),
	    "facets_exact", facets_exact(&found));
	api_text(o, "suggestion", found.suggestion);
	json_object_set_new(o, "also", search_also_json(&found));
	api_text(o, "next", found.next);
	api_text(o, "note", found.note);
	json_object_set_new(o, "partial", json_boolean(found.partial));
	reply = reply_json(r, 200, o);
	add_hits(reply, &found, p.query.explain);
	return api_list_end(r, reply, found.next);
}
