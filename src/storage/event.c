/*
 * event: see event.h. Columns are those of item_full, in its order, with
 * nothing in the places that a list does not show: PostgreSQL then leaves
 * their subqueries out.
 */
#include "storage/event.h"

#define COLUMNS								\
	"f.id, f.public_id, f.kind, f.status, f.audience, f.version, f.rev, "	\
	"f.org, f.org_slug, f.org_name, f.author, null, f.title, f.summary, "	\
	"null, f.language, f.countries, f.topics, null, f.licence, f.contact, "	\
	"null, null, '[]', f.created, f.updated, f.published, f.withdrawn, "	\
	"null, null, null, false, null, f.type, f.certainty, f.precision, "	\
	"f.start_local, f.end_local, f.timezone, f.start_utc, f.end_utc, "	\
	"f.event_country, f.place, f.online_url, f.registration_url, "		\
	"f.sequence, f.cancelled, f.cancelled_why, null, null, null, null, "	\
	"null, null, null, null, null, null, null, null"

#define NOW	"extract(epoch from now())"

/* $1 countries, $2 regions, $3 topics, $4 organisations, $5 types,
 * $6 languages, $7 from, $8 to, $9 limit, $10 offset */
#define FILTERED							\
	"select " COLUMNS " from item_full f where f.kind = 'event' and "	\
	"($1::text[] is null or f.event_country = any ($1) or "			\
	"f.countries && $1 or (f.event_country is null and "			\
	"f.countries = '{}')) and "						\
	"($2::text[] is null or (select array_agg(code::text) from country "	\
	"where region = any ($2)) && (f.countries || f.event_country::text)) "	\
	"and ($3::text[] is null or f.topics && (select array_agg(slug) "	\
	"from topic where slug = any ($3) or parent = any ($3))) and "		\
	"($4::text[] is null or f.org_slug = any ($4)) and "			\
	"($5::text[] is null or f.type = any ($5)) and "			\
	"($6::text[] is null or f.language = any ($6)) and "			\
	"($7::date is null or f.end_utc > extract(epoch from $7::date::"	\
	"timestamp at time zone f.timezone)) and "				\
	"($8::date is null or f.start_utc < extract(epoch from "		\
	"($8::date + 1)::timestamp at time zone f.timezone)) and "
#define PAGE	" limit $9 offset $10"
#define TYPES	"ttttttttii"

/* an initiative without an end goes on */
#define RUNNING	"(f.type = 'initiative' and f.certainty <> 'cancelled' and "	\
	"f.start_utc <= " NOW " and "						\
	"(f.end_local is null or f.end_utc > " NOW "))"

static const struct stmt AHEAD = { "event_ahead", TYPES,
	FILTERED "f.status = 'published' and f.end_utc > " NOW
	" and not " RUNNING
	" order by f.start_local, f.precision = 'month', f.id" PAGE };

static const struct stmt EARLIER = { "event_earlier", TYPES,
	FILTERED "f.status = 'published' and f.end_utc <= " NOW
	" and not " RUNNING
	" order by f.start_local desc, f.id desc" PAGE };

static const struct stmt RUNNING_NOW = { "event_running", TYPES,
	FILTERED "f.status = 'published' and " RUNNING
	" order by f.start_local desc, f.id desc" PAGE };

static const struct stmt BETWEEN = { "event_between", TYPES,
	FILTERED "f.status = 'published' and f.type <> 'initiative'"
	" order by f.start_local, f.id" PAGE };

#define RECENT	NOW " - 90 * 86400"

static const struct stmt FEED = { "event_feed", TYPES,
	FILTERED "f.status <> 'draft' and f.precision <> 'month' and "
	"f.certainty <> 'idea' and f.start_local is not null and "
	"f.end_utc > " RECENT " and "
	"coalesce(f.withdrawn, f.cancelled, " NOW ") > " RECENT
	" order by f.start_local, f.id" PAGE };

