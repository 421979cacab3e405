/*
 * country: see country.h. An event counts where it takes place and where it
 * is for; an item for any country counts nowhere.
 */
#include "storage/country.h"

static const struct stmt COUNTS = { "country_counts", "",
	"with tied as ("
	" select unnest(i.countries) code, i.kind, i.id from item i"
	"  where i.status = 'published'"
	" union select e.country, i.kind, i.id from item i"
	"  join event e on e.item = i.id"
	"  where i.status = 'published' and e.country is not null"
	" union select o.country, 'org', o.id from org o"
	"  where o.country is not null and o.suspended_at is null)"
	" select code, count(*) filter (where kind = 'toolkit'),"
	" count(*) filter (where kind = 'event'),"
	" count(*) filter (where kind = 'experience'),"
	" count(*) filter (where kind = 'org')"
	" from tied group by code order by code" };

void
country_counts_send(struct db *db)
{
	db_send(db, &COUNTS);
}

enum status
country_counts_take(struct db *db, struct arena *a,
    struct country_count **out, size_t *n)
{
	struct rows	r;
	enum status	st;

	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*n = (size_t)r.n;
	*out = arena_array(a, struct country_count, r.n + 1);
	for (int i = 0; i < r.n; i++) {
		(*out)[i].code = rows_dup(a, &r, i, 0);
		(*out)[i].toolkits = (int)rows_int(&r, i, 1);
		(*out)[i].events = (int)rows_int(&r, i, 2);
		(*out)[i].experiences = (int)rows_int(&r, i, 3);
		(*out)[i].orgs = (int)rows_int(&r, i, 4);
	}
	return ST_OK;
}
