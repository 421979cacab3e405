/*
 * item_changes: see item_changes.h. The place in the list is exact to the
 * microsecond, as the database keeps it.
 */
#include "storage/item_changes.h"

#define MICROS(t) "(extract(epoch from " t ") * 1000000)::bigint"

static const struct stmt CHANGES = { "item_changes", "ttttttttttiiti",
	"select f.*, w.micros from (select i.id, " MICROS("i.updated_at")
	" as micros from item i "
	"left join event e on e.item = i.id "
	"left join experience x on x.item = i.id "
	"cross join lateral (select coalesce(e.start_local::date, "
	"	x.period_start, i.published_at::date) as first, "
	"	coalesce((event_end(e) - interval '1 second')::date, "
	"	x.period_end, x.period_start, i.published_at::date) as last) d "
	"where i.status <> 'draft' "
	"and ($1::text[] is null or i.kind = any ($1)) "
	"and ($2::text[] is null or i.org in (select id from org "
	"	where slug = any ($2))) "
	"and ($3::text[] is null or i.countries && $3 or e.country = any ($3) "
	"	or i.countries = '{}') "
	"and ($4::text[] is null or exists (select from country c "
	"	where c.region = any ($4) and (c.code = any (i.countries) "
	"	or c.code = e.country)) or i.countries = '{}') "
	"and ($5::text[] is null or topic_with_parents(i.topics) && $5) "
	"and ($6::text[] is null or i.language = any ($6)) "
	"and ($7::text[] is null or to_char(d.first, 'YYYY') = any ($7)) "
	"and ($8::text[] is null or x.outcome = any ($8)) "
	"and ($9::date is null or d.last >= $9) "
	"and ($10::date is null or d.first <= $10) "
	"and i.updated_at >= timestamptz 'epoch' + $11 * interval '1 second' "
	"and (i.updated_at, i.public_id) > (timestamptz 'epoch' "
	"	+ $12 * interval '1 microsecond', $13) "
	"order by i.updated_at, i.public_id limit $14) w "
	"join item_full f using (id) order by w.micros, f.public_id" };

static const char *
list(struct arena *a, const struct words *w)
{
	return w->n == 0 ? NULL : db_list(a, w->v, w->n);
}

static enum status
take(struct db *db, struct arena *a, struct items *out, int64_t *last)
{
	struct rows	r;
	enum status	st;
	int		i;

	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	out->v = arena_array(a, struct item, r.n + 1);
	for (i = 0; i < r.n; i++)
		item_from_row(a, &r, i, &out->v[i]);
	out->n = (size_t)r.n;
	if (r.n > 0)
		*last = rows_int(&r, r.n - 1, ITEM_COLUMNS);
	return ST_OK;
}

enum status
item_changes(struct db *db, struct arena *a, const struct change_filter *f,
    struct items *out, int64_t *last)
{
	enum status	st;

	memset(out, 0, sizeof(*out));
	*last = 0;
	if ((st = db_begin(db, DB_READ)) == ST_OK) {
		db_send(db, &CHANGES, list(a, &f->kinds), list(a, &f->orgs),
		    list(a, &f->countries), list(a, &f->regions),
		    list(a, &f->topics), list(a, &f->languages),
		    list(a, &f->years), list(a, &f->outcomes), f->from, f->to,
		    f->since, f->after, f->after_id, (int64_t)f->limit);
		st = take(db, a, out, last);
	}
	db_end(db);
	return st;
}
