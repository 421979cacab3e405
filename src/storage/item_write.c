/*
 * item_write: changing items; see item.h. Each function runs inside the
 * caller's DB_WRITE unit of work.
 */
#include <assert.h>

#include "storage/item.h"

static const struct stmt INSERT = { "item_insert", "ttiitttttttttttttt",
	"insert into item (public_id, kind, org, author, audience, tlp, title, "
	"summary, body, language, countries, topics, for_whom, licence, "
	"contact, source, links, note) values ($1, $2, $3, $4, $5, $6, $7, $8, "
	"$9, $10, $11::text[], $12::text[], $13::text[], $14, $15, $16, "
	"$17::jsonb, $18) returning id, extract(epoch from created_at)::bigint" };

/* $15 rev that must still stand, $16 publish */
static const struct stmt UPDATE = { "item_update", "ittttttttttttttib",
	"update item set audience = $2, tlp = $3, title = $4, summary = $5, "
	"body = $6, language = $7, countries = $8::text[], "
	"topics = $9::text[], for_whom = $10::text[], licence = $11, "
	"contact = $12, source = $13, links = $14::jsonb, note = $15, "
	"rev = rev + 1, updated_at = clock_timestamp(), "
	"status = case when $17 then 'published' else status end, "
	"version = version + $17::boolean::integer, "
	"published_at = case when $17 then coalesce(published_at, "
	"clock_timestamp()) else published_at end "
	"where id = $1 and rev = $16 and status <> 'withdrawn' "
	"returning version, rev, extract(epoch from updated_at)::bigint, "
	"extract(epoch from published_at)::bigint" };

static const struct stmt EVENT = { "item_event", "itttttttttttb",
	"insert into event (item, type, certainty, precision, start_local, "
	"end_local, timezone, country, place, online_url, registration_url, "
	"cancelled_why, cancelled_at) values ($1, $2, $3, $4, $5::timestamp, "
	"$6::timestamp, $7, $8, $9, $10, $11, $12, "
	"case when $3 = 'cancelled' then now() end) "
	"on conflict (item) do update set type = $2, certainty = $3, "
	"precision = $4, start_local = $5::timestamp, "
	"end_local = $6::timestamp, timezone = $7, country = $8, place = $9, "
	"online_url = $10, registration_url = $11, cancelled_why = $12, "
	"sequence = event.sequence + $13::boolean::integer, "
	"cancelled_at = case when $3 = 'cancelled' "
	"then coalesce(event.cancelled_at, now()) end" };

static const struct stmt EXPERIENCE = { "item_experience", "itttttt",
	"insert into experience (item, used_other, period_start, period_end, "
	"outcome, evidence, lesson) values ($1, $2, nullif($3, '')::date, "
	"nullif($4, '')::date, $5, $6, $7) on conflict (item) do update set "
	"used_other = $2, period_start = nullif($3, '')::date, "
	"period_end = nullif($4, '')::date, outcome = $5, evidence = $6, "
	"lesson = $7" };

static const struct stmt UNLINK = { "item_unlink", "i",
	"delete from item_link where item = $1 and type = 'used'" };

static const struct stmt LINK = { "item_link", "it",
	"insert into item_link (item, type, target, position) "
	"select $1, 'used', i.id, u.n from unnest($2::text[]) "
	"with ordinality u(public_id, n) join item i using (public_id) "
	"where i.id <> $1 on conflict do nothing" };

static const struct stmt LIVE = { "item_live", "i",
	"update file set live = working where item = $1 and live <> working" };

static const struct stmt UNUSED = { "item_unused", "i",
	"delete from file where item = $1 and not live and not working" };

static const struct stmt KEEP = { "item_keep", "iittt",
	"insert into item_version (item, version, author, author_name, note, "
	"content) values ($1, (select version from item where id = $1), $2, "
	"$3, $4, $5::jsonb)" };

