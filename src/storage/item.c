/*
 * item: reading. Changing is in item_write.c.
 */
#include "storage/item.h"

static const struct stmt GET = { "item_get", "t",
	"select * from item_full where public_id = $1" };

static const struct stmt LIST = { "item_list", "ttttii",
	"select f.* from item_full f where f.id in (select i.id from item i "
	"left join event e on e.item = i.id "
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
	"select f.* from item_full f where f.id in (select i.id from item i "
	"left join working_copy w on w.item = i.id "
	"where i.status = 'draft' and i.author = $1 or w.author = $1) "
	"order by f.updated desc, f.id desc limit $2" };

static const struct stmt USERS = { "item_users", "iti",
	"select f.* from item_full f where f.id in (select l.item "
	"from item_link l join item i on i.id = l.item where l.target = $1 "
	"and l.type = 'used' and i.kind = $2 and i.status = 'published') "
	"order by f.published desc, f.id desc limit $3" };

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

static const struct stmt VERSIONS = { "item_versions", "i",
	"select version, author_name, note, "
	"extract(epoch from created_at)::bigint from item_version "
	"where item = $1 order by version desc" };

enum status
items_take(struct db *db, struct arena *a, struct items *out)
{
	struct rows	r;
	enum status	st;
	int		i;

	memset(out, 0, sizeof(*out));
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	out->v = arena_array(a, struct item, r.n + 1);
	for (i = 0; i < r.n; i++)
		item_from_row(a, &r, i, &out->v[i]);
	out->n = (size_t)r.n;
	return ST_OK;
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
item_users_send(struct db *db, int64_t key, const char *kind, int limit)
{
	db_send(db, &USERS, key, kind, (int64_t)limit);
}

void
item_counts_send(struct db *db)
{
	db_send(db, &COUNTS);
}

void
item_versions_send(struct db *db, int64_t key)
{
	db_send(db, &VERSIONS, key);
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
