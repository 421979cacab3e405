/*
 * item: reading. Changing is in item_write.c.
 */
#include "storage/item.h"

static const struct stmt GET = { "item_get", "t",
	"select * from item_full where public_id = $1" };

static const struct stmt LIST = { "item_list", "ttttii",
	"select " ITEM_CARD " from item_full f where f.id in (select i.id "
	"from item i left join event e on e.item = i.id "
	"where i.status = 'published' "
	"and ($1::text is null or i.kind = $1) "
	"and ($2::text is null or i.org = (select id from org where slug = $2)) "
	"and ($3::text is null or $3 = any (i.countries) or e.country = $3 "
	"	or i.countries = '{}' and (e.country is null)) "
	"and ($4::text is null or exists (select from unnest(i.topics) t "
	"	where $4 = any (topic_with_parents(array[t])))) "
	"order by i.published_at desc, i.id desc limit $5 offset $6) "
	"order by f.published desc, f.id desc" };

static const struct stmt BY_IDS = { "item_by_ids", "t",
	"select f.* from item_full f where f.public_id = any ($1::text[]) "
	"and f.status = 'published' "
	"order by array_position($1::text[], f.public_id)" };

static const struct stmt DRAFTS = { "item_drafts", "ii",
	"select " ITEM_CARD " from item_full f where f.id in (select i.id "
	"from item i left join working_copy w on w.item = i.id "
	"where i.status = 'draft' and i.author = $1 or w.author = $1) "
	"order by f.updated desc, f.id desc limit $2" };

#define USERS(kind, limit)						\
	"(select l.item, 1 from item_link l join item i on i.id = l.item "	\
	"where l.target = (select id from me) and l.type = 'used' "		\
	"and i.kind = '" kind "' and i.status = 'published' "			\
	"order by i.published_at desc, i.id desc limit " limit ")"

static const struct stmt FRESH = { "item_fresh", "i",
	"select f.* from item_full f where f.id in (select i.id from item i "
	"where i.status = 'published' and i.published_at > last_visit() "
	"and i.author is distinct from cs_person() "
	"order by i.published_at desc, i.id desc limit $1) "
	"order by f.published desc, f.id desc" };

static const struct stmt AROUND = { "item_around", "t",
	"with me as materialized (select id from item where public_id = $1), "
	"n(id, place) as (select l.target, -100 + l.position "
	"from item_link l where l.item = (select id from me) "
	"and l.type = 'used' "
	"union all " USERS("experience", "3")
	" union all " USERS("event", "5") ") "
	"select " ITEM_CARD ", n.place from n join item_full f using (id) "
	"where f.status = 'published' "
	"order by n.place, f.published desc, f.id desc" };
enum { PLACE = ITEM_COLUMNS, PLACE_USER = 1 };

static const struct stmt COUNTS = { "item_counts", "",
	"select (select count(*) from item where status = 'published' "
	"and kind = 'toolkit'), "
	"(select count(*) from item i join event e on e.item = i.id "
	"where i.status = 'published' and e.certainty <> 'cancelled' "
	"and event_end(e) > now()), "
	"(select count(*) from item where status = 'published' "
	"and kind = 'experience'), "
	"(select count(*) from org where suspended_at is null), "
	"(select count(distinct c) from item i, unnest(i.countries) c "
	"where i.status = 'published')" };

static const struct stmt VERSIONS = { "item_versions", "t",
	"select version, author_name, note, "
	"extract(epoch from created_at)::bigint from item_version "
	"where item = (select id from item where public_id = $1) "
	"order by version desc" };

static void
items_of_rows(struct arena *a, const struct rows *r, struct items *out)
{
	int	i;

	out->v = arena_array(a, struct item, r->n + 1);
	for (i = 0; i < r->n; i++)
		item_from_row(a, r, i, &out->v[i]);
	out->n = (size_t)r->n;
}

enum status
items_take(struct db *db, struct arena *a, struct items *out)
{
	struct rows	r;
	enum status	st;

	memset(out, 0, sizeof(*out));
	if ((st = db_take(db, &r)) == ST_OK)
		items_of_rows(a, &r, out);
	return st;
}

void
item_send(struct db *db, const char *id)
{
	db_send(db, &GET, id);
}

enum status
item_take(struct db *db, struct arena *a, struct item **out)
{
	struct items	list;
	enum status	st;

	*out = NULL;
	if ((st = items_take(db, a, &list)) != ST_OK)
		return st;
	if (list.n == 0)
		return ST_NOT_FOUND;
	*out = list.v;
	return ST_OK;
}

enum status
item_get(struct db *db, struct arena *a, const char *id, struct item **out)
{
	item_send(db, id);
	return item_take(db, a, out);
}

void
item_list_send(struct db *db, const struct item_filter *f)
{
	db_send(db, &LIST, f->kind, f->org, f->country, f->topic,
	    (int64_t)(f->limit == 0 ? 20 : f->limit), (int64_t)f->offset);
}

void
item_by_ids_send(struct db *db, struct arena *a, const char *const *ids,
    size_t n)
{
	db_send(db, &BY_IDS, db_list(a, ids, n));
}

void
item_drafts_send(struct db *db, int64_t person, int limit)
{
	db_send(db, &DRAFTS, person, (int64_t)limit);
}

void
item_fresh_send(struct db *db, int limit)
{
	db_send(db, &FRESH, (int64_t)limit);
}

void
item_around_send(struct db *db, const char *id)
{
	db_send(db, &AROUND, id);
}

static struct items
among(struct arena *a, const struct items *all, const struct rows *r,
    bool user, enum kind kind)
{
	struct items	out = { 0, arena_array(a, struct item, all->n + 1) };

	for (size_t i = 0; i < all->n; i++)
		if ((rows_int(r, (int)i, PLACE) == PLACE_USER) == user &&
		    (!user || all->v[i].kind == kind))
			out.v[out.n++] = all->v[i];
	return out;
}

enum status
item_around_take(struct db *db, struct arena *a, struct item_around *out)
{
	struct rows	r;
	struct items	all;
	enum status	st;

	memset(out, 0, sizeof(*out));
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	items_of_rows(a, &r, &all);
	out->used = among(a, &all, &r, false, KIND_TOOLKIT);
	out->experiences = among(a, &all, &r, true, KIND_EXPERIENCE);
	out->events = among(a, &all, &r, true, KIND_EVENT);
	return ST_OK;
}

void
item_counts_send(struct db *db)
{
	db_send(db, &COUNTS);
}

void
item_versions_send(struct db *db, const char *id)
{
	db_send(db, &VERSIONS, id);
}

enum status
item_versions_take(struct db *db, struct arena *a, struct item_version **out,
    size_t *n)
{
	struct rows	r;
	enum status	st;
	int		i;

	*n = 0;
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*out = arena_array(a, struct item_version, r.n + 1);
	for (i = 0; i < r.n; i++) {
		(*out)[i].version = (int)rows_int(&r, i, 0);
		(*out)[i].author_name = rows_dup(a, &r, i, 1);
		(*out)[i].note = rows_dup(a, &r, i, 2);
		(*out)[i].created = rows_int(&r, i, 3);
	}
	*n = (size_t)r.n;
	return ST_OK;
}
