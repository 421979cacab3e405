/*
 * blob: see blob.h.
 */
#include "storage/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/settings.h"
#include "storage/ahead.h"
#include "storage/blob_folder.h"

#define AT_ONCE	8		/* chunks per round trip when reading */

static const struct stmt KNOWN = { "blob_known", "x",
	"select place, wrong from blob_known($1) where place is not null" };
static const struct stmt STORING = { "blob_storing", "",
	"select blob_storing()" };
static const struct stmt INSERT = { "blob_insert", "xitt",
	"insert into blob (sha256, size, media_type, place) "
	"values ($1, $2, $3, $4) on conflict do nothing" };
static const struct stmt PLACE = { "blob_place", "x",
	"select place from blob where sha256 = $1" };
static const struct stmt MOVED = { "blob_moved", "xt",
	"update blob set place = $2, wrong_at = null, checked_at = now() "
	"where sha256 = $1 and place <> $2" };
static const struct stmt DROP = { "blob_drop", "x",
	"delete from blob_chunk where sha256 = $1" };
static const struct stmt CHUNK = { "blob_chunk", "xiy",
	"insert into blob_chunk (sha256, n, bytes) values ($1, $2, $3)" };
static const struct stmt READ = { "blob_read", "xii",
	"select encode(bytes, 'base64') from blob_chunk where sha256 = $1 "
	"and n >= $2 and n < $3 order by n" };

void
blob_path(const uint8_t *sha256, char out[BLOB_PATH_MAX])
{
	char	hex[SHA256_HEX];

	digest_hex(sha256, SHA256_LEN, hex);
	snprintf(out, BLOB_PATH_MAX, "%.2s/%.2s/%s", hex, hex + 2, hex);
}

int
blob_part(int fd, uint64_t offset, uint64_t length)
{
	off64_t	from = (off64_t)offset;
	ssize_t	n;
	int	out = blob_folder_nameless();

	if (out < 0)
		return -1;
	while (length > 0) {
		n = copy_file_range(fd, &from, out, NULL, length, 0);
		if (n <= 0) {
			close(out);
			return -1;
		}
		length -= (uint64_t)n;
	}
	return out;
}

static enum status
send_chunks(struct db *db, const uint8_t *bytes, const struct blob *b)
{
	size_t		left = (size_t)b->size, n;
	int64_t		i = 0;
	enum status	st = ST_OK;

	for (; left > 0 && st == ST_OK; left -= n, bytes += n, i++) {
		n = left < BLOB_CHUNK ? left : BLOB_CHUNK;
		db_send(db, &CHUNK, b->sha256, i, bytes, n);
		/* keep the number of open results small */
		if (i % 64 == 63)
			st = db_take_all(db);
	}
	return st == ST_OK ? db_take_all(db) : st;
}

