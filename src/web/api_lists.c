/*
 * api_lists: what the other answers refer to (organisations, topics,
 * countries), and who the caller is.
 */
#include <string.h>

#include "storage/org_name.h"
#include "storage/vocabulary.h"
#include "web/api.h"
#include "web/problem.h"

#define ORGS_MAX	100	/* on one page */

static json_t *
list_of(json_t *list, const char *next)
{
	json_t	*o = json_pack("{s:o}", "items", list);

	api_text(o, "next", next);
	return o;
}

/* this list takes these parameters and no others */
static struct reply *
unknown_parameter(struct request *r, const char *const *names)
{
	const char	*name = query_unknown(&r->query, names);

	if (name == NULL)
		return NULL;
	fault_field(&r->fault, name, _("There is no such parameter."));
	return problem(r, ST_INVALID);
}

struct reply *
api_orgs(struct request *r)
{
	static const char *const names[] = { "cursor", NULL };
	const char	*after = query_get(&r->query, "cursor"), *next;
	struct org_name	*orgs;
	struct reply	*ended = unknown_parameter(r, names);
	json_t		*list, *o;
	enum status	 st;
	size_t		 i, n;

	if (ended != NULL)
		return ended;
	if ((st = db_begin(r->db, DB_READ)) == ST_OK) {
		org_names_list_send(r->db, after == NULL ? "" : after,
		    ORGS_MAX + 1);
		st = org_names_take(r->db, r->arena, &orgs, &n);
	}
	db_end(r->db);
	if (st != ST_OK)
		return problem(r, st);
	next = n > ORGS_MAX ? orgs[ORGS_MAX - 1].slug : NULL;
	list = json_array();
	for (i = 0; i < n && i < ORGS_MAX; i++) {
		o = json_pack("{s:s, s:s}", "slug", orgs[i].slug,
		    "name", orgs[i].name);
		api_text(o, "country", orgs[i].country);
		api_text(o, "website", orgs[i].website);
		json_object_set_new(o, "url", json_string(request_url(r,
		    arena_printf(r->arena, "/orgs/%s", orgs[i].slug))));
		json_array_append_new(list, o);
	}
	r->query = (struct query){ 0 };	/* Link has the new cursor alone */
	return api_list_reply(r, list_of(list, next), next);
}

static json_t *
labels(const char *const *label)
{
	return json_pack("{s:s, s:s}", "en", label[vocabulary_lang("en")],
	    "fr", label[vocabulary_lang("fr")]);
}

struct reply *
api_topics(struct request *r)
{
	static const char *const names[] = { NULL };
	const struct vocabulary	*voc = vocabulary_get(r->db);
	const struct topic	*topics;
	struct reply		*ended = unknown_parameter(r, names);
	json_t			*list, *o;
	size_t			 i, n;

	if (ended != NULL || voc == NULL)
		return ended != NULL ? ended : problem(r, ST_UNAVAILABLE);
	topics = vocabulary_topics(voc, &n);
	list = json_array();
	for (i = 0; i < n; i++) {
		o = json_pack("{s:s, s:o}", "slug", topics[i].slug,
		    "labels", labels(topics[i].label));
		api_text(o, "parent", topics[i].parent == NULL ? NULL :
		    topics[i].parent->slug);
		json_array_append_new(list, o);
	}
	return api_list_reply(r, list_of(list, NULL), NULL);
}

struct reply *
api_countries(struct request *r)
{
	static const char *const names[] = { NULL };
	const struct vocabulary		*voc = vocabulary_get(r->db);
	const struct country *const	*c;
	struct reply			*ended = unknown_parameter(r, names);
	json_t				*list, *o, *region;
	size_t				 i, n;

	if (ended != NULL || voc == NULL)
		return ended != NULL ? ended : problem(r, ST_UNAVAILABLE);
	c = vocabulary_countries(voc, "en", &n);
	list = json_array();
	for (i = 0; i < n; i++) {
		region = c[i]->region == NULL ? json_null() :
		    json_pack("{s:s, s:o}", "code", c[i]->region->code,
		    "labels", labels(c[i]->region->label));
		o = json_pack("{s:s, s:o, s:o}", "code", c[i]->code,
		    "labels", labels(c[i]->label), "region", region);
		api_text(o, "timezone", c[i]->zone);
		json_array_append_new(list, o);
	}
	return api_list_reply(r, list_of(list, NULL), NULL);
}

struct reply *
api_me(struct request *r)
{
	static const char *const names[] = { NULL };
	struct reply	*ended = unknown_parameter(r, names);
	json_t		*orgs, *o;
	size_t		 i;

	if (ended != NULL)
		return ended;
	if (r->actor.person == 0)
		return problem(r, ST_UNAUTHENTICATED);
	orgs = json_array();
	for (i = 0; i < r->actor.norgs; i++)
		json_array_append_new(orgs, json_pack("{s:s, s:s, s:s}",
		    "slug", r->actor.orgs[i].slug,
		    "name", r->actor.orgs[i].name,
		    "role", role_word(r->actor.orgs[i].role)));
	o = json_pack("{s:s, s:s, s:s, s:s, s:b, s:b, s:o}",
	    "email", r->actor.email, "name", r->actor.name,
	    "language", r->actor.lang, "timezone", r->actor.timezone,
	    "platform_admin", r->actor.platform_admin,
	    "may_write", r->actor.may_write, "orgs", orgs);
	return reply_etag_of_body(r, reply_json(r, 200, o));
}
