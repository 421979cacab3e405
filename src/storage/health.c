/*
 * health: see health.h.
 */
#include "storage/health.h"

static const struct stmt GET = { "health_get", "",
	"select items, files, bytes, jobs, oldest_job::bigint, changes, "
	"damaged_files() from figures()" };

enum status
health_get(struct db *db, struct health *out)
{
	struct rows	r = { .n = 0 };
	enum status	st;

	memset(out, 0, sizeof(*out));
	if ((st = db_begin(db, DB_READ)) == ST_OK) {
		db_send(db, &GET);
		st = db_take(db, &r);
	}
	if (st == ST_OK && r.n == 1) {
		out->items = rows_int(&r, 0, 0);
		out->files = rows_int(&r, 0, 1);
		out->bytes = rows_int(&r, 0, 2);
		out->jobs = rows_int(&r, 0, 3);
		out->oldest_job = rows_int(&r, 0, 4);
		out->changes = rows_int(&r, 0, 5);
		out->damaged = rows_int(&r, 0, 6);
	}
	db_end(db);
	return st;
}
