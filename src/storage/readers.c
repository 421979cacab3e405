/*
 * readers: see readers.h.
 */
#include "storage/readers.h"

static const struct stmt COUNT = { "readers_count", "n",
	"select people, orgs from reader_count($1)" };

void
readers_send(struct db *db, int64_t org)
{
	db_send(db, &COUNT, org);
}

enum status
readers_take(struct db *db, int64_t *people, int64_t *orgs)
{
	struct rows	r;
	enum status	st;

	*people = *orgs = 0;
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*people = rows_int(&r, 0, 0);
	*orgs = rows_int(&r, 0, 1);
	return ST_OK;
}
