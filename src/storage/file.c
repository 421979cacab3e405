/*
 * file: see file.h.
 */
#include "storage/file.h"

static const struct stmt UPLOAD_ADD = { "upload_add", "tixt",
	"insert into upload (public_id, person, sha256, name) "
	"values ($1, $2, $3, $4)" };
static const struct stmt UPLOAD_LIST = { "upload_list", "t",
	"select u.public_id, u.name, b.media_type, b.size, u.sha256 "
	"from upload u join blob b using (sha256) "
	"where u.public_id = any ($1::text[]) "
	"order by array_position($1::text[], u.public_id)" };
static const struct stmt UPLOAD_DROP = { "upload_drop", "t",
	"delete from upload where public_id = any ($1::text[])" };
static const struct stmt REPLACE = { "file_replace", "it",
	"update file set working = false where item = $1 and name = $2 "
	"and working" };
static const struct stmt ATTACH = { "file_attach", "tixti",
	"insert into file (public_id, item, sha256, name, created_by, "
	"position) values ($1, $2, $3, $4, $5, (select coalesce("
	"max(position), 0) + 1 from file where item = $2))" };
static const struct stmt DETACH = { "file_detach", "it",
	"update file set working = false where item = $1 and name = $2 "
	"and working" };
static const struct stmt DETACH_ID = { "file_detach_id", "it",
	"update file set working = false where item = $1 and public_id = $2 "
	"and working" };
static const struct stmt SWEEP = { "file_sweep", "i",
	"delete from file where item = $1 and not live and not working" };
static const struct stmt GET = { "file_get", "tb",
	"select f.public_id, f.name, b.media_type, b.size, f.sha256, "
	"coalesce(t.state, 'pending'), t.reason, "
	"coalesce(octet_length(t.text), 0), i.public_id, i.title, i.language, "
	"case when $2 then t.text end, coalesce(t.pages, 0), "
	"i.audience = 'public' and i.status = 'published' and f.live "
	"from file f join blob b using (sha256) join item i on i.id = f.item "
	"left join extracted_text t using (sha256) where f.public_id = $1" };

enum status
upload_add(struct db *db, struct arena *a, int64_t person,
    const struct blob *b, const char *name, struct upload **out)
{
	char		id[PUBLIC_ID_LEN + 1];
	struct upload	*u = arena_new_of(a, struct upload);

	digest_public_id(id);
	u->id = arena_strdup(a, id);
	u->name = arena_strdup(a, name);
	u->media_type = arena_strdup(a, b->media_type);
	u->size = b->size;
	memcpy(u->sha256, b->sha256, SHA256_LEN);
	*out = u;
	return db_do(db, &UPLOAD_ADD, id, person, b->sha256, name);
}

enum status
upload_list(struct db *db, struct arena *a, const char *const *ids, size_t n,
    struct upload **out, size_t *found)
{
	struct rows	r;
	struct upload	*u;
	size_t		len;
	enum status	st;
	int		i;

	*found = 0;
	db_send(db, &UPLOAD_LIST, db_list(a, ids, n));
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*out = arena_array(a, struct upload, r.n + 1);
	for (i = 0; i < r.n; i++) {
		u = &(*out)[(*found)++];
		u->id = rows_dup(a, &r, i, 0);
		u->name = rows_dup(a, &r, i, 1);
		u->media_type = rows_dup(a, &r, i, 2);
		u->size = rows_int(&r, i, 3);
		memcpy(u->sha256, rows_bytes(a, &r, i, 4, &len), SHA256_LEN);
	}
	return ST_OK;
}

enum status
upload_attach(struct db *db, struct arena *a, int64_t item, int64_t person,
    const char *const *ids, size_t n)
{
	struct upload	*u;
	const char	*id;
	size_t		 i, found;
	enum status	 st;

	if (n == 0)
		return ST_OK;
	if ((st = upload_list(db, a, ids, n, &u, &found)) != ST_OK)
		return st;
	for (i = 0; i < found; i++)
		if ((st = file_attach(db, a, item, person, u[i].sha256,
		    u[i].name, &id)) != ST_OK)
			return st;
	return db_do(db, &UPLOAD_DROP, db_list(a, ids, n));
}

enum status
file_attach(struct db *db, struct arena *a, int64_t item, int64_t person,
    const uint8_t *sha256, const char *name, const char **id)
{
	char		fresh[PUBLIC_ID_LEN + 1];
	enum status	st;

	digest_public_id(fresh);
	*id = arena_strdup(a, fresh);
	if ((st = db_do(db, &REPLACE, item, name)) != ST_OK ||
	    (st = db_do(db, &SWEEP, item)) != ST_OK)
		return st;
	return db_do(db, &ATTACH, fresh, item, sha256, name, person);
}

static enum status
detach(struct db *db, const struct stmt *s, int64_t item, const char *which)
{
	struct rows	r;
	enum status	st;

	db_send(db, s, item, which);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	return r.n == 0 ? ST_NOT_FOUND : db_do(db, &SWEEP, item);
}

enum status
file_detach(struct db *db, int64_t item, const char *name)
{
	return detach(db, &DETACH, item, name);
}

enum status
file_detach_id(struct db *db, int64_t item, const char *id)
{
	return detach(db, &DETACH_ID, item, id);
}

void
file_send(struct db *db, const char *id, bool with_text)
{
	db_send(db, &GET, id, with_text);
}

enum status
file_take(struct db *db, struct arena *a, struct file_place *out)
{
	struct rows	r;
	size_t		len;
	enum status	st;

	memset(out, 0, sizeof(*out));
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	out->file.id = rows_dup(a, &r, 0, 0);
	out->file.name = rows_dup(a, &r, 0, 1);
	out->file.media_type = rows_dup(a, &r, 0, 2);
	out->file.size = rows_int(&r, 0, 3);
	memcpy(out->file.sha256, rows_bytes(a, &r, 0, 4, &len), SHA256_LEN);
	out->file.text = (enum text_state)text_state_of(rows_ref(&r, 0, 5));
	out->file.reason = rows_dup(a, &r, 0, 6);
	out->file.text_size = rows_int(&r, 0, 7);
	out->item_id = rows_dup(a, &r, 0, 8);
	out->item_title = rows_dup(a, &r, 0, 9);
	out->language = rows_dup(a, &r, 0, 10);
	out->content = rows_null(&r, 0, 11) ? NULL : rows_dup(a, &r, 0, 11);
	out->pages = (int)rows_int(&r, 0, 12);
	out->public_item = rows_bool(&r, 0, 13);
	return ST_OK;
}