/* the whole file behind fd as rows */
static enum status
rows_of_file(struct db *db, int fd, const struct blob *b)
{
	void		*map;
	enum status	 st;

	map = mmap(NULL, (size_t)b->size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return ST_INTERNAL;
	madvise(map, (size_t)b->size, MADV_SEQUENTIAL);
	st = send_chunks(db, map, b);
	munmap(map, (size_t)b->size);
	return st;
}

static enum status
insert(struct db *db, int fd, const struct blob *b)
{
	struct rows	r;
	bool		files = strcmp(settings.store, "files") == 0;
	enum status	st;

	/* the name is on the disk before the row that tells of it */
	if (files && ((st = db_do(db, &STORING)) != ST_OK ||
	    (st = blob_folder_link(fd, b->sha256, true)) != ST_OK))
		return st;
	db_send(db, &INSERT, b->sha256, b->size, b->media_type,
	    files ? "files" : "rows");
	if ((st = db_take(db, &r)) != ST_OK || r.n == 0 || files)
		return st;	/* none: somebody else stored it just now */
	return rows_of_file(db, fd, b);
}

/* bytes that are known already: what the folder lost comes back with them */
static enum status
again(struct db *db, int fd, const struct blob *b, const struct rows *r)
{
	enum status	st;

	if (strcmp(rows_ref(r, 0, 0), "files") != 0 ||
	    (!rows_bool(r, 0, 1) && blob_folder_has(b->sha256, b->size)))
		return ST_OK;
	if ((st = db_do(db, &STORING)) != ST_OK)
		return st;
	return blob_folder_link(fd, b->sha256, true);
}

enum status
blob_store(struct db *db, int fd, const char *name, struct blob *out)
{
	struct rows	r;
	uint64_t	size;
	enum status	st;

	memset(out, 0, sizeof(*out));
	blob_folder_write_soon(fd);	/* while it is hashed */
	if (ahead_file(fd, out->sha256, &size) != 0)
		return ST_INTERNAL;
	if (size == 0)
		return ST_INVALID;
	if (size > (uint64_t)settings.file_max * 1000000)
		return ST_TOO_LARGE;
	out->size = (int64_t)size;
	filetype_of_fd(fd, name, out->media_type);
	db_send(db, &KNOWN, out->sha256);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	return r.n > 0 ? again(db, fd, out, &r) : insert(db, fd, out);
}

void
blob_cache(int fd, const uint8_t *sha256)
{
	if (!blob_cached(sha256))
		blob_folder_link(fd, sha256, false);
}

/* some chunks from the database into fd; *n says how many came */
static enum status
read_some(struct db *db, const uint8_t *sha256, int64_t first, int fd, int *n)
{
	static uint8_t	bytes[BLOB_CHUNK + 4];
	struct rows	r;
	size_t		len;
	enum status	st;

	*n = 0;
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &READ, sha256, first, first + AT_ONCE);
	st = db_take(db, &r);
	for (; st == ST_OK && *n < r.n; (*n)++) {
		len = base64_decode(rows_ref(&r, *n, 0), bytes);
		if (write(fd, bytes, len) != (ssize_t)len)
			st = ST_FULL;
	}
	db_end(db);
	return st;
}

static enum status
fetch(struct db *db, const uint8_t *sha256, int fd)
{
	int64_t		i = 0;
	enum status	st;
	int		n;

	do {
		st = read_some(db, sha256, i, fd, &n);
		i += n;
	} while (st == ST_OK && n == AT_ONCE);
	return st == ST_OK && i == 0 ? ST_NOT_FOUND : st;
}

/* ST_NOT_FOUND: no row that the caller may see */
static enum status
place_of(struct db *db, const uint8_t *sha256, bool *files)
{
	struct rows	r;
	enum status	st;

	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &PLACE, sha256);
	if ((st = db_take(db, &r)) == ST_OK) {
		*files = r.n > 0 && strcmp(rows_ref(&r, 0, 0), "files") == 0;
		st = r.n > 0 ? ST_OK : ST_NOT_FOUND;
	}
	db_end(db);
	return st;
}

/* the rows in a new file without a name, compared with their name */
static enum status
fetch_nameless(struct db *db, const uint8_t *sha256, int *fd, bool *same)
{
	uint8_t		found[SHA256_LEN];
	uint64_t	read;
	enum status	st;

	*same = false;
	if ((*fd = blob_folder_nameless()) < 0)
		return errno == ENOSPC ? ST_FULL : ST_INTERNAL;
	if ((st = fetch(db, sha256, *fd)) == ST_OK)
		*same = digest_file(*fd, found, &read) == 0 &&
		    memcmp(found, sha256, SHA256_LEN) == 0;
	return st;
}

enum status
blob_ensure(struct db *db, const uint8_t *sha256, int64_t size)
{
	enum status	st;
	bool		same, files;
	int		fd;

	if (blob_folder_has(sha256, size)) {
		meter_count(METER_FILES_HIT);
		return ST_OK;
	}
	meter_count(METER_FILES_MISS);
	st = fetch_nameless(db, sha256, &fd, &same);
	if (st == ST_OK && same) {
		st = blob_folder_link(fd, sha256, false);
	} else if (blob_folder_has(sha256, size)) {
		st = ST_OK;	/* it was moved here meanwhile */
	} else if (st == ST_OK) {
		log_error("blob", "the database holds other bytes than the "
		    "name %s says", blob_folder_path(sha256));
		st = ST_INTERNAL;
	} else if (st == ST_NOT_FOUND &&
	    (st = place_of(db, sha256, &files)) == ST_OK) {
		log_error("blob", "%s is not there, or not whole, and the "
		    "database has no copy", blob_folder_path(sha256));
		st = ST_INTERNAL;
	}
	if (fd >= 0)
		close(fd);
	return st;
}