static const struct stmt WITHDRAW = { "item_withdraw", "iitt",
	"update item set status = 'withdrawn', withdrawn_at = now(), "
	"withdrawn_by = $2, withdrawn_why = $3, updated_at = clock_timestamp(), "
	"rev = rev + 1, replaced_by = (select r.id from item r "
	"where r.public_id = nullif($4, '')) "
	"where id = $1 and status = 'published'" };

static const struct stmt RESTORE = { "item_restore", "i",
	"update item set status = 'draft', withdrawn_at = null, "
	"withdrawn_by = null, withdrawn_why = '', replaced_by = null, "
	"updated_at = clock_timestamp(), rev = rev + 1 "
	"where id = $1 and status = 'withdrawn'" };

static const struct stmt RESTORE_FILES = { "item_restore_files", "i",
	"update file set working = live where item = $1 and live" };

static const struct stmt DELETE = { "item_delete", "i",
	"delete from item where id = $1 and status = 'draft'" };

static const struct stmt COPY_SAVE = { "working_copy_save", "iit",
	"insert into working_copy (item, author, content) "
	"values ($1, $2, $3::jsonb) on conflict (item) do update set "
	"author = $2, content = $3::jsonb, updated_at = now()" };

static const struct stmt COPY_GET = { "working_copy_get", "i",
	"select w.content::text, (select jsonb_agg(jsonb_build_object("
	"'id', f.public_id, 'name', f.name, 'sha256', encode(f.sha256, 'hex'), "
	"'size', b.size, 'media_type', b.media_type, "
	"'text', coalesce(t.state, 'pending'), 'reason', t.reason, "
	"'text_size', coalesce(octet_length(t.text), 0)) "
	"order by f.position, f.id) from file f join blob b using (sha256) "
	"left join extracted_text t using (sha256) "
	"where f.item = $1 and f.working)::text "
	"from (select 1) one left join working_copy w on w.item = $1" };

static const struct stmt COPY_DROP = { "working_copy_drop", "i",
	"delete from working_copy where item = $1" };

static const struct stmt COPY_FILES = { "working_copy_files", "i",
	"update file set working = live where item = $1 and working <> live" };

static const struct stmt BUMP = { "item_bump", "ii",
	"update item set rev = rev + 1 where id = $1 and rev = $2 "
	"and status = 'published' returning rev" };

static const struct stmt VERSION = { "item_version_get", "ii",
	"select content::text, author_name, "
	"extract(epoch from created_at)::bigint from item_version "
	"where item = $1 and version = $2" };

static const char *
links_text(struct arena *a, const struct item *it)
{
	json_t	*v = json_array();
	char	*s, *out;
	size_t	 i;

	for (i = 0; i < it->nlinks; i++)
		json_array_append_new(v, json_pack("{s:s, s:s}",
		    "url", it->links[i].url, "title", it->links[i].title));
	s = json_dumps(v, JSON_COMPACT);
	json_decref(v);
	assert(s != NULL);
	out = arena_strdup(a, s);
	free(s);
	return out;
}

static const char *
list_text(struct arena *a, const struct words *w)
{
	return db_list(a, w->v, w->n);
}

static const char *
local_text(struct arena *a, bool has, const struct local *l)
{
	return !has ? NULL : arena_printf(a, "%04d-%02d-%02d %02d:%02d:%02d",
	    l->year, l->month, l->day, l->hour, l->minute, l->second);
}

static enum status
store_event(struct db *db, struct arena *a, const struct item *it, bool moved)
{
	const struct event	*e = &it->event;

	return db_do(db, &EVENT, it->key, event_type_word(e->type),
	    certainty_word(e->certainty), precision_word(e->precision),
	    local_text(a, e->has_start, &e->start),
	    local_text(a, e->has_end, &e->end), e->timezone,
	    *e->country == '\0' ? NULL : e->country, e->place, e->online_url,
	    e->registration_url, e->cancelled_why, moved);
}

static enum status
store_used(struct db *db, struct arena *a, const struct item *it)
{
	enum status	st;

	if ((st = db_do(db, &UNLINK, it->key)) != ST_OK ||
	    it->experience.used.n == 0)
		return st;
	return db_do(db, &LINK, it->key, list_text(a, &it->experience.used));
}

