/*
 * api_items: GET and POST /api/v1/items.
 */
#include <stdlib.h>
#include <string.h>

#include "storage/idempotency.h"
#include "storage/item_changes.h"
#include "web/api.h"
#include "web/api_input.h"
#include "web/problem.h"
#include "web/search_params.h"

#define KEY_MAX	200

/* ------------------------------------------------------------------- list */

/* a cursor is "c", the microseconds of the last change and the item's id */
static bool
read_cursor(struct request *r, struct change_filter *f)
{
	const char	*s = query_get(&r->query, "cursor");
	char		*end;

	f->after_id = "";
	if (s == NULL || *s == '\0')
		return true;
	if (*s != 'c' || strspn(s + 1, "0123456789") > 16)
		return false;
	f->after = strtoll(s + 1, &end, 10);
	f->after_id = *end == '-' ? end + 1 : "";
	return f->after > 0 && digest_is_public_id(f->after_id);
}

static struct words
filter(const struct search_params *p, enum search_field f)
{
	struct words	w = { p->query.filter[f].n,
			    (const char **)(uintptr_t)p->query.filter[f].v };

	return w;
}

/* search's own parameters; what only a search has is refused by name */
static enum status
read_filter(struct request *r, const struct vocabulary *voc,
    struct change_filter *f)
{
	static const char *const only[] = { "q", "sort", "facets",
				    "file_type", NULL };
	struct search_params	 p;
	size_t			 i;

	memset(f, 0, sizeof(*f));
	for (i = 0; only[i] != NULL; i++)
		if (query_get(&r->query, only[i]) != NULL)
			fault_field(&r->fault, only[i], _("There is no such "
			    "parameter."));
	/* the cursor is of another form here */
	if (!read_cursor(r, f))
		fault_field(&r->fault, "cursor", _("This does not belong to "
		    "this search. Start again at its first page."));
	r->query = search_params_without(r, "cursor");
	search_params_read(r, voc, SEARCH_PARAMS_API, &p);
	f->kinds = filter(&p, SEARCH_KIND);
	f->orgs = filter(&p, SEARCH_ORG);
	f->countries = filter(&p, SEARCH_COUNTRY);
	f->regions = filter(&p, SEARCH_REGION);
	f->topics = filter(&p, SEARCH_TOPIC);
	f->languages = filter(&p, SEARCH_LANGUAGE);
	f->years = filter(&p, SEARCH_YEAR);
	f->outcomes = filter(&p, SEARCH_OUTCOME);
	f->from = p.query.from;
	f->to = p.query.to;
	f->since = p.query.updated_since;
	f->limit = (int)p.query.limit;
	return r->fault.nfields > 0 ? ST_INVALID : ST_OK;
}

struct reply *
api_items(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct change_filter	 f;
	struct items		 items;
	json_t			*o, *list;
	const char		*next = NULL;
	int64_t			 last;
	enum status		 st;
	size_t			 i, wanted;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = read_filter(r, voc, &f)) != ST_OK)
		return problem(r, st);
	wanted = (size_t)f.limit;
	if ((st = item_changes(r->db, r->arena, &f, &items, &last)) != ST_OK)
		return problem(r, st);
	list = json_array();
	for (i = 0; i < items.n; i++)
		json_array_append_new(list, api_item_json(&items.v[i], 0));
	/* a full page may be followed by an empty one */
	if (items.n == wanted)
		next = arena_printf(r->arena, "c%lld-%s", (long long)last,
		    items.v[items.n - 1].id);
	o = json_pack("{s:o}", "items", list);
	api_text(o, "next", next);
	return api_list_reply(r, o, next);
}

/* ------------------------------------------------------------------ create */

struct creation {
	struct item		 item;
	const struct actor_org	*org;
	bool			 publish;
	uint8_t			 request[SHA256_LEN];
	struct answer		 answer;
	struct item		*made;
};

static struct reply *
no_right(struct request *r)
{
	return r->actor.person == 0 ? problem(r, ST_UNAUTHENTICATED) :
	    problem_because(r, ST_FORBIDDEN, _("You may not write for this "
	    "organisation. A contributor's access key with the right to write "
	    "can."));
}

static void
read_kind(struct request *r, const json_t *o, struct item *it)
{
	int	kind = kind_of(json_string_value(json_object_get(o, "kind")));

	if (kind < 0 && json_object_get(o, "kind") == NULL)
		fault_field(&r->fault, "kind", _("Say what you want to share: "
		    "a toolkit, an event or an experience."));
	item_init(it, kind < 0 ? KIND_TOOLKIT : (enum kind)kind);
}

