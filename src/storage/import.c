/*
 * import: see import.h. The shapes are those of storage/export.c.
 */
#include "storage/import.h"

static const struct stmt TOPICS = { "import_topics", "t",
	"insert into topic (slug, parent, position) "
	"select x.v ->> 'slug', x.v ->> 'parent', x.n::int "
	"from jsonb_array_elements($1::jsonb) with ordinality x (v, n) "
	"on conflict (slug) do nothing" };
static const struct stmt LABELS = { "import_labels", "t",
	"insert into topic_label (topic, lang, label) "
	"select v ->> 'slug', l.key, l.value "
	"from jsonb_array_elements($1::jsonb) v, "
	"jsonb_each_text(nullif(v -> 'labels', 'null')) l "
	"on conflict do nothing" };
static const struct stmt ORGS = { "import_orgs", "t",
	"insert into org (slug, name, country, about, website, contact, "
	"created_at, suspended_at, sample) select slug, name, country, about, "
	"website, contact, created, suspended, sample "
	"from jsonb_to_recordset($1::jsonb) as x (slug text, name text, "
	"country text, about text, website text, contact text, "
	"created timestamptz, suspended timestamptz, sample boolean) "
	"on conflict (slug) do nothing" };
static const struct stmt PEOPLE = { "import_people", "t",
	"insert into person (email, name, lang, timezone, platform_admin, "
	"created_at, disabled_at, sample) select email, name, lang, timezone, "
	"platform_admin, created, disabled, sample "
	"from jsonb_to_recordset($1::jsonb) as x (email text, name text, "
	"lang text, timezone text, platform_admin boolean, "
	"created timestamptz, disabled timestamptz, sample boolean) "
	"on conflict (email) do nothing" };
static const struct stmt MEMBERS = { "import_members", "t",
	"insert into membership (person, org, role) "
	"select p.id, o.id, m ->> 'role' "
	"from jsonb_array_elements($1::jsonb) v, "
	"jsonb_array_elements(v -> 'memberships') m, person p, org o "
	"where p.email = v ->> 'email' and o.slug = m ->> 'org' "
	"on conflict do nothing" };

static const struct stmt THERE = { "import_there", "t",
	"select from item where public_id = $1::jsonb -> 'item' ->> "
	"'public_id'" };
static const struct stmt ITEM = { "import_item", "t",
	"insert into item (public_id, kind, org, author, status, audience, "
	"tlp, version, rev, title, summary, body, language, countries, "
	"topics, for_whom, licence, contact, source, links, note, created_at, "
	"updated_at, published_at, withdrawn_at, withdrawn_by, withdrawn_why, "
	"sample) select r.public_id, r.kind, o.id, p.id, r.status, "
	"r.audience, r.tlp, r.version, r.rev, r.title, r.summary, r.body, "
	"r.language, r.countries, r.topics, r.for_whom, r.licence, r.contact, "
	"r.source, r.links, r.note, r.created_at, r.updated_at, "
	"r.published_at, r.withdrawn_at, w.id, r.withdrawn_why, r.sample "
	"from jsonb_populate_record(null::item, $1::jsonb -> 'item') r "
	"join org o on o.slug = $1::jsonb ->> 'org' "
	"left join person p on p.email = $1::jsonb ->> 'author' "
	"left join person w on w.email = $1::jsonb ->> 'withdrawn_by'" };
static const struct stmt EVENT = { "import_event", "t",
	"insert into event select (jsonb_populate_record(null::event, "
	"$1::jsonb -> 'event' || jsonb_build_object('item', i.id))).* "
	"from item i where i.public_id = $1::jsonb -> 'item' ->> 'public_id' "
	"and jsonb_typeof($1::jsonb -> 'event') = 'object'" };
static const struct stmt EXPERIENCE = { "import_experience", "t",
	"insert into experience select (jsonb_populate_record("
	"null::experience, $1::jsonb -> 'experience' || "
	"jsonb_build_object('item', i.id))).* "
	"from item i where i.public_id = $1::jsonb -> 'item' ->> 'public_id' "
	"and jsonb_typeof($1::jsonb -> 'experience') = 'object'" };
