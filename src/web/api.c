/*
 * api: see api.h.
 */
#include "web/api.h"

#include <string.h>

#include "base/settings.h"
#include "storage/item.h"
#include "web/etag.h"
#include "web/problem.h"
#include "web/search_params.h"

static bool
is_json(const char *type)
{
	size_t	n = type == NULL ? 0 : strcspn(type, "; ");

	return (n == 16 && strncasecmp(type, "application/json", n) == 0) ||
	    (n == 28 && strncasecmp(type, "application/merge-patch+json",
	    n) == 0);
}

json_t *
api_body(struct request *r, struct reply **why)
{
	json_error_t	 e;
	json_t		*o;
	enum status	 st;

	*why = NULL;
	if (!is_json(r->content_type)) {
		*why = problem(r, ST_UNSUPPORTED);
		return NULL;
	}
	if ((st = request_body(r, API_BODY_MAX)) != ST_OK) {
		*why = st == ST_TOO_LARGE ? problem_because(r, st,
		    _("JSON has at most 1 MB here; files are sent to their "
		    "own address.")) : problem(r, st);
		return NULL;
	}
	o = json_loadb(r->body, r->body_len, JSON_REJECT_DUPLICATES, &e);
	if (o != NULL)
		return o;
	*why = problem_because(r, ST_MALFORMED, arena_printf(r->arena,
	    _("This is not JSON; look at line %d, column %d."), e.line,
	    e.column));
	return NULL;
}

struct reply *
api_refused(struct request *r, enum verb verb, const struct item *it)
{
	if (!request_may(r, MAY_READ, it, 0))
		return problem(r, ST_NOT_FOUND);
	if (request_may(r, verb, it, 0))
		return NULL;
	return problem(r, r->actor.person == 0 ? ST_UNAUTHENTICATED :
	    ST_FORBIDDEN);
}

/*
 * A tag is "version-rev-body": the state, and the bytes that it was read as.
 * Only the state counts here. A weak tag counts too: nginx makes every tag
 * weak that it compresses, and the state is the same.
 */
struct reply *
api_stale(struct request *r, const struct item *it)
{
	const char	*state = arena_printf(r->arena, "\"%d-%d", it->version,
			    it->rev);
	const char	*whole = arena_printf(r->arena, "%s\"", state);

	if (r->if_match == NULL)
		return problem(r, ST_PRECONDITION);
	if (etag_match(r->if_match, whole) || strstr(r->if_match,
	    arena_printf(r->arena, "%s-", state)) != NULL)
		return NULL;
	return problem(r, ST_STALE);
}

json_t *
api_item_json(const struct item *it, unsigned flags)
{
	char	text[CLOCK_TEXT];

	if (it->status != ITEM_WITHDRAWN)
		return item_json(it, settings.base_url, flags);
	clock_rfc3339(it->updated, text);
	return json_pack("{s:s, s:b, s:s}", "id", it->id, "withdrawn", true,
	    "updated", text);
}

struct reply *
api_item_reply(struct request *r, int code, const struct item *it, json_t *o)
{
	struct reply	*reply = reply_json(r, code, o);
	uint8_t		 hash[SHA256_LEN];
	char		 hex[17];

	digest_sha256(reply->body.data, reply->body.len, hash);
	digest_hex(hash, 8, hex);
	return reply_etag(r, reply, arena_printf(r->arena, "%d-%d-%s",
	    it->version, it->rev, hex));
}

struct reply *
api_list_reply(struct request *r, json_t *o, const char *next)
{
	return api_list_end(r, reply_json(r, 200, o), next);
}

struct reply *
api_list_end(struct request *r, struct reply *reply, const char *next)
{
	if (next != NULL)
		reply_header(r, reply, "link", arena_printf(r->arena,
		    "<%s>; rel=\"next\"", request_url(r,
		    search_params_address(r, r->path, NULL, NULL, next))));
	return reply_etag_of_body(r, reply);
}

void
api_text(json_t *o, const char *name, const char *text)
{
	json_object_set_new(o, name, text == NULL || *text == '\0' ?
	    json_null() : json_string(text));
}

enum status
api_load(struct request *r, struct item **it, struct item **working)
{
	enum status	st;

	*it = NULL;
	if (!digest_is_public_id(r->args[0]))
		return ST_NOT_FOUND;
	if ((st = db_begin(r->db, DB_READ)) == ST_OK)
		st = item_get(r->db, r->arena, r->args[0], it);
	if (st == ST_OK && !request_may(r, MAY_READ, *it, 0))
		st = ST_NOT_FOUND;
	if (st == ST_OK && working != NULL) {
		*working = arena_new_of(r->arena, struct item);
		**working = **it;
		if ((*it)->status == ITEM_PUBLISHED &&
		    request_may(r, MAY_EDIT, *it, 0))
			st = working_copy_get(r->db, r->arena, *working);
	}
	db_end(r->db);
	return st;
}
