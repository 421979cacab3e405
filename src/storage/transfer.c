/*
 * transfer: see transfer.h.
 */
#include "storage/transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"

static const struct stmt ADD = { "transfer_add", "titti",
	"insert into transfer (public_id, person, name, item, size) "
	"select $1, $2, $3, $4, $5 where (select count(*) from transfer "
	"where not done and expires_at > now()) < 50 "
	"returning extract(epoch from expires_at)::bigint" };
static const struct stmt GET = { "transfer_get", "t",
	"select name, item, size, received, done, "
	"extract(epoch from expires_at)::bigint from transfer "
	"where public_id = $1 and expires_at > now()" };
static const struct stmt LOCK = { "transfer_lock", "t",
	"select name, item, size, received, done, "
	"extract(epoch from expires_at)::bigint from transfer "
	"where public_id = $1 and expires_at > now() for update" };
static const struct stmt GREW = { "transfer_grew", "ti",
	"update transfer set received = $2, "
	"expires_at = now() + interval '24 hours' where public_id = $1 "
	"returning extract(epoch from expires_at)::bigint" };
static const struct stmt DONE = { "transfer_done", "t",
	"update transfer set done = true where public_id = $1" };
static const struct stmt WAITS = { "transfer_waits", "tx",
	"insert into upload (public_id, person, sha256, name) "
	"select public_id, person, $2, name from transfer "
	"where public_id = $1" };
static const struct stmt DROP = { "transfer_drop", "t",
	"delete from transfer where public_id = $1" };

/* ids have letters and digits alone (digest_is_public_id) */
static const char *
path_of(const char *id)
{
	char	name[64];

	snprintf(name, sizeof(name), "spool/transfers/%s", id);
	return settings_path(name);
}

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

/* what is not there any more (another node, a cleared spool) has to come again */
static int64_t
present(const char *id, int64_t counted)
{
	struct stat	s;

	if (stat(path_of(id), &s) != 0)
		return 0;
	return s.st_size < counted ? s.st_size : counted;
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
	    present(id, rows_int(&r, 0, 3));
	return ST_OK;
}

/* all of `from` behind the first `at` bytes of `to`, on the disk */
static enum status
copy(int from, int to, int64_t at, int64_t length)
{
	off64_t	in = 0, out = at;
	ssize_t	n;

	/* what a crash left behind the counted bytes goes first */
	if (ftruncate(to, at) != 0)
		return ST_INTERNAL;
	while (length > 0) {
		n = copy_file_range(from, &in, to, &out, (size_t)length, 0);
		if (n <= 0)
			return n < 0 && errno == ENOSPC ? ST_FULL :
			    ST_INTERNAL;
		length -= n;
	}
	if (fdatasync(to) != 0)
		return errno == ENOSPC ? ST_FULL : ST_INTERNAL;
	return ST_OK;
}

static enum status
append(const struct transfer *t, int fd, int64_t length)
{
	enum status	st;
	int		to;

	mkdir(settings_path("spool/transfers"), 0700);
	to = open(path_of(t->id), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (to < 0)
		return errno == ENOSPC ? ST_FULL : ST_INTERNAL;
	if ((st = copy(fd, to, t->offset, length)) != ST_OK)
		log_error("transfer", "a piece of %s is not written: %s",
		    t->id, strerror(errno));
	close(to);
	return st;
}

enum status
transfer_append(struct db *db, struct transfer *t, int fd)
{
	struct stat	s;
	struct rows	r;
	enum status	st;

	if (fstat(fd, &s) != 0 || s.st_size > t->size - t->offset)
		return ST_INVALID;
	if ((st = append(t, fd, s.st_size)) != ST_OK)
		return st;
	db_send(db, &GREW, t->id, t->offset + (int64_t)s.st_size);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	t->offset += s.st_size;
	t->expires = rows_int(&r, 0, 0);
	return ST_OK;
}

enum status
transfer_finish(struct db *db, struct transfer *t, const uint8_t *sha256)
{
	enum status	st;

	if (sha256 != NULL &&
	    (st = db_do(db, &WAITS, t->id, sha256)) != ST_OK)
		return st;
	t->done = true;
	return db_do(db, &DONE, t->id);
}

enum status
transfer_drop(struct db *db, const char *id)
{
	return db_do(db, &DROP, id);
}

int
transfer_open(const char *id)
{
	return open(path_of(id), O_RDONLY | O_CLOEXEC);
}

void
transfer_forget(const char *id)
{
	unlink(path_of(id));
}
