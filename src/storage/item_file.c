/*
 * item_file: see item_file.h.
 */
#include "storage/item_file.h"

#include "storage/file.h"

/* $2 status that must still stand; the row stays locked until the end */
static const struct stmt TOUCH = { "item_file_touch", "itti",
	"update item set rev = rev + 1, updated_at = clock_timestamp(), "
	"note = case when status = 'published' then $3 else note end, "
	"version = version + case when status = 'published' and not exists "
	"	(select from item_version v where v.item = item.id "
	"	and v.version = item.version and v.by_files and v.author = $4 "
	"	and v.created_at > now() - interval '10 minutes') "
	"	then 1 else 0 end "
	"where id = $1 and status = $2 returning version" };
static const struct stmt LIVE = { "item_file_live", "it",
	"update file set live = working where item = $1 and name = $2 "
	"and live <> working" };
static const struct stmt TAKE_OUT = { "item_file_take_out", "it",
	"update file set live = false, working = false "
	"where item = $1 and name = $2 and (live or working)" };
static const struct stmt SWEEP = { "item_file_sweep", "i",
	"delete from file where item = $1 and not live and not working" };
static const struct stmt KEEP = { "item_file_keep", "iiittt",
	"insert into item_version (item, version, author, author_name, note, "
	"content, by_files) values ($1, $2, $3, $4, $5, $6::jsonb, true)" };
static const struct stmt JOIN = { "item_file_join", "iit",
	"update item_version set content = $3::jsonb, created_at = now() "
	"where item = $1 and version = $2" };

static enum status
touch(struct db *db, const struct file_change *c, int64_t *version)
{
	struct rows	r;
	enum status	st;

	db_send(db, &TOUCH, c->item->key, item_status_word(c->item->status),
	    c->note, c->person);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_CONFLICT;
	*version = rows_int(&r, 0, 0);
	return ST_OK;
}

/* the version whole, new or the one that is joined */
static enum status
keep(struct db *db, struct arena *a, const struct file_change *c,
    int64_t version)
{
	struct rows	r;
	struct item	*now;
	json_t		*o;
	char		*text;
	enum status	 st;

	if ((st = item_get(db, a, c->item->id, &now)) != ST_OK)
		return st;
	o = item_json(now, "", ITEM_JSON_BODY);
	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	if (text == NULL)
		return ST_INTERNAL;
	db_send(db, &JOIN, c->item->key, version, text);
	if ((st = db_take(db, &r)) == ST_OK && r.n == 0)
		st = db_do(db, &KEEP, c->item->key, version, c->person,
		    c->person_name, c->note, text);
	free(text);
	return st;
}

enum status
item_file_put(struct db *db, struct arena *a, const struct file_change *c,
    const uint8_t *sha256)
{
	const char	*id;
	int64_t		 version;
	enum status	 st;

	if ((st = touch(db, c, &version)) != ST_OK ||
	    (st = file_attach(db, a, c->item->key, c->person, sha256, c->name,
	    &id)) != ST_OK || c->item->status != ITEM_PUBLISHED)
		return st;
	if ((st = db_do(db, &LIVE, c->item->key, c->name)) != ST_OK ||
	    (st = db_do(db, &SWEEP, c->item->key)) != ST_OK)
		return st;
	return keep(db, a, c, version);
}

enum status
item_file_remove(struct db *db, struct arena *a, const struct file_change *c)
{
	struct rows	r;
	int64_t		version;
	enum status	st;

	if ((st = touch(db, c, &version)) != ST_OK)
		return st;
	db_send(db, &TAKE_OUT, c->item->key, c->name);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	if ((st = db_do(db, &SWEEP, c->item->key)) != ST_OK ||
	    c->item->status != ITEM_PUBLISHED)
		return st;
	return keep(db, a, c, version);
}