/* NULL, or the answer that ends it */
static struct reply *
read_creation(struct request *r, const json_t *o, struct creation *c)
{
	struct item_input	in;
	enum status		st;

	if (!json_is_object(o))
		return problem_because(r, ST_MALFORMED, _("Send one JSON "
		    "object."));
	read_kind(r, o, &c->item);
	st = api_input(r, o, &c->item, &in);
	if (st != ST_OK && st != ST_INVALID)
		return problem(r, st);
	if (in.has_status && in.status == ITEM_WITHDRAWN)
		fault_field(&r->fault, "status", _("A new item is a draft or "
		    "published."));
	c->publish = in.has_status && in.status == ITEM_PUBLISHED;
	c->org = in.has_org ? actor_org_by_slug(&r->actor, in.org) :
	    actor_home(&r->actor);
	if (in.has_org && c->org == NULL)
		fault_field(&r->fault, "org", _("You do not belong to an "
		    "organisation of this name."));
	api_input_check(r, &c->item, c->publish);
	if (r->fault.nfields > 0)
		return problem(r, ST_INVALID);
	if (c->org == NULL || !request_may(r, MAY_CREATE, NULL, c->org->key))
		return no_right(r);
	return NULL;
}

static enum status
insert(struct request *r, struct creation *c)
{
	enum status	st;

	st = item_insert(r->db, r->arena, &c->item, c->org->key,
	    r->actor.person);
	if (st == ST_OK && c->publish)
		st = item_publish(r->db, r->arena, &c->item, NULL,
		    r->actor.person, r->actor.name);
	if (st != ST_OK)
		return st;
	return item_get(r->db, r->arena, c->item.id, &c->made);
}

/* in one transaction: the key, the item, the answer */
static enum status
create(struct request *r, struct creation *c)
{
	const char	*key = r->idempotency_key;
	char		*text;
	json_t		*o;
	enum status	 st;

	if (key != NULL && ((st = idempotency_begin(r->db, r->arena,
	    r->actor.person, key, c->request, &c->answer)) != ST_OK ||
	    c->answer.code != 0))
		return st;
	if ((st = insert(r, c)) != ST_OK)
		return st;
	o = api_item_json(c->made, ITEM_JSON_BODY);
	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	if (text == NULL)
		return ST_INTERNAL;
	c->answer.code = 201;
	c->answer.location = arena_printf(r->arena, "/api/v1/items/%s",
	    c->made->id);
	c->answer.body = arena_strdup(r->arena, text);
	free(text);
	return key == NULL ? ST_OK : idempotency_keep(r->db, r->actor.person,
	    key, &c->answer);
}

static enum status
store(struct request *r, struct creation *c)
{
	enum status	st;

	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK)
		return st;
	if ((st = create(r, c)) != ST_OK) {
		db_rollback(r->db);
		return st;
	}
	return db_end(r->db);
}

static struct reply *
created(struct request *r, struct creation *c)
{
	struct reply	*reply;
	json_t		*o = json_loads(c->answer.body, 0, NULL);
	struct item	 fresh = { .version = c->publish, .rev = 1 +
			    c->publish };

	/* an answer out of the store: its first state */
	reply = api_item_reply(r, c->answer.code,
	    c->made == NULL ? &fresh : c->made, o);
	reply_header(r, reply, "location", request_url(r,
	    c->answer.location));
	return reply;
}

struct reply *
api_items_post(struct request *r)
{
	struct creation	 c = { 0 };
	struct reply	*ended;
	json_t		*o;
	enum status	 st;

	if (r->actor.person == 0 || !r->actor.may_write)
		return no_right(r);
	if (r->idempotency_key != NULL && strlen(r->idempotency_key) > KEY_MAX)
		return problem_because(r, ST_MALFORMED, _("The "
		    "Idempotency-Key has at most 200 characters."));
	if ((o = api_body(r, &ended)) == NULL)
		return ended;
	digest_sha256(r->body, r->body_len, c.request);
	ended = read_creation(r, o, &c);
	json_decref(o);
	if (ended != NULL)
		return ended;
	if ((st = store(r, &c)) != ST_OK)
		return problem(r, st);
	return created(r, &c);
}
