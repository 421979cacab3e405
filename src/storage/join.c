/*
 * join: see join.h.
 */
#include "storage/join.h"

#include "storage/audit.h"

#define COLUMNS								\
	"select public_id, name, email, org_name, country, message,"	\
	" extract(epoch from created_at)::bigint from join_request"	\
	" where decided_at is null"

static const struct stmt ASK = { "join_ask", "tttttt",
	"select join_ask($1, $2, $3, $4, nullif($5, ''), $6)" };
static const struct stmt LIST = { "join_list", "",
	COLUMNS " order by created_at, id limit 200" };
static const struct stmt GET = { "join_get", "t",
	COLUMNS " and public_id = $1 for update" };
static const struct stmt DECIDE = { "join_decide", "tb",
	"update join_request set decided_at = now(),"
	" decided_by = cs_person(), accepted = $2"
	" where public_id = $1 and decided_at is null" };

enum status
join_ask(struct db *db, const struct throttle *t,
    const struct join_request *q, int *wait)
{
	struct rows	r;
	enum status	st;

	*wait = 0;
	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	db_send(db, &ASK, t->address[0] == '\0' ? NULL : t->address, q->name,
	    q->email, q->org, q->country, q->message);
	if ((st = db_take(db, &r)) == ST_OK &&
	    (*wait = (int)rows_int(&r, 0, 0)) > 0)
		st = ST_THROTTLED;
	if (st == ST_OK)
		return db_end(db);
	db_rollback(db);
	return st;
}

static void
from_row(struct arena *a, const struct rows *r, int i,
    struct join_request *q)
{
	q->id = rows_dup(a, r, i, 0);
	q->name = rows_dup(a, r, i, 1);
	q->email = rows_dup(a, r, i, 2);
	q->org = rows_dup(a, r, i, 3);
	q->country = rows_dup(a, r, i, 4);
	q->message = rows_dup(a, r, i, 5);
	q->created = rows_int(r, i, 6);
}

void
join_list_send(struct db *db)
{
	db_send(db, &LIST);
}

enum status
join_list_take(struct db *db, struct arena *a, struct join_request **out,
    size_t *n)
{
	struct rows	r;
	enum status	st;

	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*n = (size_t)r.n;
	*out = arena_array(a, struct join_request, r.n + 1);
	for (int i = 0; i < r.n; i++)
		from_row(a, &r, i, &(*out)[i]);
	return ST_OK;
}

enum status
join_get(struct db *db, struct arena *a, const char *id,
    struct join_request *q)
{
	struct rows	r;
	enum status	st;

	db_send(db, &GET, id);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	from_row(a, &r, 0, q);
	return ST_OK;
}

enum status
join_decide(struct db *db, const char *id, bool accepted)
{
	struct rows	r;
	enum status	st;

	db_send(db, &DECIDE, id, (int)accepted);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	return audit_add(db, accepted ? "accept request" : "decline request",
	    id, "");
}
