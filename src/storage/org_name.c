/*
 * org_name: see org_name.h.
 */
#include "storage/org_name.h"

static const struct stmt SOME = { "org_names", "t",
	"select slug, name, country, website from org "
	"where slug = any ($1::text[])" };
static const struct stmt LIST = { "org_names_list", "ti",
	"select slug, name, country, website from org "
	"where suspended_at is null and slug > $1 collate \"C\" "
	"order by slug collate \"C\" limit $2" };

void
org_names_send(struct db *db, struct arena *a, const char *const *slugs,
    size_t n)
{
	db_send(db, &SOME, db_list(a, slugs, n));
}

void
org_names_list_send(struct db *db, const char *after, int limit)
{
	db_send(db, &LIST, after, (int64_t)limit);
}

enum status
org_names_take(struct db *db, struct arena *a, struct org_name **out,
    size_t *n)
{
	struct rows	r;
	enum status	st;
	int		i;

	*n = 0;
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*out = arena_array(a, struct org_name, r.n + 1);
	for (i = 0; i < r.n; i++) {
		(*out)[i].slug = rows_dup(a, &r, i, 0);
		(*out)[i].name = rows_dup(a, &r, i, 1);
		(*out)[i].country = rows_dup(a, &r, i, 2);
		(*out)[i].website = rows_dup(a, &r, i, 3);
	}
	*n = (size_t)r.n;
	return ST_OK;
}
