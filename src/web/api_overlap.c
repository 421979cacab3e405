/*
 * api_overlap: POST /api/v1/overlap and GET /api/v1/items/{id}/similar.
 */
#include <string.h>

#include "base/settings.h"
#include "storage/item.h"
#include "web/api.h"
#include "web/api_input.h"
#include "web/overlap.h"
#include "web/problem.h"

static const char *
nearness_word(enum nearness n)
{
	static const char *const words[] = { NULL, "no", "near", "same" };

	return words[n];
}

static json_t *
rounded(double x)
{
	return json_real((double)(int)(x * 1000 + 0.5) / 1000);
}

static json_t *
facts(const struct overlap_facts *f)
{
	json_t	*o = json_pack("{s:o, s:o}", "words", rounded(f->shared),
		    "text", rounded(f->text));

	api_text(o, "country", nearness_word(f->place));
	api_text(o, "topic", nearness_word(f->topic));
	api_text(o, "people", nearness_word(f->people));
	json_object_set_new(o, "days", f->dated ? json_integer(f->days) :
	    json_null());
	json_object_set_new(o, "same_file", json_boolean(f->same_file));
	return o;
}

static json_t *
hits(struct request *r, const struct overlaps *found)
{
	json_t	*list = json_array(), *o;

	for (size_t i = 0; i < found->n; i++) {
		const struct overlap	*v = &found->v[i];

		o = item_json(v->item, settings.base_url, 0);
		json_object_set_new(o, "score", rounded(v->verdict.score));
		json_object_set_new(o, "close",
		    json_boolean(v->verdict.warn));
		api_text(o, "why", overlap_reasons(r->arena, v));
		json_object_set_new(o, "facts", facts(&v->facts));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
editions(struct request *r, const struct editions *e)
{
	static const char *const how[] = { "file", "text", "language" };
	json_t	*list = json_array(), *o;

	for (size_t i = 0; i < e->n; i++) {
		o = item_json(&e->v[i].item, settings.base_url, 0);
		api_text(o, "same", how[e->v[i].how]);
		json_object_set_new(o, "share", rounded(e->v[i].share));
		api_text(o, "why", edition_words(r->arena, &e->v[i]));
		json_array_append_new(list, o);
	}
	return list;
}

/* "not_same" and "item" stand beside the members of an item */
static void
take_ids(struct request *r, json_t *body, struct overlap_ask *ask,
    struct item *it)
{
	json_t		*list = json_object_get(body, "not_same"), *v;
	const char	*id;
	size_t		 i;

	ask->not_same.v = arena_array(r->arena, const char *, NOT_SAME_MAX);
	json_array_foreach(list, i, v) {
		id = json_string_value(v);
		if (id == NULL || !digest_is_public_id(id) ||
		    ask->not_same.n == NOT_SAME_MAX)
			fault_field(&r->fault, "not_same", _("A list of at "
			    "most 20 ids."));
		else
			ask->not_same.v[ask->not_same.n++] =
			    arena_strdup(r->arena, id);
	}
	if (list != NULL && !json_is_array(list))
		fault_field(&r->fault, "not_same", _("A list of at most 20 "
		    "ids."));
	v = json_object_get(body, "item");
	id = json_string_value(v);
	if (id != NULL && digest_is_public_id(id))
		it->id = arena_strdup(r->arena, id);
	else if (v != NULL)
		fault_field(&r->fault, "item", _("The id of an item."));
	json_object_del(body, "not_same");
	json_object_del(body, "item");
}

static enum status
read_body(struct request *r, json_t *body, struct overlap_ask *ask,
    struct item *it)
{
	struct item_input	 in = { .has_kind = false };
	const char		*kind = json_string_value(json_object_get(body,
				    "kind"));
	const char		*id;
	enum status		 st;

	item_init(it, kind_of(kind) < 0 ? KIND_EVENT :
	    (enum kind)kind_of(kind));
	if (kind == NULL)
		fault_field(&r->fault, "kind", _("Say what it is: toolkit, "
		    "event or experience."));
	take_ids(r, body, ask, it);
	id = it->id;
	it->language = "";
	st = api_input(r, body, it, &in);
	it->id = id;
	return st;
}

struct reply *
api_overlap(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct item		 it;
	struct overlap_ask	 ask = { .mine = &it };
	struct overlaps		 found;
	struct reply		*why;
	json_t			*body, *o;
	enum status		 st;

	if (r->actor.person == 0)
		return problem(r, ST_UNAUTHENTICATED);
	if (voc == NULL || r->finder == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((body = api_body(r, &why)) == NULL)
		return why;
	st = read_body(r, body, &ask, &it);
	json_decref(body);
	if (st == ST_OK)
		st = overlap_find(r, voc, &ask, &found);
	if (st != ST_OK)
		return problem(r, st);
	o = json_pack("{s:b, s:o, s:o, s:b}", "close", found.n > 0 &&
	    found.v[0].verdict.warn, "hits", hits(r, &found), "editions",
	    editions(r, &found.editions), "partial", found.partial);
	return reply_json(r, 200, o);
}

struct reply *
api_similar(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct item		*it;
	struct overlap_ask	 ask = { .mine = NULL };
	struct overlaps		 found;
	json_t			*o;
	enum status		 st;

	if (voc == NULL || r->finder == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = api_load(r, &it, NULL)) != ST_OK)
		return problem(r, st);
	ask.mine = it;
	if ((st = overlap_find(r, voc, &ask, &found)) != ST_OK)
		return problem(r, st);
	o = json_pack("{s:o, s:o, s:b}", "hits", hits(r, &found), "editions",
	    editions(r, &found.editions), "partial", found.partial);
	return api_list_reply(r, o, NULL);
}
