/*
 * auth: see auth.h.
 */
#include "storage/auth.h"

#include <jansson.h>

#include "base/log.h"

#define SECRET_MAX	256

enum { PERSON, EMAIL, NAME, LANG, TIMEZONE, PLATFORM_ADMIN, CSRF, SCOPES,
    ORGS, MOMENT };

static const struct stmt NOW = { "auth_moment", "",
	"select pg_backend_pid() || ' ' || pg_current_snapshot()" };

static const char *
text_of(struct arena *a, json_t *o, const char *key)
{
	const char	*s = json_string_value(json_object_get(o, key));

	return arena_strdup(a, s == NULL ? "" : s);
}

static void
orgs_from_json(struct arena *a, const char *text, struct actor *actor)
{
	json_t	*list = json_loads(text, 0, NULL), *o;
	size_t	 i;

	actor->norgs = json_array_size(list);
	actor->orgs = arena_array(a, struct actor_org, actor->norgs + 1);
	json_array_foreach(list, i, o) {
		actor->orgs[i].key =
		    json_integer_value(json_object_get(o, "id"));
		actor->orgs[i].slug = text_of(a, o, "slug");
		actor->orgs[i].name = text_of(a, o, "name");
		actor->orgs[i].country = text_of(a, o, "country");
		actor->orgs[i].role = (enum role)role_of(
		    json_string_value(json_object_get(o, "role")));
	}
	json_decref(list);
}

static bool
has_scope(const char *const *scopes, size_t n, const char *scope)
{
	size_t	i;

	for (i = 0; i < n; i++)
		if (strcmp(scopes[i], scope) == 0)
			return true;
	return false;
}

static void
from_row(struct arena *a, const struct rows *r, enum actor_kind kind,
    struct actor *actor)
{
	const char	**scopes;
	size_t		  n;

	actor->kind = kind;
	actor->person = rows_int(r, 0, PERSON);
	actor->email = rows_dup(a, r, 0, EMAIL);
	actor->name = rows_dup(a, r, 0, NAME);
	actor->lang = rows_dup(a, r, 0, LANG);
	actor->timezone = rows_dup(a, r, 0, TIMEZONE);
	actor->platform_admin = rows_bool(r, 0, PLATFORM_ADMIN);
	actor->csrf = rows_dup(a, r, 0, CSRF);
	scopes = rows_list(a, r, 0, SCOPES, &n);
	actor->may_write = kind == ACTOR_SESSION ||
	    has_scope(scopes, n, "write");
	actor->may_read = kind == ACTOR_SESSION ||
	    has_scope(scopes, n, "read") || actor->may_write;
	orgs_from_json(a, rows_ref(r, 0, ORGS), actor);
}

static enum status
look_up(struct db *db, struct arena *a, enum actor_kind kind,
    const char *word, const char *secret, struct actor *actor)
{
	uint8_t		hash[SHA256_LEN];
	struct rows	r;
	enum status	st;

	if (strlen(secret) > SECRET_MAX)
		return ST_OK;
	digest_sha256(secret, strlen(secret), hash);
	db_as(db, word, hash);
	if ((st = db_begin(db, DB_READ)) == ST_OK &&
	    (st = db_take_actor(db, &r)) == ST_OK && r.n == 1) {
		actor->moment = rows_dup(a, &r, 0, MOMENT);
		if (!rows_null(&r, 0, PERSON))
			from_row(a, &r, kind, actor);
	}
	db_end(db);
	if (actor->person == 0)
		db_as(db, NULL, NULL);
	return st;
}

static void
nobody(struct db *db, struct actor *actor)
{
	memset(actor, 0, sizeof(*actor));
	actor->email = actor->name = actor->lang = actor->csrf = "";
	actor->timezone = "UTC";
	actor->may_read = true;
	db_as(db, NULL, NULL);
}

enum status
auth_actor(struct db *db, struct arena *a, const char *session,
    const char *bearer, struct actor *actor)
{
	enum status	st;

	nobody(db, actor);
	if (bearer != NULL) {
		st = look_up(db, a, ACTOR_TOKEN, "api", bearer, actor);
		if (st == ST_OK && actor->person != 0 && !actor->may_read)
			nobody(db, actor);
		return st;
	}
	if (session != NULL)
		return look_up(db, a, ACTOR_SESSION, "session", session,
		    actor);
	return ST_OK;
}

void
auth_again(struct db *db, const char *session, const char *bearer)
{
	const char	*secret = bearer != NULL ? bearer : session;
	uint8_t		 hash[SHA256_LEN];

	digest_sha256(secret, strlen(secret), hash);
	db_as(db, bearer != NULL ? "api" : "session", hash);
}

enum status
auth_moment(struct db *db, struct arena *a, const char **moment)
{
	struct rows	r;
	enum status	st;

	*moment = NULL;
	if ((st = db_begin(db, DB_READ)) == ST_OK) {
		db_send(db, &NOW);
		if ((st = db_take(db, &r)) == ST_OK)
			*moment = rows_dup(a, &r, 0, 0);
	}
	db_end(db);
	return st;
}

enum status
auth_feed(struct db *db, struct arena *a, const char *token,
    struct actor *actor)
{
	nobody(db, actor);
	return look_up(db, a, ACTOR_FEED, "feed", token, actor);
}