/* what hangs on the item by its kind */
static enum status
store_kind(struct db *db, struct arena *a, const struct item *it, bool moved)
{
	const struct experience	*x = &it->experience;
	enum status		 st;

	switch (it->kind) {
	case KIND_EVENT:
		st = store_event(db, a, it, moved);
		break;
	case KIND_EXPERIENCE:
		st = db_do(db, &EXPERIENCE, it->key, x->used_other,
		    x->period_start, x->period_end, outcome_word(x->outcome),
		    x->evidence, x->lesson);
		break;
	case KIND_TOOLKIT:
	case KIND_COUNT:
	default:
		return ST_OK;
	}
	return st != ST_OK ? st : store_used(db, a, it);
}

enum status
item_insert(struct db *db, struct arena *a, struct item *it, int64_t org,
    int64_t author)
{
	char		id[PUBLIC_ID_LEN + 1];
	struct rows	r;
	enum status	st;

	digest_public_id(id);
	db_send(db, &INSERT, id, kind_word(it->kind), org, author,
	    audience_word(it->audience), audience_tlp(it->audience), it->title,
	    it->summary, it->body, *it->language ? it->language : "en",
	    list_text(a, &it->countries), list_text(a, &it->topics),
	    list_text(a, &it->for_whom), licence_word(it->licence),
	    it->contact, it->source, links_text(a, it), it->note);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	it->key = rows_int(&r, 0, 0);
	it->created = it->updated = rows_int(&r, 0, 1);
	it->id = arena_strdup(a, id);
	it->org_key = org;
	it->author_key = author;
	it->version = 0;
	it->rev = 1;
	it->status = ITEM_DRAFT;
	return store_kind(db, a, it, false);
}

static enum status
update(struct db *db, struct arena *a, struct item *it, bool publish)
{
	struct rows	r;
	enum status	st;

	db_send(db, &UPDATE, it->key, audience_word(it->audience),
	    audience_tlp(it->audience), it->title, it->summary, it->body,
	    *it->language ? it->language : "en",
	    list_text(a, &it->countries), list_text(a, &it->topics),
	    list_text(a, &it->for_whom), licence_word(it->licence),
	    it->contact, it->source, links_text(a, it), it->note,
	    (int64_t)it->rev, publish);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_STALE;
	it->version = (int)rows_int(&r, 0, 0);
	it->rev = (int)rows_int(&r, 0, 1);
	it->updated = rows_int(&r, 0, 2);
	it->published = rows_int(&r, 0, 3);
	return ST_OK;
}

enum status
item_update(struct db *db, struct arena *a, struct item *it)
{
	enum status	st;

	if ((st = update(db, a, it, false)) != ST_OK)
		return st;
	return store_kind(db, a, it, false);
}

/* the version as JSON, files as they are now */
static enum status
keep_version(struct db *db, struct arena *a, const struct item *it,
    int64_t author, const char *author_name)
{
	struct item	*now;
	json_t		*o;
	char		*s;
	enum status	 st;

	if ((st = item_get(db, a, it->id, &now)) != ST_OK)
		return st;
	o = item_json(now, "", ITEM_JSON_BODY);
	s = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	assert(s != NULL);
	st = db_do(db, &KEEP, it->key, author, author_name, it->note, s);
	free(s);
	return st;
}

enum status
item_publish(struct db *db, struct arena *a, struct item *it,
    const struct item *before, int64_t author, const char *author_name)
{
	bool		moved = before != NULL && it->kind == KIND_EVENT &&
			    event_moved(&before->event, &it->event);
	enum status	st;

	if ((st = update(db, a, it, true)) != ST_OK ||
	    (st = store_kind(db, a, it, moved)) != ST_OK ||
	    (st = db_do(db, &LIVE, it->key)) != ST_OK ||
	    (st = db_do(db, &UNUSED, it->key)) != ST_OK ||
	    (st = db_do(db, &COPY_DROP, it->key)) != ST_OK)
		return st;
	it->status = ITEM_PUBLISHED;
	return keep_version(db, a, it, author, author_name);
}

