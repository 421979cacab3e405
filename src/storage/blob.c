/*
 * blob: see blob.h.
 */
#include "storage/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"

#define AT_ONCE	8		/* chunks per round trip when reading */

static const struct stmt KNOWN = { "blob_known", "x",
	"select blob_known($1)" };
static const struct stmt INSERT = { "blob_insert", "xit",
	"insert into blob (sha256, size, media_type) values ($1, $2, $3) "
	"on conflict do nothing" };
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

static const char *
full_path(const uint8_t *sha256)
{
	char	path[BLOB_PATH_MAX + 8] = "files/";

	blob_path(sha256, path + 6);
	return settings_path(path);
}

/* the two folders above a blob */
static void
make_folders(const uint8_t *sha256)
{
	char	path[512], *slash;
	int	i;

	snprintf(path, sizeof(path), "%s", full_path(sha256));
	for (i = 0; i < 2; i++)
		if ((slash = strrchr(path, '/')) != NULL)
			*slash = '\0';
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s", full_path(sha256));
	if ((slash = strrchr(path, '/')) != NULL)
		*slash = '\0';
	mkdir(path, 0700);
}

static int
nameless(void)
{
	return open(settings_path("files"), O_TMPFILE | O_RDWR | O_CLOEXEC,
	    0600);
}

int
blob_part(int fd, uint64_t offset, uint64_t length)
{
	off64_t	from = (off64_t)offset;
	ssize_t	n;
	int	out = nameless();

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

static enum status
insert(struct db *db, int fd, const struct blob *b)
{
	struct rows	 r;
	void		*map;
	enum status	 st;

	db_send(db, &INSERT, b->sha256, b->size, b->media_type);
	if ((st = db_take(db, &r)) != ST_OK || r.n == 0)
		return st;	/* somebody else stored it just now */
	map = mmap(NULL, (size_t)b->size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return ST_INTERNAL;
	madvise(map, (size_t)b->size, MADV_SEQUENTIAL);
	st = send_chunks(db, map, b);
	munmap(map, (size_t)b->size);
	return st;
}

enum status
blob_store(struct db *db, int fd, const char *name, struct blob *out)
{
	struct rows	r;
	uint64_t	size;
	enum status	st;

	memset(out, 0, sizeof(*out));
	if (digest_file(fd, out->sha256, &size) != 0)
		return ST_INTERNAL;
	if (size == 0)
		return ST_INVALID;
	if (size > (uint64_t)settings.file_max * 1000000)
		return ST_TOO_LARGE;
	out->size = (int64_t)size;
	filetype_of_fd(fd, name, out->media_type);
	db_send(db, &KNOWN, out->sha256);
	if ((st = db_take(db, &r)) != ST_OK || rows_bool(&r, 0, 0))
		return st;
	return insert(db, fd, out);
}

void
blob_cache(int fd, const uint8_t *sha256)
{
	char	from[64];

	if (access(full_path(sha256), F_OK) == 0)
		return;
	make_folders(sha256);
	snprintf(from, sizeof(from), "/proc/self/fd/%d", fd);
	if (fdatasync(fd) != 0 || (linkat(AT_FDCWD, from, AT_FDCWD,
	    full_path(sha256), AT_SYMLINK_FOLLOW) != 0 && errno != EEXIST))
		log_info("blob", "not cached: %s", strerror(errno));
}

static int8_t
value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (int8_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (int8_t)(c - 'a' + 26);
	if (c >= '0' && c <= '9')
		return (int8_t)(c - '0' + 52);
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* base64 with line ends (RFC 4648, 4) into out; returns the length */
static size_t
unbase64(const char *s, uint8_t *out)
{
	uint32_t	bits = 0;
	int		n = 0;
	uint8_t		*o = out;

	for (; *s != '\0' && *s != '='; s++) {
		if (value_of(*s) < 0)
			continue;
		bits = bits << 6 | (uint32_t)value_of(*s);
		if ((n += 6) >= 8)
			*o++ = (uint8_t)(bits >> (n -= 8));
	}
	return (size_t)(o - out);
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
		len = unbase64(rows_ref(&r, *n, 0), bytes);
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

enum status
blob_ensure(struct db *db, const uint8_t *sha256, int64_t size)
{
	struct stat	s;
	uint8_t		found[SHA256_LEN];
	uint64_t	read;
	enum status	st;
	int		fd;

	if (stat(full_path(sha256), &s) == 0) {
		if (s.st_size == size)
			return ST_OK;
		unlink(full_path(sha256));	/* torn by a power cut */
	}
	mkdir(settings_path("files"), 0700);
	if ((fd = nameless()) < 0)
		return errno == ENOSPC ? ST_FULL : ST_INTERNAL;
	if ((st = fetch(db, sha256, fd)) == ST_OK) {
		if (digest_file(fd, found, &read) == 0 &&
		    memcmp(found, sha256, SHA256_LEN) == 0) {
			blob_cache(fd, sha256);
		} else {
			log_error("blob", "the database holds other bytes "
			    "than the name %s says", full_path(sha256));
			st = ST_INTERNAL;
		}
	}
	close(fd);
	return st;
}

bool
blob_cached(const uint8_t *sha256)
{
	return access(full_path(sha256), R_OK) == 0;
}

enum status
blob_check(struct db *db, const uint8_t *sha256, int64_t size, bool *same)
{
	uint8_t		found[SHA256_LEN];
	uint64_t	read = 0;
	enum status	st;
	int		fd;

	*same = false;
	mkdir(settings_path("files"), 0700);
	if ((fd = nameless()) < 0)
		return errno == ENOSPC ? ST_FULL : ST_INTERNAL;
	if ((st = fetch(db, sha256, fd)) == ST_OK)
		*same = digest_file(fd, found, &read) == 0 &&
		    (int64_t)read == size &&
		    memcmp(found, sha256, SHA256_LEN) == 0;
	close(fd);
	return st;
}

int
blob_open(const uint8_t *sha256)
{
	return open(full_path(sha256), O_RDONLY | O_CLOEXEC);
}
