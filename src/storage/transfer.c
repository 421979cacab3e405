/*
 * transfer: see transfer.h.
 */
#include "storage/transfer.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "storage/piece.h"

static const struct stmt ADD = { "transfer_add", "titti",
	"insert into transfer (public_id, person, name, item, size) "
	"select $1, $2, $3, $4, $5 where (select count(*) from transfer "
	"where not done and expires_at > now()) < 50 "
	"returning extract(epoch from expires_at)::bigint" };
static const struct stmt GET = { "transfer_get", "t",
	"select name, item, size, received, done, "
	"extract(epoch from expires_at)::bigint, coalesce((select "
	"at + length(bytes) from transfer_piece where transfer = public_id "
	"order by at desc limit 1), 0) from transfer "
	"where public_id = $1 and expires_at > now()" };
static const struct stmt LOCK = { "transfer_lock", "t",
	"select name, item, size, received, done, "
	"extract(epoch from expires_at)::bigint, coalesce((select "
	"at + length(bytes) from transfer_piece where transfer = public_id "
	"order by at desc limit 1), 0) from transfer "
	"where public_id = $1 and expires_at > now() for update" };
static const struct stmt GREW = { "transfer_grew", "ti",
	"update transfer set received = $2, "
	"expires_at = now() + interval '24 hours' where public_id = $1 "
	"returning extract(epoch from expires_at)::bigint" };
static const struct stmt DONE = { "transfer_done", "t",
	"update transfer set done = true, received = size "
	"where public_id = $1" };
static const struct stmt WAITS = { "transfer_waits", "tx",
	"insert into upload (public_id, person, sha256, name) "
	"select public_id, person, $2, name from transfer "
	"where public_id = $1" };
static const struct stmt DROP = { "transfer_drop", "t",
	"delete from transfer where public_id = $1" };

enum status
transfer_add(struct db *db, struct arena *a, int64_t person, const char *name,
    const char *item, int64_t size, struct transfer *out)
{
	char		id[PUBLIC_ID_LEN + 1];
	struct rows	r;
	enum status	st;

	digest_public_id(id);
	*out = (struct transfer){ .id = arena_strdup(a, id), .name = name,
	    .item = item, .size = size };
	db_send(db, &ADD, id, person, name, item, size);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_THROTTLED;
	out->expires = rows_int(&r, 0, 0);
	return ST_OK;
}

enum status
transfer_get(struct db *db, struct arena *a, const char *id, bool lock,
    struct transfer *out)
{
	struct rows	r;
	enum status	st;

	memset(out, 0, sizeof(*out));
	if (!digest_is_public_id(id))
		return ST_NOT_FOUND;
	db_send(db, lock ? &LOCK : &GET, id);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	out->id = arena_strdup(a, id);
	out->name = rows_dup(a, &r, 0, 0);
	out->item = rows_null(&r, 0, 1) ? NULL : rows_dup(a, &r, 0, 1);
	out->size = rows_int(&r, 0, 2);
	out->done = rows_bool(&r, 0, 4);
	out->expires = rows_int(&r, 0, 5);
	out->offset = out->done ? out->size :
	    piece_present(id, rows_int(&r, 0, 3), rows_int(&r, 0, 6));
	return ST_OK;
}

static int64_t
length_of(int fd)
{
	struct stat	s;

	return fd >= 0 && fstat(fd, &s) == 0 ? s.st_size : 0;
}

bool
transfer_is_last(const struct transfer *t, int fd)
{
	return t->offset + length_of(fd) == t->size;
}

static enum status
logged(const struct transfer *t, enum status st)
{
	if (st == ST_FULL || st == ST_INTERNAL)
		log_error("transfer", "a piece of %s is not written: %s",
		    t->id, strerror(errno));
	return st;
}

enum status
transfer_append(struct db *db, struct transfer *t, int fd)
{
	int64_t		length = length_of(fd);
	struct rows	r;
	enum status	st;

	if (length > t->size - t->offset)
		return ST_INVALID;
	st = logged(t, piece_put(db, t->id, t->offset, fd, length));
	if (st != ST_OK)
		return st;
	db_send(db, &GREW, t->id, t->offset + length);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	t->offset += length;
	t->expires = rows_int(&r, 0, 0);
	return ST_OK;
}

enum status
transfer_whole(struct db *db, const struct transfer *t, int fd, int *whole)
{
	return logged(t, piece_whole(db, t->id, t->offset, fd, length_of(fd),
	    whole));
}

enum status
transfer_finish(struct db *db, struct transfer *t, const uint8_t *sha256)
{
	enum status	st;

	if (sha256 != NULL &&
	    (st = db_do(db, &WAITS, t->id, sha256)) != ST_OK)
		return st;
	t->done = true;
	t->offset = t->size;
	if ((st = piece_drop(db, t->id)) != ST_OK)
		return st;
	return db_do(db, &DONE, t->id);
}

enum status
transfer_drop(struct db *db, const char *id)
{
	return db_do(db, &DROP, id);
}

void
transfer_forget(const char *id)
{
	piece_forget(id);
}
