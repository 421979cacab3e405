/*
 * standing: see standing.h.
 */
#include "storage/standing.h"

static const struct stmt STANDING = { "standing_get", "",
	"select last_change, indexed, jobs, oldest, failed, samples,"
	" sample_job from standing()" };
static const struct stmt SAMPLE = { "standing_sample", "b",
	"select sample_ask($1)" };

void
standing_send(struct db *db)
{
	db_send(db, &STANDING);
}

enum status
standing_take(struct db *db, struct standing *h)
{
	struct rows	r;
	enum status	st;

	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0 || rows_null(&r, 0, 0))
		return ST_FORBIDDEN;
	h->last_change = rows_int(&r, 0, 0);
	h->indexed = rows_int(&r, 0, 1);
	h->jobs = rows_int(&r, 0, 2);
	h->oldest = rows_int(&r, 0, 3);
	h->failed = rows_int(&r, 0, 4);
	h->samples = rows_int(&r, 0, 5);
	h->sample_job = rows_bool(&r, 0, 6);
	return ST_OK;
}

enum status
sample_ask(struct db *db, bool load)
{
	return db_do(db, &SAMPLE, (int)load);
}
