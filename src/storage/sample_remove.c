/*
 * sample_remove: see sample.h.
 */
#include "storage/sample.h"

#define REMOVE_MEMORY	((size_t)1 << 20)

static const struct stmt DROP_FILES = { "sample_drop_files", "",
	"delete from file where item in (select id from item where sample) "
	"returning encode(sha256, 'hex')" };
static const struct stmt DROP_BLOBS = { "sample_drop_blobs", "t",
	"delete from blob b where encode(b.sha256, 'hex') = any ($1::text[]) "
	"and not exists (select from file f where f.sha256 = b.sha256) "
	"and not exists (select from upload u where u.sha256 = b.sha256)" };
static const struct stmt DROP_ITEMS = { "sample_drop_items", "",
	"delete from item where sample" };
static const struct stmt DROP_PEOPLE = { "sample_drop_people", "",
	"delete from person where sample" };
static const struct stmt DROP_ORGS = { "sample_drop_orgs", "",
	"delete from org o where sample "
	"and not exists (select from item i where i.org = o.id) "
	"and not exists (select from membership m where m.org = o.id)" };
static const struct stmt KEPT = { "sample_kept", "",
	"select count(*) from org where sample" };

static enum status
drop(struct db *db, const struct stmt *s, int *n)
{
	struct rows	r;
	enum status	st;

	db_send(db, s);
	if ((st = db_take(db, &r)) == ST_OK)
		*n = r.n;
	return st;
}

static enum status
drop_files(struct db *db, struct arena *a, int *n)
{
	const char	**hex;
	struct rows	  r;
	enum status	  st;
	int		  i;

	db_send(db, &DROP_FILES);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	hex = arena_array(a, const char *, r.n + 1);
	for (i = 0; i < r.n; i++)
		hex[i] = rows_dup(a, &r, i, 0);
	*n = r.n;
	return db_do(db, &DROP_BLOBS, db_list(a, hex, (size_t)r.n));
}

enum status
sample_remove(struct db *db, struct sample_tally *tally)
{
	struct arena	*a = arena_new(REMOVE_MEMORY);
	struct rows	 r;
	enum status	 st;

	memset(tally, 0, sizeof(*tally));
	if ((st = db_begin(db, DB_WRITE)) == ST_OK) {
		if ((st = drop_files(db, a, &tally->files)) == ST_OK &&
		    (st = drop(db, &DROP_ITEMS, &tally->items)) == ST_OK &&
		    (st = drop(db, &DROP_PEOPLE, &tally->people)) == ST_OK &&
		    (st = drop(db, &DROP_ORGS, &tally->orgs)) == ST_OK) {
			db_send(db, &KEPT);
			if ((st = db_take(db, &r)) == ST_OK)
				tally->kept = (int)rows_int(&r, 0, 0);
		}
		if (st == ST_OK)
			st = db_end(db);
		else
			db_rollback(db);
	}
	arena_free(a);
	return st;
}
