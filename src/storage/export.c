/*
 * export: see export.h.
 */
#include "storage/export.h"

static const struct stmt ITEMS = { "export_items", "",
	"select array_agg(public_id order by id) from item" };
static const struct stmt VERSIONS = { "export_versions", "t",
	"select coalesce(jsonb_agg(jsonb_build_object('version', v.version, "
	"'author', v.author_name, 'note', v.note, 'created', v.created_at, "
	"'content', v.content) order by v.version), '[]')::text "
	"from item_version v join item i on i.id = v.item "
	"where i.public_id = $1" };
static const struct stmt ORGS = { "export_orgs", "",
	"select coalesce(jsonb_agg(jsonb_build_object('slug', slug, 'name', "
	"name, 'country', country, 'about', about, 'website', website, "
	"'contact', contact, 'created', created_at, 'suspended', "
	"suspended_at, 'sample', sample) order by slug), '[]')::text "
	"from org" };
static const struct stmt PEOPLE = { "export_people", "",
	"select coalesce(jsonb_agg(jsonb_build_object('email', p.email, "
	"'name', p.name, 'lang', p.lang, 'timezone', p.timezone, "
	"'platform_admin', p.platform_admin, 'created', p.created_at, "
	"'disabled', p.disabled_at, 'sample', p.sample, 'memberships', "
	"(select coalesce(jsonb_agg(jsonb_build_object('org', o.slug, "
	"'role', m.role) order by o.slug), '[]') from membership m "
	"join org o on o.id = m.org where m.person = p.id)) "
	"order by p.email), '[]')::text from person p" };
static const struct stmt TOPICS = { "export_topics", "",
	"select coalesce(jsonb_agg(jsonb_build_object('slug', t.slug, "
	"'parent', t.parent, 'labels', (select jsonb_object_agg(l.lang, "
	"l.label) from topic_label l where l.topic = t.slug)) "
	"order by t.position, t.slug), '[]')::text from topic t" };
static const struct stmt FOLDER = { "export_folder", "",
	"select array_agg(encode(sha256, 'hex') order by sha256), "
	"coalesce(sum(size), 0)::bigint from blob where place = 'files'" };

static const struct stmt SCHEMA = { "export_schema", "",
	"select to_regclass('public.person') is not null" };
static const struct stmt LIVED_IN = { "export_lived_in", "",
	"select (select count(*) from person where not sample) > 1 "
	"or exists (select from item where not sample)" };
static const struct stmt CLEAR = { "export_clear", "",
	"drop schema public cascade" };
static const struct stmt MAKE = { "export_make", "",
	"create schema public" };
static const struct stmt EPOCH = { "export_epoch", "",
	"update platform set epoch = gen_random_uuid()::text" };

static enum status
ask(struct db *db, const struct stmt *s, struct rows *r)
{
	enum status	st;

	if ((st = db_begin(db, DB_READ)) == ST_OK) {
		db_send(db, s);
		st = db_take(db, r);
	}
	db_end(db);
	return st;
}

static enum status
text(struct db *db, struct arena *a, const struct stmt *s, const char **json)
{
	struct rows	r;
	enum status	st = ask(db, s, &r);

	*json = st == ST_OK ? rows_dup(a, &r, 0, 0) : "";
	return st;
}

enum status
export_items(struct db *db, struct arena *a, struct words *ids)
{
	struct rows	r;
	enum status	st = ask(db, &ITEMS, &r);

	*ids = (struct words){ .n = 0 };
	if (st == ST_OK)
		ids->v = rows_list(a, &r, 0, 0, &ids->n);
	return st;
}

enum status
export_versions(struct db *db, struct arena *a, const char *id,
    const char **json)
{
	struct rows	r;
	enum status	st;

	if ((st = db_begin(db, DB_READ)) == ST_OK) {
		db_send(db, &VERSIONS, id);
		st = db_take(db, &r);
	}
	*json = st == ST_OK ? rows_dup(a, &r, 0, 0) : "";
	db_end(db);
	return st;
}

enum status
export_orgs(struct db *db, struct arena *a, const char **json)
{
	return text(db, a, &ORGS, json);
}

enum status
export_people(struct db *db, struct arena *a, const char **json)
{
	return text(db, a, &PEOPLE, json);
}

enum status
export_topics(struct db *db, struct arena *a, const char **json)
{
	return text(db, a, &TOPICS, json);
}

enum status
export_folder(struct db *db, struct arena *a, struct words *names,
    int64_t *bytes)
{
	struct rows	r;
	enum status	st = ask(db, &FOLDER, &r);

	*names = (struct words){ .n = 0 };
	*bytes = 0;
	if (st == ST_OK) {
		names->v = rows_list(a, &r, 0, 0, &names->n);
		*bytes = rows_int(&r, 0, 1);
	}
	return st;
}

enum status
export_state(struct db *owner, enum house_state *state)
{
	struct rows	r;
	enum status	st;

	*state = HOUSE_EMPTY;
	if ((st = ask(owner, &SCHEMA, &r)) != ST_OK || !rows_bool(&r, 0, 0))
		return st;
	if ((st = ask(owner, &LIVED_IN, &r)) == ST_OK)
		*state = rows_bool(&r, 0, 0) ? HOUSE_LIVED_IN : HOUSE_FRESH;
	return st;
}

enum status
export_clear(struct db *owner)
{
	enum status	st;

	if ((st = db_begin(owner, DB_WRITE)) != ST_OK)
		return st;
	if ((st = db_do(owner, &CLEAR)) == ST_OK)
		st = db_do(owner, &MAKE);
	if (st == ST_OK)
		return db_end(owner);
	db_rollback(owner);
	return st;
}

enum status
export_new_epoch(struct db *owner)
{
	enum status	st;

	if ((st = db_begin(owner, DB_WRITE)) != ST_OK)
		return st;
	if ((st = db_do(owner, &EPOCH)) == ST_OK)
		return db_end(owner);
	db_rollback(owner);
	return st;
}
