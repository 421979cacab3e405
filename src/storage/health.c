/*
 * health: see health.h.
 */
#include "storage/health.h"

static const struct stmt LAG = { "health_lag", "i",
	"select 0, 0, 0, 0, 0, 0, 0, failing, behind, behind_seconds "
	"from index_lag($1)" };
static const struct stmt GET = { "health_get", "i",
	"select items, files, bytes, jobs, oldest_job, changes, "
	"damaged_files(), failing, behind, behind_seconds "
	"from figures(), index_lag($1)" };

/* a standby answers too */
static const struct stmt WRITABLE = { "health_writable", "",
	"select last_change(), pg_is_in_recovery()" };

enum status
health_writable(struct db *db, int64_t *changes)
{
	struct rows	r = { .n = 0 };
	enum status	st;

	*changes = 0;
	if ((st = db_begin(db, DB_READ)) == ST_OK) {
		db_send(db, &WRITABLE);
		st = db_take(db, &r);
	}
	if (st == ST_OK) {
		*changes = rows_int(&r, 0, 0);
		if (rows_bool(&r, 0, 1))
			st = ST_UNAVAILABLE;
	}
	db_end(db);
	return st;
}

enum status
health_get(struct db *db, int64_t indexed, bool whole, struct health *out)
{
	struct rows	r = { 0 };
	enum status	st;

	memset(out, 0, sizeof(*out));
	if ((st = db_begin(db, DB_READ)) == ST_OK) {
		db_send(db, whole ? &GET : &LAG, indexed);
		st = db_take(db, &r);
	}
	if (st == ST_OK && r.n == 1) {
		out->items = rows_int(&r, 0, 0);
		out->files = rows_int(&r, 0, 1);
		out->bytes = rows_int(&r, 0, 2);
		out->jobs = rows_int(&r, 0, 3);
		out->oldest_job = strtod(rows_ref(&r, 0, 4), NULL);
		out->changes = rows_int(&r, 0, 5);
		out->damaged = rows_int(&r, 0, 6);
		out->failing = rows_int(&r, 0, 7);
		out->behind = rows_int(&r, 0, 8);
		out->behind_seconds = strtod(rows_ref(&r, 0, 9), NULL);
	}
	db_end(db);
	return st;
}
