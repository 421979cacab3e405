/*
 * verify: see verify.h. Blobs are read page by page, each in units of work of
 * its own, so that nothing is held while everything runs on.
 */
#include "storage/verify.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"
#include "storage/blob.h"

#define PAGE	200	/* blobs at a time */

/* rows that must stand beside each other; constraints hold most of this, but
 * not in a dump that was edited or a disk that lied */
static const struct stmt TOGETHER = { "verify_together", "",
	"select 'bytes are incomplete', encode(b.sha256, 'hex') from blob b, "
	"lateral (select count(*) as n, max(n) as last, "
	"sum(octet_length(bytes)) as size from blob_chunk c "
	"where c.sha256 = b.sha256) c where b.place = 'rows' and "
	"(c.size is distinct from b.size "
	"or c.n <> (b.size + 1048575) / 1048576 or c.last <> c.n - 1) "
	"union all select 'a file has no bytes', f.public_id from file f "
	"where not exists (select from blob b where b.sha256 = f.sha256) "
	"union all select 'published, but its version was not kept', "
	"i.public_id from item i where i.status = 'published' "
	"and not exists (select from item_version v "
	"where v.item = i.id and v.version = i.version) "
	"union all select 'an event without its dates', i.public_id "
	"from item i where i.kind = 'event' "
	"and not exists (select from event e where e.item = i.id) "
	"union all select 'an experience without its answers', i.public_id "
	"from item i where i.kind = 'experience' "
	"and not exists (select from experience e where e.item = i.id)" };
static const struct stmt ALL = { "verify_all", "",
	"select coalesce(sum(size), 0)::bigint from blob" };
static const struct stmt BLOBS = { "verify_blobs", "xi",
	"select encode(sha256, 'hex'), size from blob where sha256 > $1 "
	"order by sha256 limit $2" };

static const struct stmt ALONE = { "verify_alone", "x",
	"select from blob where sha256 = $1 "
	"and place = 'files'" };

/* every row is read and unpacked: where the database keeps checksums of its
 * pages, a byte that has turned stops the reading */
#define TABLE(t)	{ "verify_table_" #t, "", "select count(t::text) from " #t " t" }
static const struct stmt TABLES[] = {
	TABLE(api_token), TABLE(audit), TABLE(change), TABLE(event),
	TABLE(experience), TABLE(extracted_text), TABLE(file), TABLE(item),
	TABLE(item_link), TABLE(item_version), TABLE(job), TABLE(membership),
	TABLE(org), TABLE(person), TABLE(session), TABLE(upload),
	TABLE(working_copy),
};

static void
wrong(struct verify *v, const char *what, const char *which)
{
	v->found(v->with, what, which);
}

static void
further(struct verify *v, int64_t bytes)
{
	v->done += bytes;
	if (v->progress != NULL)
		v->progress(v->with, v->done, v->all);
}

static enum status
rows_together(struct db *db, struct verify *v)
{
	struct rows	r;
	enum status	st;
	int		i;

	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &TOGETHER);
	db_send(db, &ALL);
	if ((st = db_take(db, &r)) == ST_OK)
		for (i = 0; i < r.n; i++)
			wrong(v, rows_ref(&r, i, 0), rows_ref(&r, i, 1));
	if (st == ST_OK && (st = db_take(db, &r)) == ST_OK)
		v->all = rows_int(&r, 0, 0);
	db_end(db);
	return st;
}

static enum status
every_table(struct db *db, struct verify *v, bool *torn)
{
	enum status	st;
	size_t		i;

	*torn = false;

	for (i = 0; i < sizeof(TABLES) / sizeof(TABLES[0]); i++) {
		if ((st = db_begin(db, DB_READ)) != ST_OK)
			return st;
		st = db_do(db, &TABLES[i]);
		db_end(db);
		if (st == ST_UNAVAILABLE)
			return st;
		if (st == ST_OK)
			continue;
		*torn = true;
		wrong(v, "a table can't be read; restore a backup",
		    TABLES[i].name + strlen("verify_table_"));
	}
	return ST_OK;
}

struct named {
	uint8_t	sha256[SHA256_LEN];
	int64_t	size;
};