static const struct stmt WORKING = { "import_working", "t",
	"insert into working_copy (item, author, content, updated_at) "
	"select i.id, p.id, c.v -> 'content', "
	"(c.v ->> 'updated_at')::timestamptz "
	"from (select $1::jsonb -> 'working_copy' as v) c "
	"join item i on i.public_id = $1::jsonb -> 'item' ->> 'public_id' "
	"left join person p on p.email = c.v ->> 'by' "
	"where jsonb_typeof(c.v) = 'object'" };
static const struct stmt FILES = { "import_files", "t",
	"insert into file (public_id, item, sha256, name, position, live, "
	"working, created_at, created_by) select f.v ->> 'public_id', i.id, "
	"decode(f.v ->> 'sha256', 'hex'), f.v ->> 'name', "
	"(f.v ->> 'position')::int, (f.v ->> 'live')::boolean, "
	"(f.v ->> 'working')::boolean, (f.v ->> 'created_at')::timestamptz, "
	"p.id from jsonb_array_elements($1::jsonb -> 'files') "
	"with ordinality f (v, n) "
	"join item i on i.public_id = $1::jsonb -> 'item' ->> 'public_id' "
	"left join person p on p.email = f.v ->> 'by' order by f.n" };
static const struct stmt VERSIONS = { "import_versions", "tt",
	"insert into item_version (item, version, author, author_name, note, "
	"content, created_at, by_files) select i.id, "
	"(v ->> 'version')::int, p.id, v ->> 'author', v ->> 'note', "
	"v -> 'content', (v ->> 'created')::timestamptz, "
	"coalesce((v ->> 'by_files')::boolean, false) "
	"from jsonb_array_elements($2::jsonb) v "
	"join item i on i.public_id = $1::jsonb -> 'item' ->> 'public_id' "
	"left join person p on p.email = v ->> 'by'" };

static const struct stmt LINKS = { "import_links", "t",
	"insert into item_link (item, type, target, position) "
	"select i.id, l ->> 'type', t.id, (l ->> 'position')::int "
	"from jsonb_array_elements($1::jsonb -> 'links') l "
	"join item t on t.public_id = l ->> 'target' "
	"join item i on i.public_id = $1::jsonb -> 'item' ->> 'public_id' "
	"and i.rev = ($1::jsonb -> 'item' ->> 'rev')::int "
	"on conflict do nothing" };
static const struct stmt REPLACED = { "import_replaced", "t",
	"update item i set replaced_by = r.id from item r "
	"where i.public_id = $1::jsonb -> 'item' ->> 'public_id' "
	"and i.rev = ($1::jsonb -> 'item' ->> 'rev')::int "
	"and r.public_id = $1::jsonb ->> 'replaced_by' "
	"and i.replaced_by is distinct from r.id" };

enum status
import_topics(struct db *db, const char *json)
{
	enum status	st = db_do(db, &TOPICS, json);

	return st != ST_OK ? st : db_do(db, &LABELS, json);
}

enum status
import_orgs(struct db *db, const char *json)
{
	return db_do(db, &ORGS, json);
}

enum status
import_people(struct db *db, const char *json)
{
	enum status	st = db_do(db, &PEOPLE, json);

	return st != ST_OK ? st : db_do(db, &MEMBERS, json);
}

enum status
import_item(struct db *db, const char *record, bool *added)
{
	struct rows	r;
	enum status	st;

	*added = false;
	db_send(db, &THERE, record);
	if ((st = db_take(db, &r)) != ST_OK || r.n > 0)
		return st;
	db_send(db, &ITEM, record);
	if ((st = db_take(db, &r)) == ST_OK && r.n == 0)
		st = ST_INVALID;
	*added = st == ST_OK;
	return st;
}

enum status
import_rest(struct db *db, const char *record, const char *versions)
{
	static const struct stmt *const	 all[] = { &EVENT, &EXPERIENCE,
					    &WORKING, &FILES };
	enum status			 st = ST_OK;
	size_t				 i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]) && st == ST_OK; i++)
		st = db_do(db, all[i], record);
	return st != ST_OK ? st : db_do(db, &VERSIONS, record, versions);
}

enum status
import_links(struct db *db, const char *record)
{
	enum status	st = db_do(db, &LINKS, record);

	return st != ST_OK ? st : db_do(db, &REPLACED, record);
}
