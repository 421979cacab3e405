/*
 * piece: see piece.h.
 */
#include "storage/piece.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/settings.h"
#include "storage/blob.h"
#include "storage/blob_folder.h"

#define AT_ONCE	8		/* rows per round trip when reading */

static const struct stmt PUT = { "piece_put", "tiy",
	"insert into transfer_piece (transfer, at, bytes) "
	"values ($1, $2, $3)" };
static const struct stmt CUT = { "piece_cut", "ti",
	"delete from transfer_piece where transfer = $1 and at >= $2" };
static const struct stmt READ = { "piece_read", "tii",
	"select at, encode(bytes, 'base64') from transfer_piece "
	"where transfer = $1 and at >= $2 order by at limit $3" };

static bool
in_files(void)
{
	return strcmp(settings.store, "files") == 0;
}

/* ids have letters and digits alone (digest_is_public_id) */
static const char *
path_of(const char *id)
{
	char	name[64];

	snprintf(name, sizeof(name), "files/transfers/%s", id);
	return settings_path(name);
}

int64_t
piece_present(const char *id, int64_t counted, int64_t rows)
{
	struct stat	s;

	/* the setting has changed, or the folder was cleared: come again */
	if (in_files())
		rows = stat(path_of(id), &s) == 0 ? s.st_size : 0;
	return rows < counted ? rows : counted;
}

/* ------------------------------------------------------------------- rows */
static enum status
put_rows(struct db *db, const char *id, int64_t at, const uint8_t *bytes,
    int64_t left)
{
	enum status	st = db_do(db, &CUT, id, at);
	int64_t		n, i;

	for (i = 1; left > 0 && st == ST_OK; i++) {
		n = left < BLOB_CHUNK ? left : BLOB_CHUNK;
		db_send(db, &PUT, id, at, bytes, (size_t)n);
		left -= n;
		bytes += n;
		at += n;
		/* keep the number of open results small */
		if (i % 64 == 0)
			st = db_take_all(db);
	}
	return st == ST_OK ? db_take_all(db) : st;
}

static enum status
put_mapped(struct db *db, const char *id, int64_t at, int fd, int64_t n)
{
	enum status	 st;
	void		*map = mmap(NULL, (size_t)n, PROT_READ, MAP_PRIVATE,
			    fd, 0);

	if (map == MAP_FAILED)
		return ST_INTERNAL;
	st = put_rows(db, id, at, map, n);
	munmap(map, (size_t)n);
	return st;
}

/* the next rows behind *at into fd */
static enum status
read_rows(struct db *db, const char *id, int64_t *at, int fd)
{
	static uint8_t	bytes[BLOB_CHUNK + 4];
	struct rows	r;
	ssize_t		len;
	enum status	st;
	int		i;

	db_send(db, &READ, id, *at, (int64_t)AT_ONCE);
	if ((st = db_take(db, &r)) == ST_OK && r.n == 0)
		st = ST_INTERNAL;
	for (i = 0; st == ST_OK && i < r.n; i++) {
		len = (ssize_t)base64_decode(rows_ref(&r, i, 1), bytes);
		if (rows_int(&r, i, 0) != *at)
			st = ST_INTERNAL;
		else if (write(fd, bytes, (size_t)len) != len)
			st = ST_FULL;
		*at += len;
	}
	db_forget(db, &r);
	return st;
}

/* ----------------------------------------------------------------- folder */
/* all of `from` behind the first `at` bytes of `to` */
static enum status
copy(int from, int to, int64_t at, int64_t length)
{
	off64_t	in = 0, out = at;
	ssize_t	n;

	if (ftruncate(to, at) != 0)
		return ST_INTERNAL;
	while (length > 0) {
		n = copy_file_range(from, &in, to, &out, (size_t)length, 0);
		if (n <= 0)
			return n < 0 && errno == ENOSPC ? ST_FULL :
			    ST_INTERNAL;
		length -= n;
	}
	return ST_OK;
}

static int
open_file(const char *id)
{
	mkdir(settings_path("files"), 0700);
	mkdir(settings_path("files/transfers"), 0700);
	return open(path_of(id), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

static enum status
put_file(const char *id, int64_t at, int fd, int64_t n)
{
	enum status	st;
	int		to = open_file(id);

	if (to < 0)
		return errno == ENOSPC ? ST_FULL : ST_INTERNAL;
	st = copy(fd, to, at, n);
	if (st == ST_OK && fdatasync(to) != 0)
		st = errno == ENOSPC ? ST_FULL : ST_INTERNAL;
	close(to);
	return st;
}

/* ------------------------------------------------------------------- both */
enum status
piece_put(struct db *db, const char *id, int64_t at, int fd, int64_t n)
{
	if (n == 0)
		return ST_OK;
	return in_files() ? put_file(id, at, fd, n) :
	    put_mapped(db, id, at, fd, n);
}

enum status
piece_whole(struct db *db, const char *id, int64_t at, int fd, int64_t n,
    int *out)
{
	enum status	st = ST_OK;
	int64_t		read = 0;

	*out = in_files() ? open_file(id) : blob_folder_nameless();
	if (*out < 0)
		return errno == ENOSPC ? ST_FULL : ST_INTERNAL;
	while (!in_files() && read < at && st == ST_OK)
		st = read_rows(db, id, &read, *out);
	return st == ST_OK ? copy(fd, *out, at, n) : st;
}

enum status
piece_drop(struct db *db, const char *id)
{
	return in_files() ? ST_OK : db_do(db, &CUT, id, (int64_t)0);
}

void
piece_forget(const char *id)
{
	unlink(path_of(id));
}
