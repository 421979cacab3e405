/*
 * token: see token.h.
 */
#include "storage/token.h"

#include "storage/audit.h"

/* those who count their keys at the same moment do it one after the other */
static const struct stmt LOCK = { "token_lock", "i",
	"select from person where id = $1 for no key update" };
static const struct stmt ADD = { "token_add", "ttitxtii",
	"insert into api_token (public_id, kind, person, label, hash, scopes,"
	" expires_at) select $1, $2, $3, $4, $5, $6::text[],"
	" now() + $7 * interval '1 day'"
	" where (select count(*) from api_token t where t.person = $3"
	"  and t.kind = 'api' and t.revoked_at is null"
	"  and t.expires_at > now()) < $8" };
static const struct stmt END_FEEDS = { "token_end_feeds", "i",
	"update api_token set revoked_at = now() where person = $1"
	" and kind = 'feed' and revoked_at is null" };
static const struct stmt REVOKE = { "token_revoke", "t",
	"update api_token set revoked_at = now()"
	" where public_id = $1 and revoked_at is null" };
static const struct stmt LIST = { "token_list", "nb",
	"select t.public_id, t.kind, t.label, p.email,"
	" array_to_string(t.scopes, ', '),"
	" extract(epoch from t.created_at)::bigint,"
	" extract(epoch from t.expires_at)::bigint,"
	" extract(epoch from t.last_used_at)::bigint,"
	" t.revoked_at is not null or coalesce(t.expires_at <= now(), false)"
	" from api_token t join person p on p.id = t.person"
	" where ($1::bigint is null or t.person = $1) and ($2::boolean or"
	" t.revoked_at is null and coalesce(t.expires_at > now(), true))"
	" order by t.created_at desc, t.id desc limit 1000" };

enum { ID, KIND, LABEL, EMAIL, SCOPES, CREATED, EXPIRES, USED, OVER };

static void
make(struct token_new *t, enum token_kind kind)
{
	token_write(kind, t->id, t->text);
	digest_sha256(t->text, strlen(t->text), t->hash);
}

static enum status
add(struct db *db, int64_t person, const char *kind, const char *label,
    const char *scopes, int days, int64_t most, const struct token_new *t)
{
	struct rows	r;
	enum status	st;

	if ((st = db_do(db, &LOCK, person)) != ST_OK)
		return st;
	db_send(db, &ADD, t->id, kind, person, label, t->hash, scopes,
	    (int64_t)days, most);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_CONFLICT;
	return audit_add(db, "add access key", t->id, kind);
}

enum status
token_add(struct db *db, int64_t person, const char *label,
    const char *scopes, int days, struct token_new *t)
{
	make(t, TOKEN_API);
	return add(db, person, "api", label, scopes, days, TOKENS_MAX, t);
}

enum status
token_replace_feed(struct db *db, int64_t person, int days,
    struct token_new *t)
{
	enum status	st;

	make(t, TOKEN_FEED);
	if ((st = db_do(db, &END_FEEDS, person)) != ST_OK)
		return st;
	return add(db, person, "feed", "", "{calendar}", days, INT32_MAX, t);
}

enum status
token_revoke(struct db *db, const char *id)
{
	struct rows	r;
	enum status	st;

	db_send(db, &REVOKE, id);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	return audit_add(db, "revoke access key", id, "");
}

void
token_list_send(struct db *db, int64_t person, bool over)
{
	db_send(db, &LIST, person, (int)over);
}

enum status
token_list_take(struct db *db, struct arena *a, struct token **out, size_t *n)
{
	struct rows	 r;
	struct token	*t;
	enum status	 st;

	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*n = (size_t)r.n;
	*out = arena_array(a, struct token, r.n + 1);
	for (int i = 0; i < r.n; i++) {
		t = &(*out)[i];
		t->id = rows_dup(a, &r, i, ID);
		t->kind = rows_dup(a, &r, i, KIND);
		t->label = rows_dup(a, &r, i, LABEL);
		t->email = rows_dup(a, &r, i, EMAIL);
		t->scopes = rows_dup(a, &r, i, SCOPES);
		t->created = rows_int(&r, i, CREATED);
		t->expires = rows_int(&r, i, EXPIRES);
		t->used = rows_int(&r, i, USED);
		t->over = rows_bool(&r, i, OVER);
	}
	return ST_OK;
}
