/*
 * session: see session.h. What a caller does before being known goes through
 * functions of migrations/0004_people.sql.
 */
#include "storage/session.h"

#include <arpa/inet.h>
#include <ctype.h>

static const struct stmt TRY = { "session_try", "tt",
	"select sign_in_begin($1, $2)" };
static const struct stmt PASSWORD = { "session_password", "t",
	"select person, password from auth_password($1)" };
static const struct stmt OPEN = { "session_open", "itxttxtt",
	"select lang, seconds"
	" from session_open($1, $2, $3, $4, $5, $6, $7, $8)" };
static const struct stmt CHANGE = { "session_change", "tt",
	"select password_change($1, $2)" };
static const struct stmt CONFIRM = { "session_confirm", "xtxtt",
	"select session_confirm($1, $2, $3, $4, $5)" };
static const struct stmt CONFIRMED = { "session_confirmed", "xi",
	"select confirmed_at > now() - $2 * interval '1 minute'"
	" from session where hash = $1 and person = cs_person()" };
static const struct stmt END = { "session_end", "x",
	"delete from session where hash = $1 and person = cs_person()" };
static const struct stmt END_ONE = { "session_end_one", "t",
	"delete from session where public_id = $1 and person = cs_person()" };
static const struct stmt END_ALL = { "session_end_all", "",
	"delete from session where person = cs_person()" };
static const struct stmt LIST = { "session_list", "x",
	"select public_id, agent, extract(epoch from created_at)::bigint,"
	" extract(epoch from seen_at)::bigint, hash = $1"
	" from session where person = cs_person() and expires_at > now()"
	" order by seen_at desc limit 50" };

static void
random_text(char out[SESSION_TEXT])
{
	uint8_t	bytes[32];

	digest_random(bytes, sizeof(bytes));
	digest_base64url(bytes, sizeof(bytes), out);
}

void
session_make(struct session_new *s)
{
	random_text(s->cookie);
	random_text(s->csrf);
	digest_sha256(s->cookie, strlen(s->cookie), s->hash);
}

static void
key(char out[THROTTLE_KEY], const char *what, const void *of, size_t n)
{
	uint8_t	hash[SHA256_LEN], both[512];
	size_t	len = strlen(what);

	if (n > sizeof(both) - len)
		n = sizeof(both) - len;
	memcpy(both, what, len);
	memcpy(both + len, of, n);
	digest_sha256(both, len + n, hash);
	digest_hex(hash, sizeof(hash), out);
}

void
throttle_keys(struct throttle *t, const char *email, const char *address)
{
	uint8_t	ip[16];
	char	lower[256];
	size_t	n;

	for (n = 0; n < sizeof(lower) && email[n] != '\0'; n++)
		lower[n] = (char)tolower((unsigned char)email[n]);
	key(t->account, "account:", lower, n);
	t->address[0] = '\0';
	if (address == NULL)
		return;
	if (inet_pton(AF_INET, address, ip) == 1)
		key(t->address, "address:", ip, 4);
	else if (inet_pton(AF_INET6, address, ip) == 1)
		key(t->address, "address:", ip, 8);
}

static const char *
or_null(const char *s)
{
	return s == NULL || *s == '\0' ? NULL : s;
}

enum status
session_try(struct db *db, struct arena *a, const struct throttle *t,
    const char *email, int *wait, int64_t *person, const char **stored)
{
	struct rows	r;
	enum status	st;

	*person = 0;
	*stored = NULL;
	*wait = 0;
	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	db_send(db, &TRY, t->account, or_null(t->address));
	db_send(db, &PASSWORD, email);
	if ((st = db_take(db, &r)) == ST_OK)
		*wait = (int)rows_int(&r, 0, 0);
	if (st == ST_OK && (st = db_take(db, &r)) == ST_OK && r.n == 1 &&
	    !rows_null(&r, 0, 0)) {
		*person = rows_int(&r, 0, 0);
		if (!rows_null(&r, 0, 1))
			*stored = rows_dup(a, &r, 0, 1);
	}
	if (st != ST_OK) {
		db_rollback(db);
		return st;
	}
	if ((st = db_end(db)) != ST_OK)
		return st;
	return *wait > 0 ? ST_THROTTLED : ST_OK;
}

