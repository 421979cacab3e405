/*
 * sitemap: see sitemap.h.
 */
#include "storage/sitemap.h"

static const struct stmt ITEMS = { "sitemap_items", "i",
	"select public_id, title, extract(epoch from updated_at)::bigint "
	"from item where status = 'published' and audience = 'public' "
	"order by id limit $1" };

static const struct stmt ORGS = { "sitemap_orgs", "i",
	"select o.slug, null, extract(epoch from greatest(o.created_at, "
	"max(i.updated_at)))::bigint from org o left join item i "
	"on i.org = o.id and i.status = 'published' "
	"and i.audience = 'public' where o.suspended_at is null "
	"group by o.id order by o.id limit $1" };

void
sitemap_send(struct db *db)
{
	db_send(db, &ITEMS, (int64_t)SITEMAP_MAX);
	db_send(db, &ORGS, (int64_t)SITEMAP_MAX);
}

static void
add(struct arena *a, const struct rows *r, struct sitemap_line *out)
{
	int	i;

	for (i = 0; i < r->n; i++) {
		out[i].id = rows_dup(a, r, i, 0);
		out[i].title = rows_null(r, i, 1) ? NULL :
		    rows_dup(a, r, i, 1);
		out[i].changed = rows_int(r, i, 2);
	}
}

enum status
sitemap_take(struct db *db, struct arena *a, struct sitemap_line **out,
    size_t *n)
{
	struct rows	items, orgs;
	enum status	st;

	*n = 0;
	if ((st = db_take(db, &items)) != ST_OK ||
	    (st = db_take(db, &orgs)) != ST_OK)
		return st;
	*out = arena_array(a, struct sitemap_line, items.n + orgs.n + 1);
	add(a, &items, *out);
	add(a, &orgs, *out + items.n);
	*n = (size_t)items.n + (size_t)orgs.n;
	return ST_OK;
}
