/*
 * invitation: see invitation.h; the rules stand in migrations/0004_people.sql.
 */
#include "storage/invitation.h"

#include "storage/audit.h"

static const struct stmt ADD = { "invitation_add", "xnnttt",
	"select invitation_add($1, $2, $3, $4, $5, $6)" };
static const struct stmt INSERT = { "invitation_insert", "xit",
	"insert into invitation (hash, person, email, expires_at)"
	" values ($1, $2, lower($3), now() + interval '7 days')" };
static const struct stmt END = { "invitation_end", "t",
	"select invitation_end($1)" };
static const struct stmt LIST = { "invitation_list", "i",
	"select public_id, email, name, coalesce(role, ''),"
	" person is not null, extract(epoch from expires_at)::bigint"
	" from invitation where org = $1 and used_at is null"
	" and expires_at > now() order by created_at desc limit 200" };
static const struct stmt LOOK = { "invitation_look", "x",
	"select state, email, name, org, again from invitation_look($1)" };
static const struct stmt USE = { "invitation_use", "xtttxtt",
	"select state, seconds"
	" from invitation_use($1, $2, $3, $4, $5, $6, $7)" };

static void
hash_of(const char *token, uint8_t hash[SHA256_LEN])
{
	digest_sha256(token, strlen(token), hash);
}

static const char *
make(struct arena *a, uint8_t hash[SHA256_LEN])
{
	uint8_t	random[32];
	char	text[SESSION_TEXT];

	digest_random(random, sizeof(random));
	digest_base64url(random, sizeof(random), text);
	hash_of(text, hash);
	return arena_strdup(a, text);
}

enum status
invitation_add(struct db *db, struct arena *a, int64_t org, int64_t person,
    const char *email, const char *name, const char *role,
    const char **token)
{
	struct rows	 r;
	enum status	 st;
	uint8_t		 hash[SHA256_LEN];
	const char	*text = make(a, hash);

	db_send(db, &ADD, hash, org, person, email, name, role);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*token = rows_bool(&r, 0, 0) ? NULL : text;
	return ST_OK;
}

enum status
invitation_insert(struct db *db, struct arena *a, int64_t person,
    const char *email, const char **token)
{
	enum status	st;
	uint8_t		hash[SHA256_LEN];

	*token = make(a, hash);
	if ((st = db_do(db, &INSERT, hash, person, email)) != ST_OK)
		return st;
	return audit_add(db, "new password link", email, "");
}

enum status
invitation_end(struct db *db, const char *id)
{
	struct rows	r;
	enum status	st;

	db_send(db, &END, id);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	return rows_bool(&r, 0, 0) ? ST_OK : ST_NOT_FOUND;
}

void
invitation_list_send(struct db *db, int64_t org)
{
	db_send(db, &LIST, org);
}

enum status
invitation_list_take(struct db *db, struct arena *a, struct invitation **out,
    size_t *n)
{
	struct rows		 r;
	struct invitation	*v;
	enum status		 st;

	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*n = (size_t)r.n;
	*out = arena_array(a, struct invitation, r.n + 1);
	for (int i = 0; i < r.n; i++) {
		v = &(*out)[i];
		v->id = rows_dup(a, &r, i, 0);
		v->email = rows_dup(a, &r, i, 1);
		v->name = rows_dup(a, &r, i, 2);
		v->role = rows_dup(a, &r, i, 3);
		v->again = rows_bool(&r, i, 4);
		v->expires = rows_int(&r, i, 5);
		v->state = "open";
		v->org = "";
	}
	return ST_OK;
}

enum status
invitation_look(struct db *db, struct arena *a, const char *token,
    struct invitation *out)
{
	struct rows	r;
	enum status	st;
	uint8_t		hash[SHA256_LEN];

	hash_of(token, hash);
	memset(out, 0, sizeof(*out));
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &LOOK, hash);
	if ((st = db_take(db, &r)) == ST_OK &&
	    (r.n == 0 || rows_null(&r, 0, 0)))
		st = ST_NOT_FOUND;
	if (st == ST_OK) {
		out->state = rows_dup(a, &r, 0, 0);
		out->email = rows_dup(a, &r, 0, 1);
		out->name = rows_dup(a, &r, 0, 2);
		out->org = rows_dup(a, &r, 0, 3);
		out->again = rows_bool(&r, 0, 4);
		out->id = out->role = "";
	}
	db_end(db);
	return st;
}

enum status
invitation_use(struct db *db, const char *token, const char *name,
    const char *hash, const char *lang, const struct session_new *s,
    const char *agent, int *seconds)
{
	struct rows	 r;
	enum status	 st;
	const char	*state;
	uint8_t		 digest[SHA256_LEN];

	hash_of(token, digest);
	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	db_send(db, &USE, digest, name, hash, lang, s->hash, s->csrf,
	    agent == NULL ? "" : agent);
	if ((st = db_take(db, &r)) == ST_OK) {
		state = rows_ref(&r, 0, 0);
		*seconds = (int)rows_int(&r, 0, 1);
		if (strcmp(state, "known") == 0)
			st = ST_CONFLICT;
		else if (strcmp(state, "done") != 0)
			st = ST_STALE;
	}
	if (st == ST_OK)
		return db_end(db);
	db_rollback(db);
	return st;
}
