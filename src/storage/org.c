/*
 * org: see org.h.
 */
#include "storage/org.h"

#include "domain/item.h"
#include "storage/audit.h"

#define COLUMNS								\
	"select o.id, o.slug, o.name, o.country, o.about, o.website,"	\
	" o.contact, o.suspended_at is not null, o.sample,"		\
	" coalesce(n.toolkits, 0), coalesce(n.events, 0),"		\
	" coalesce(n.experiences, 0),"					\
	" (select count(*) from membership m where m.org = o.id)"	\
	" from org o left join (select i.org,"				\
	"  count(*) filter (where kind = 'toolkit') toolkits,"		\
	"  count(*) filter (where kind = 'event') events,"		\
	"  count(*) filter (where kind = 'experience') experiences"	\
	"  from item i where i.status = 'published' group by i.org) n"	\
	" on n.org = o.id"

static const struct stmt GET = { "org_get", "t",
	COLUMNS " where o.slug = $1" };
static const struct stmt LIST = { "org_list", "tb",
	COLUMNS " where ($1::text is null or o.country = $1)"
	" and ($2::boolean or o.suspended_at is null)"
	" order by o.name collate \"und-x-icu\", o.id limit 2000" };
static const struct stmt INSERT = { "org_insert", "tttttt",
	"insert into org (slug, name, country, about, website, contact)"
	" values ($1, $2, nullif($3, ''), $4, $5, $6) returning id" };
static const struct stmt UPDATE = { "org_update", "ittttt",
	"update org set name = $2, country = nullif($3, ''), about = $4,"
	" website = $5, contact = $6 where id = $1" };
static const struct stmt SUSPEND = { "org_suspend", "tb",
	"update org set suspended_at = case when $2 then"
	" coalesce(suspended_at, now()) end where slug = $1" };

enum { KEY, SLUG, NAME, COUNTRY, ABOUT, WEBSITE, CONTACT, SUSPENDED, SAMPLE,
    TOOLKITS, EVENTS, EXPERIENCES, PEOPLE };

static void
from_row(struct arena *a, const struct rows *r, int i, struct org *o)
{
	o->key = rows_int(r, i, KEY);
	o->slug = rows_dup(a, r, i, SLUG);
	o->name = rows_dup(a, r, i, NAME);
	o->country = rows_dup(a, r, i, COUNTRY);
	o->about = rows_dup(a, r, i, ABOUT);
	o->website = rows_dup(a, r, i, WEBSITE);
	o->contact = rows_dup(a, r, i, CONTACT);
	o->suspended = rows_bool(r, i, SUSPENDED);
	o->sample = rows_bool(r, i, SAMPLE);
	o->toolkits = (int)rows_int(r, i, TOOLKITS);
	o->events = (int)rows_int(r, i, EVENTS);
	o->experiences = (int)rows_int(r, i, EXPERIENCES);
	o->people = (int)rows_int(r, i, PEOPLE);
}

void
org_send(struct db *db, const char *slug)
{
	db_send(db, &GET, slug);
}

enum status
org_take(struct db *db, struct arena *a, struct org **out)
{
	struct rows	r;
	enum status	st;

	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	*out = arena_new_of(a, struct org);
	from_row(a, &r, 0, *out);
	return ST_OK;
}

void
org_list_send(struct db *db, const char *country, bool suspended)
{
	db_send(db, &LIST, country, (int)suspended);
}

enum status
org_list_take(struct db *db, struct arena *a, struct org **out, size_t *n)
{
	struct rows	r;
	enum status	st;

	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*n = (size_t)r.n;
	*out = arena_array(a, struct org, r.n + 1);
	for (int i = 0; i < r.n; i++)
		from_row(a, &r, i, &(*out)[i]);
	return ST_OK;
}

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

enum status
org_insert(struct db *db, struct arena *a, struct org *o)
{
	struct rows	r;
	enum status	st;

	if (o->slug == NULL)
		o->slug = item_slug(a, o->name);
	db_send(db, &INSERT, o->slug, o->name, or_empty(o->country),
	    or_empty(o->about), or_empty(o->website), or_empty(o->contact));
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	o->key = rows_int(&r, 0, 0);
	return audit_add(db, "add organisation", o->slug, o->name);
}

enum status
org_update(struct db *db, const struct org *o)
{
	struct rows	r;
	enum status	st;

	db_send(db, &UPDATE, o->key, o->name, or_empty(o->country),
	    or_empty(o->about), or_empty(o->website), or_empty(o->contact));
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	return audit_add(db, "describe organisation", o->slug, "");
}

enum status
org_suspend(struct db *db, const char *slug, bool off)
{
	struct rows	r;
	enum status	st;

	db_send(db, &SUSPEND, slug, (int)off);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	return audit_add(db, off ? "suspend organisation" :
	    "resume organisation", slug, "");
}