/* sends and takes; inside a unit of work */
static enum status
open_one(struct db *db, struct arena *a, const struct session_new *s,
    struct session_open *o, const char *stored)
{
	struct rows	r;
	enum status	st;
	uint8_t		before[SHA256_LEN];

	if (o->before != NULL)
		digest_sha256(o->before, strlen(o->before), before);
	db_send(db, &OPEN, o->person, stored, s->hash, s->csrf,
	    o->agent == NULL ? "" : o->agent,
	    o->before == NULL ? NULL : before,
	    o->throttle->account, or_null(o->throttle->address));
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0 || rows_null(&r, 0, 0))
		return ST_UNAUTHENTICATED;
	o->lang = rows_dup(a, &r, 0, 0);
	o->seconds = (int)rows_int(&r, 0, 1);
	return ST_OK;
}

static enum status
end_unit(struct db *db, enum status st)
{
	if (st == ST_OK)
		return db_end(db);
	db_rollback(db);
	return st;
}

enum status
session_open(struct db *db, struct arena *a, const struct session_new *s,
    struct session_open *o)
{
	enum status	st;

	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	return end_unit(db, open_one(db, a, s, o, o->stored));
}

enum status
session_change_password(struct db *db, struct arena *a, const char *hash,
    const struct session_new *fresh, struct session_open *o)
{
	struct rows	r;
	enum status	st;

	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	db_send(db, &CHANGE, o->stored, hash);
	if ((st = db_take(db, &r)) == ST_OK && !rows_bool(&r, 0, 0))
		st = ST_STALE;
	if (st == ST_OK)
		st = open_one(db, a, fresh, o, hash);
	return end_unit(db, st);
}

enum status
session_confirm(struct db *db, const char *cookie, const char *stored,
    const struct throttle *t, struct session_new *fresh, int *seconds)
{
	struct rows	r;
	enum status	st;
	uint8_t		before[SHA256_LEN];

	session_make(fresh);
	digest_sha256(cookie, strlen(cookie), before);
	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	db_send(db, &CONFIRM, before, stored, fresh->hash, t->account,
	    or_null(t->address));
	if ((st = db_take(db, &r)) == ST_OK && rows_null(&r, 0, 0))
		st = ST_UNAUTHENTICATED;
	if (st == ST_OK)
		*seconds = (int)rows_int(&r, 0, 0);
	if ((st = end_unit(db, st)) == ST_OK)
		db_as(db, "session", fresh->hash);
	return st;
}

enum status
session_confirmed(struct db *db, const char *cookie, bool *recently)
{
	struct rows	r;
	enum status	st;
	uint8_t		hash[SHA256_LEN];

	*recently = false;
	digest_sha256(cookie, strlen(cookie), hash);
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &CONFIRMED, hash, (int64_t)CONFIRM_MINUTES);
	if ((st = db_take(db, &r)) == ST_OK)
		*recently = r.n == 1 && rows_bool(&r, 0, 0);
	db_end(db);
	return st;
}

enum status
session_end(struct db *db, const char *cookie)
{
	uint8_t	hash[SHA256_LEN];

	digest_sha256(cookie, strlen(cookie), hash);
	return db_do(db, &END, hash);
}

enum status
session_end_one(struct db *db, const char *id)
{
	return db_do(db, &END_ONE, id);
}

enum status
session_end_all(struct db *db)
{
	return db_do(db, &END_ALL);
}

void
session_list_send(struct db *db, const char *cookie)
{
	uint8_t	hash[SHA256_LEN];

	digest_sha256(cookie, strlen(cookie), hash);
	db_send(db, &LIST, hash);
}

enum status
session_list_take(struct db *db, struct arena *a, struct session **out,
    size_t *n)
{
	struct rows	r;
	enum status	st;

	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*n = (size_t)r.n;
	*out = arena_array(a, struct session, r.n + 1);
	for (int i = 0; i < r.n; i++) {
		(*out)[i].id = rows_dup(a, &r, i, 0);
		(*out)[i].agent = rows_dup(a, &r, i, 1);
		(*out)[i].created = rows_int(&r, i, 2);
		(*out)[i].seen = rows_int(&r, i, 3);
		(*out)[i].here = rows_bool(&r, i, 4);
	}
	return ST_OK;
}