static const struct stmt FEED_AHEAD = { "event_feed_ahead", TYPES,
	FILTERED "f.status = 'published' and f.precision <> 'month' and "
	"f.certainty in ('planned', 'confirmed') and f.end_utc > " NOW
	" and not " RUNNING " order by f.start_local, f.id" PAGE };

static const struct stmt ONE = { "event_one", "t",
	"select " COLUMNS " from item_full f "
	"where f.public_id = $1 and f.kind = 'event' and f.status <> 'draft'" };

static const struct stmt ORGS = { "event_orgs", "",
	"select distinct f.org_slug, f.org_name from item_full f "
	"where f.kind = 'event' and f.status = 'published' "
	"order by f.org_name, f.org_slug limit 500" };

static const struct stmt ORG_NAME = { "event_org_name", "t",
	"select name from org where slug = $1" };

static const struct stmt LOOKED = { "event_looked", "ti",
	"select feed_looked($1, $2)" };

static const struct stmt LOOKS = { "event_looks", "t",
	"select coalesce(sum(looks), 0)::bigint from feed_look "
	"where feed = $1 and day > current_date - 7" };

static const struct stmt *const lists[] = {
	[EVENTS_AHEAD] = &AHEAD, [EVENTS_EARLIER] = &EARLIER,
	[EVENTS_RUNNING] = &RUNNING_NOW, [EVENTS_BETWEEN] = &BETWEEN,
	[EVENTS_FEED_AHEAD] = &FEED_AHEAD, [EVENTS_FEED] = &FEED
};

static const char *
any_of(struct arena *a, const struct words *w)
{
	return w->n == 0 ? NULL : db_list(a, w->v, w->n);
}

void
event_list_send(struct db *db, struct arena *a, enum event_list list,
    const struct event_filter *f, int limit, int offset)
{
	db_send(db, lists[list], any_of(a, &f->countries),
	    any_of(a, &f->regions), any_of(a, &f->topics),
	    any_of(a, &f->orgs), any_of(a, &f->types),
	    any_of(a, &f->languages), f->from, f->to, (int64_t)limit,
	    (int64_t)offset);
}

enum status
event_list_take(struct db *db, struct arena *a, struct items *items)
{
	return items_take(db, a, items);
}

void
event_one_send(struct db *db, const char *id)
{
	db_send(db, &ONE, id);
}

void
event_orgs_send(struct db *db)
{
	db_send(db, &ORGS);
}

enum status
event_orgs_take(struct db *db, struct arena *a, struct event_orgs *orgs)
{
	struct rows	r;
	enum status	st;

	*orgs = (struct event_orgs){ .n = 0 };
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	orgs->slug = arena_array(a, const char *, r.n + 1);
	orgs->name = arena_array(a, const char *, r.n + 1);
	for (int i = 0; i < r.n; i++, orgs->n++) {
		orgs->slug[i] = rows_dup(a, &r, i, 0);
		orgs->name[i] = rows_dup(a, &r, i, 1);
	}
	return ST_OK;
}

enum status
event_org_name(struct db *db, struct arena *a, const char *slug,
    const char **name)
{
	struct rows	r;
	enum status	st;

	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &ORG_NAME, slug);
	st = db_take(db, &r);
	if (st == ST_OK && r.n == 0)
		st = ST_NOT_FOUND;
	if (st == ST_OK)
		*name = rows_dup(a, &r, 0, 0);
	db_end(db);
	return st;
}

void
event_looked_send(struct db *db, const char *feed, int times)
{
	db_send(db, &LOOKED, feed, (int64_t)times);
}

void
event_looks_send(struct db *db, const char *feed)
{
	db_send(db, &LOOKS, feed);
}

enum status
event_looks_take(struct db *db, int *looks)
{
	struct rows	r;
	enum status	st = db_take(db, &r);

	*looks = st == ST_OK && r.n == 1 ? (int)rows_int(&r, 0, 0) : 0;
	return st;
}
