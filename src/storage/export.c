/*
 * export: see export.h.
 */
#include "storage/export.h"

static const struct stmt ITEMS = { "export_items", "",
	"select array_agg(public_id order by id) from item" };
static const struct stmt VERSIONS = { "export_versions", "t",
	"select coalesce(jsonb_agg(jsonb_build_object('version', v.version, "
	"'author', v.author_name, 'by', p.email, 'note', v.note, "
	"'created', v.created_at, 'by_files', v.by_files, "
	"'content', v.content) order by v.version), '[]')::text "
	"from item_version v join item i on i.id = v.item "
	"left join person p on p.id = v.author where i.public_id = $1" };
/* keys of our own never leave the house: names stand in their place */
static const struct stmt RECORD = { "export_record", "t",
	"select jsonb_build_object('item', to_jsonb(i) - '{id, org, author, "
	"withdrawn_by, replaced_by}'::text[], 'org', o.slug, "
	"'author', p.email, 'withdrawn_by', w.email, "
	"'replaced_by', r.public_id, 'event', (select to_jsonb(e) - 'item' "
	"from event e where e.item = i.id), 'experience', "
	"(select to_jsonb(e) - 'item' from experience e where e.item = i.id), "
	"'links', (select coalesce(jsonb_agg(jsonb_build_object('type', "
	"l.type, 'target', t.public_id, 'position', l.position) "
	"order by l.type, l.position, t.public_id), '[]') "
	"from item_link l join item t on t.id = l.target "
	"where l.item = i.id), 'files', (select coalesce(jsonb_agg("
	"to_jsonb(f) - '{id, item, created_by}'::text[] || "
	"jsonb_build_object('sha256', encode(f.sha256, 'hex'), 'by', b.email) "
	"order by f.id), '[]') from file f left join person b "
	"on b.id = f.created_by where f.item = i.id), 'working_copy', "
	"(select to_jsonb(c) - '{item, author}'::text[] || "
	"jsonb_build_object('by', b.email) from working_copy c "
	"left join person b on b.id = c.author where c.item = i.id))::text "
	"from item i join org o on o.id = i.org "
	"left join person p on p.id = i.author "
	"left join person w on w.id = i.withdrawn_by "
	"left join item r on r.id = i.replaced_by where i.public_id = $1" };
static const struct stmt BYTES = { "export_bytes", "t",
	"select b.sha256, b.size, b.media_type from blob b where b.sha256 in ("
	"select f.sha256 from file f join item i on i.id = f.item "
	"where i.public_id = $1 union select decode(f ->> 'sha256', 'hex') "
	"from item_version v join item i on i.id = v.item, "
	"jsonb_array_elements(v.content -> 'files') f "
	"where i.public_id = $1) order by 1" };
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

static void
blobs(struct arena *a, const struct rows *r, struct export_item *out)
{
	size_t	n;
	int	i;

	out->blobs = arena_alloc(a, sizeof(*out->blobs) * (size_t)(r->n + 1));
	for (i = 0; i < r->n; i++) {
		struct blob	*b = &out->blobs[out->nblobs++];

		memcpy(b->sha256, rows_bytes(a, r, i, 0, &n), SHA256_LEN);
		b->size = rows_int(r, i, 1);
		snprintf(b->media_type, sizeof(b->media_type), "%s",
		    rows_ref(r, i, 2));
	}
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
export_whole(struct db *db, struct arena *a, const char *id,
    struct export_item *out)
{
	struct rows	r;
	enum status	st;

	memset(out, 0, sizeof(*out));
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &RECORD, id);
	db_send(db, &VERSIONS, id);
	db_send(db, &BYTES, id);
	st = db_take(db, &r);
	if (st == ST_OK && r.n == 0)
		st = ST_NOT_FOUND;
	if (st == ST_OK) {
		out->record = rows_dup(a, &r, 0, 0);
		st = db_take(db, &r);
	}
	if (st == ST_OK) {
		out->versions = rows_dup(a, &r, 0, 0);
		st = db_take(db, &r);
	}
	if (st == ST_OK)
		blobs(a, &r, out);
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
