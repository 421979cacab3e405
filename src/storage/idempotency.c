/*
 * idempotency: see idempotency.h.
 */
#include "storage/idempotency.h"

static const struct stmt SWEEP = { "idempotency_sweep", "i",
	"delete from idempotency where person = $1 "
	"and created_at < now() - interval '24 hours'" };
static const struct stmt CLAIM = { "idempotency_claim", "itx",
	"insert into idempotency (person, key, request) values ($1, $2, $3) "
	"on conflict do nothing" };
static const struct stmt GET = { "idempotency_get", "itx",
	"select request = $3, coalesce(status, 0), headers, body "
	"from idempotency where person = $1 and key = $2" };
static const struct stmt KEEP = { "idempotency_keep", "ititt",
	"update idempotency set status = $3, headers = $4, body = $5 "
	"where person = $1 and key = $2" };

enum status
idempotency_begin(struct db *db, struct arena *a, int64_t person,
    const char *key, const uint8_t *request, struct answer *out)
{
	struct rows	r;
	enum status	st;

	memset(out, 0, sizeof(*out));
	if ((st = db_do(db, &SWEEP, person)) != ST_OK)
		return st;
	db_send(db, &CLAIM, person, key, request);
	if ((st = db_take(db, &r)) != ST_OK || r.n == 1)
		return st;
	db_send(db, &GET, person, key, request);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_UNAVAILABLE;	/* given up just now: try again */
	if (!rows_bool(&r, 0, 0))
		return ST_KEY_REUSED;
	out->code = (int)rows_int(&r, 0, 1);
	out->location = rows_dup(a, &r, 0, 2);
	out->body = rows_dup(a, &r, 0, 3);
	return ST_OK;
}

enum status
idempotency_keep(struct db *db, int64_t person, const char *key,
    const struct answer *answer)
{
	return db_do(db, &KEEP, person, key, (int64_t)answer->code,
	    answer->location, answer->body);
}