/* the bytes of rows; what is moved while it is read is not damaged */
static enum status
rows_sound(struct db *db, const uint8_t *sha256, int64_t size, bool *same)
{
	struct stat	s;
	enum status	st;
	bool		files;
	int		fd;

	st = fetch_nameless(db, sha256, &fd, same);
	if (*same)
		*same = fstat(fd, &s) == 0 && s.st_size == size;
	if (fd >= 0)
		close(fd);
	if (!*same && (st == ST_OK || st == ST_NOT_FOUND) &&
	    (st = place_of(db, sha256, &files)) == ST_OK && files)
		*same = blob_folder_sound(sha256, size);
	return st;
}

bool
blob_cached(const uint8_t *sha256)
{
	return access(blob_folder_path(sha256), R_OK) == 0;
}

enum status
blob_check(struct db *db, const uint8_t *sha256, int64_t size, bool *same)
{
	enum status	st;
	bool		files = false;

	*same = false;
	if ((st = place_of(db, sha256, &files)) != ST_OK)
		return st;
	if (!files)
		return rows_sound(db, sha256, size, same);
	*same = blob_folder_sound(sha256, size);
	return ST_OK;
}

/* marks the blob as lying there; *moved: it did not yet */
static enum status
mark(struct db *db, const uint8_t *sha256, const char *place, bool *moved)
{
	struct rows	r;
	enum status	st;

	db_send(db, &MOVED, sha256, place);
	st = db_take(db, &r);
	*moved = st == ST_OK && r.n > 0;
	return st;
}

/* the bytes of rows are in the folder, on the disk */
static enum status
settle_in_folder(struct db *db, const struct blob *b)
{
	enum status	st;
	bool		same;
	int		fd;

	if (blob_folder_sound(b->sha256, b->size))
		return blob_folder_sync(b->sha256);
	st = fetch_nameless(db, b->sha256, &fd, &same);
	if (st == ST_OK)
		st = same ? blob_folder_link(fd, b->sha256, true) : ST_INVALID;
	if (fd >= 0)
		close(fd);
	return st;
}

static enum status
to_files(struct db *db, const struct blob *b)
{
	enum status	st;
	bool		moved;

	if ((st = settle_in_folder(db, b)) != ST_OK ||
	    (st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	/* under the lock: it was not swept meanwhile */
	st = db_do(db, &STORING);
	if (st == ST_OK && !blob_folder_has(b->sha256, b->size))
		st = ST_UNAVAILABLE;
	if (st == ST_OK)
		st = mark(db, b->sha256, "files", &moved);
	if (st == ST_OK && moved)
		st = db_do(db, &DROP, b->sha256);
	if (st == ST_OK)
		return db_end(db);
	db_rollback(db);
	return st;
}

static enum status
to_rows(struct db *db, const struct blob *b)
{
	enum status	st;
	bool		moved;
	int		fd;

	if (!blob_folder_sound(b->sha256, b->size) ||
	    (fd = blob_open(b->sha256)) < 0)
		return ST_INVALID;
	if ((st = db_begin(db, DB_WRITE)) == ST_OK) {
		st = mark(db, b->sha256, "rows", &moved);
		if (st == ST_OK && moved)
			st = rows_of_file(db, fd, b);
		if (st == ST_OK)
			st = db_end(db);
		else
			db_rollback(db);
	}
	close(fd);
	return st;
}

enum status
blob_move(struct db *db, const struct blob *b, bool files)
{
	return files ? to_files(db, b) : to_rows(db, b);
}

int
blob_open(const uint8_t *sha256)
{
	return open(blob_folder_path(sha256), O_RDONLY | O_CLOEXEC);
}