static enum status
one_row(struct db *db)
{
	struct rows	r;
	enum status	st = db_take(db, &r);

	return st != ST_OK ? st : r.n == 1 ? ST_OK : ST_CONFLICT;
}

enum status
item_withdraw(struct db *db, struct item *it, int64_t person, const char *why,
    const char *replaced_by)
{
	db_send(db, &WITHDRAW, it->key, person, why, replaced_by);
	return one_row(db);
}

enum status
item_restore(struct db *db, struct item *it)
{
	enum status	st;

	db_send(db, &RESTORE, it->key);
	if ((st = one_row(db)) != ST_OK)
		return st;
	return db_do(db, &RESTORE_FILES, it->key);
}

enum status
item_delete(struct db *db, const struct item *it)
{
	db_send(db, &DELETE, it->key);
	return one_row(db);
}

/* leaves only what item_from_json reads again */
static void
strip_derived(json_t *o)
{
	static const char *const derived[] = { "id", "version", "created",
	    "updated", "published", "url", "files", "experiences", "status",
	    "org", "kind", NULL };
	json_t	*e = json_object_get(o, "event");
	size_t	 i;

	for (i = 0; derived[i] != NULL; i++)
		json_object_del(o, derived[i]);
	json_object_del(e, "start");
	json_object_del(e, "end");
	json_object_del(e, "cancelled");
}

enum status
working_copy_save(struct db *db, struct item *it, int64_t author)
{
	struct rows	 r;
	json_t		*o;
	char		*s;
	enum status	 st;

	db_send(db, &BUMP, it->key, (int64_t)it->rev);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_STALE;
	it->rev = (int)rows_int(&r, 0, 0);
	o = item_json(it, "", ITEM_JSON_BODY);
	strip_derived(o);
	s = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	assert(s != NULL);
	st = db_do(db, &COPY_SAVE, it->key, author, s);
	free(s);
	it->has_working_copy = true;
	return st;
}

/* takes the reference of o */
static enum status
lay_over(struct arena *a, struct item *it, json_t *o)
{
	struct item_input	in;
	struct fault		f = { 0 };
	enum status		st;

	st = item_from_json(a, o, it, &in, &f);
	json_decref(o);
	return st == ST_OK ? ST_OK : ST_INTERNAL;
}

enum status
working_copy_get(struct db *db, struct arena *a, struct item *it)
{
	struct rows	 r;
	json_t		*files;
	enum status	 st;

	db_send(db, &COPY_GET, it->key);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (!rows_null(&r, 0, 0) &&
	    (st = lay_over(a, it, json_loads(rows_ref(&r, 0, 0), 0, NULL))) !=
	    ST_OK)
		return st;
	files = rows_null(&r, 0, 1) ? NULL :
	    json_loads(rows_ref(&r, 0, 1), 0, NULL);
	item_files_from_json(a, files, it);
	json_decref(files);
	return ST_OK;
}

enum status
working_copy_drop(struct db *db, struct item *it)
{
	enum status	st;

	if ((st = db_do(db, &COPY_FILES, it->key)) != ST_OK ||
	    (st = db_do(db, &UNUSED, it->key)) != ST_OK)
		return st;
	it->has_working_copy = false;
	return db_do(db, &COPY_DROP, it->key);
}

/* a version as it was kept: our own JSON, so derived members may be there */
enum status
item_version_get(struct db *db, struct arena *a, struct item *it, int version)
{
	struct rows	 r;
	struct item	 kept;
	json_t		*o;
	enum status	 st;

	db_send(db, &VERSION, it->key, (int64_t)version);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	o = json_loads(rows_ref(&r, 0, 0), 0, NULL);
	kept = *it;
	item_files_from_json(a, json_object_get(o, "files"), &kept);
	strip_derived(o);
	st = lay_over(a, &kept, o);
	kept.version = version;
	kept.author_name = rows_dup(a, &r, 0, 1);
	kept.updated = rows_int(&r, 0, 2);
	*it = kept;
	return st;
}