/* the next page of blobs after the one named */
static enum status
next_page(struct db *db, const uint8_t *after, struct named *page, int *n)
{
	struct rows	r;
	enum status	st;
	int		i;

	*n = 0;
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &BLOBS, after, (int64_t)PAGE);
	if ((st = db_take(db, &r)) == ST_OK) {
		for (i = 0; i < r.n; i++) {
			rows_sha256(&r, i, 0, page[i].sha256);
			page[i].size = rows_int(&r, i, 1);
		}
		*n = r.n;
	}
	db_end(db);
	return st;
}

static enum status
one_blob(struct db *db, struct verify *v, const struct named *b)
{
	char		hex[SHA256_HEX];
	bool		same;
	enum status	st = blob_check(db, b->sha256, b->size, &same);

	/* no rows: taken away meanwhile, or told by rows_together */
	if (st == ST_NOT_FOUND)
		return ST_OK;
	if (st != ST_OK)
		return st;
	if (!same) {
		digest_hex(b->sha256, SHA256_LEN, hex);
		wrong(v, "bytes are not those of their name", hex);
	}
	v->blobs++;
	v->bytes += b->size;
	further(v, b->size);
	return ST_OK;
}

static enum status
every_blob(struct db *db, struct verify *v)
{
	static struct named	page[PAGE];
	uint8_t			after[SHA256_LEN] = { 0 };
	enum status		st = ST_OK;
	int			i, n = PAGE;

	while (st == ST_OK && n == PAGE) {
		st = next_page(db, after, page, &n);
		for (i = 0; i < n && st == ST_OK; i++)
			st = one_blob(db, v, &page[i]);
		if (n > 0)
			memcpy(after, page[n - 1].sha256, SHA256_LEN);
	}
	return st;
}

/* the file is all there is of its bytes: read with the blobs, never removed */
static bool
stands_alone(struct db *db, const char *path)
{
	const char	*hex = strrchr(path, '/');
	struct rows	 r = { 0 };
	uint8_t		 sha256[SHA256_LEN];
	enum status	 st;

	if (hex == NULL || !digest_unhex(hex + 1, sha256, SHA256_LEN))
		return false;
	if ((st = db_begin(db, DB_READ)) == ST_OK) {
		db_send(db, &ALONE, sha256);
		st = db_take(db, &r);
	}
	db_end(db);
	return st != ST_OK || r.n > 0;
}

/* a file of the cache whose path below files/ is `path` */
static void
one_cached(struct db *db, struct verify *v, const char *path)
{
	char		full[1024], should[BLOB_PATH_MAX];
	uint8_t		sha256[SHA256_LEN];
	uint64_t	size;
	FILE		*in;

	if (stands_alone(db, path))
		return;
	snprintf(full, sizeof(full), "%s/%s", settings_path("files"), path);
	if ((in = fopen(full, "re")) == NULL)
		return;		/* taken away meanwhile */
	should[0] = '\0';
	if (digest_file(fileno(in), sha256, &size) == 0)
		blob_path(sha256, should);
	fclose(in);
	v->cached++;
	if (strcmp(path, should) == 0)
		return;
	wrong(v, "a file of the cache holds other bytes", path);
	if (v->mend && unlink(full) == 0)
		v->mended++;
}

/* folders ab and ab/cd, then the files */
static void
cache(struct db *db, struct verify *v, const char *path, int depth)
{
	char		 below[600];
	struct dirent	*e;
	DIR		*d;

	snprintf(below, sizeof(below), "%s/%s", settings_path("files"), path);
	if ((d = opendir(below)) == NULL)
		return;
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(below, sizeof(below), "%s%s%s", path,
		    *path ? "/" : "", e->d_name);
		if (e->d_type == DT_DIR && depth < 2)
			cache(db, v, below, depth + 1);
		else if (e->d_type == DT_REG)
			one_cached(db, v, below);
	}
	closedir(d);
}

enum status
verify_run(struct db *db, struct verify *v)
{
	bool		torn;
	enum status	st;

	/* what does not lie whole on the disk can't be compared either */
	if ((st = every_table(db, v, &torn)) != ST_OK || torn)
		return st;
	if ((st = rows_together(db, v)) != ST_OK ||
	    (st = every_blob(db, v)) != ST_OK)
		return st;
	cache(db, v, "", 0);
	return ST_OK;
}
