/*
 * store: see store.h.
 */
#include "storage/store.h"

#include <dirent.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"
#include "storage/blob_folder.h"

#define LEAF_MAX	4096	/* names of one folder at a time */

static const struct stmt FIGURES = { "store_figures", "",
	"select count(*) filter (where place = 'rows'), "
	"coalesce(sum(size) filter (where place = 'rows'), 0)::bigint, "
	"count(*) filter (where place = 'files'), "
	"coalesce(sum(size) filter (where place = 'files'), 0)::bigint, "
	"count(wrong_at), "
	"coalesce(extract(epoch from now() - min(checked_at)), 0)::bigint "
	"from blob" };
static const struct stmt WAITING = { "store_waiting", "tx",
	"select encode(sha256, 'hex'), size from blob "
	"where place <> $1 and sha256 > $2 order by sha256 limit 100" };
static const struct stmt LOCK = { "store_lock", "",
	"select pg_try_advisory_xact_lock(1129530217)" };
static const struct stmt UNKNOWN = { "store_unknown", "t",
	"select x from unnest($1::text[]) x where not exists "
	"(select from blob b where b.sha256 = decode(x, 'hex'))" };
static const struct stmt DUE = { "store_due", "i",
	"select encode(sha256, 'hex'), size, place from blob where checked_at < "
	"now() - case when wrong_at is null then make_interval(days => $1::int) "
	"else interval '1 hour' end order by checked_at limit 1" };
static const struct stmt CHECKED = { "store_checked", "xb",
	"update blob set checked_at = now(), wrong_at = case when not $2 then "
	"coalesce(wrong_at, now()) end where sha256 = $1" };
static const struct stmt ALARM = { "store_alarm", "xb",
	"insert into audit (action, object, detail) "
	"select case when $2 then 'file-whole' else 'file-damaged' end, "
	"encode(sha256, 'hex'), place from blob where sha256 = $1 "
	"and (wrong_at is null) <> $2" };
static const struct stmt DAMAGES = { "store_damages", "",
	"select encode(b.sha256, 'hex'), f.name, i.public_id from blob b "
	"left join file f using (sha256) left join item i on i.id = f.item "
	"where b.wrong_at is not null order by b.wrong_at, i.id limit 200" };

enum status
store_figures(struct db *db, struct store_figures *out)
{
	struct rows	r;
	enum status	st;

	memset(out, 0, sizeof(*out));
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &FIGURES);
	if ((st = db_take(db, &r)) == ST_OK)
		*out = (struct store_figures){ rows_int(&r, 0, 0),
		    rows_int(&r, 0, 1), rows_int(&r, 0, 2), rows_int(&r, 0, 3),
		    rows_int(&r, 0, 4), rows_int(&r, 0, 5) };
	db_end(db);
	return st;
}

/* ------------------------------------------------------------------ moving */
/* the next hundred that lie elsewhere, after the one named */
static enum status
waiting(struct db *db, bool files, const uint8_t *after, struct blob *out,
    int *n)
{
	struct rows	r;
	enum status	st;
	int		i;

	*n = 0;
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &WAITING, files ? "files" : "rows", after);
	if ((st = db_take(db, &r)) == ST_OK) {
		for (i = 0; i < r.n; i++) {
			rows_sha256(&r, i, 0, out[i].sha256);
			out[i].size = rows_int(&r, i, 1);
		}
		*n = r.n;
	}
	db_end(db);
	return st;
}

static enum status
move_one(struct db *db, struct store_move *m, const struct blob *b)
{
	char		hex[SHA256_HEX];
	enum status	st = blob_move(db, b, m->files);

	if (st == ST_INVALID || st == ST_NOT_FOUND) {
		digest_hex(b->sha256, SHA256_LEN, hex);
		m->damaged(m->with, hex);
		return ST_OK;
	}
	m->moved += st == ST_OK;
	m->bytes += st == ST_OK ? b->size : 0;
	return st;
}

enum status
store_move(struct db *db, struct store_move *m)
{
	static struct blob	 page[100];
	struct store_figures	 f;
	uint8_t			 after[SHA256_LEN] = { 0 };
	int64_t			 done = 0, all;
	enum status		 st = store_figures(db, &f);
	int			 i, n = 1;

	all = m->files ? f.rows_bytes : f.files_bytes;
	m->moved = m->bytes = 0;
	while (st == ST_OK && n > 0) {
		st = waiting(db, m->files, after, page, &n);
		for (i = 0; i < n && st == ST_OK; i++) {
			st = move_one(db, m, &page[i]);
			done += page[i].size;
			if (st == ST_OK && m->progress != NULL &&
			    !m->progress(m->with, done, all))
				return ST_OK;
		}
		if (n > 0)
			memcpy(after, page[n - 1].sha256, SHA256_LEN);
	}
	return st;
}

/* ---------------------------------------------------------------- sweeping */
static bool
is_hex(const char *name, size_t len)
{
	return strlen(name) == len &&
	    strspn(name, "0123456789abcdef") == len;
}

/* those of the names that no blob has, in one look under the lock */
static enum status
sweep_names(struct db *db, struct arena *a, const char *const *names, size_t n,
    int64_t *gone)
{
	struct rows	r;
	uint8_t		sha256[SHA256_LEN];
	enum status	st;
	int		i;

	if (n == 0)
		return ST_OK;
	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	db_send(db, &LOCK);
	if ((st = db_take(db, &r)) == ST_OK && !rows_bool(&r, 0, 0))
		st = ST_CONFLICT;
	if (st == ST_OK) {
		db_send(db, &UNKNOWN, db_list(a, names, n));
		st = db_take(db, &r);
	}
	for (i = 0; st == ST_OK && i < r.n; i++) {
		rows_sha256(&r, i, 0, sha256);
		*gone += unlink(blob_folder_path(sha256)) == 0;
	}
	if (st != ST_OK) {
		db_rollback(db);
		return st;
	}
	return db_end(db);
}

static enum status
sweep_leaf(struct db *db, const char *path, int64_t *gone)
{
	const char	**names;
	struct dirent	 *e;
	struct arena	 *a;
	DIR		 *d = opendir(path);
	size_t		  n = 0;
	enum status	  st;

	if (d == NULL)
		return ST_OK;
	a = arena_new(8 << 20);
	names = arena_array(a, const char *, LEAF_MAX);
	while (n < LEAF_MAX && (e = readdir(d)) != NULL)
		if (is_hex(e->d_name, SHA256_HEX - 1))
			names[n++] = arena_strdup(a, e->d_name);
	closedir(d);
	st = sweep_names(db, a, names, n, gone);
	arena_free(a);
	return st;
}

enum status
store_sweep(struct db *db, int64_t *n)
{
	char		path[512], root[400];
	unsigned	i, j;
	enum status	st = ST_OK;

	*n = 0;
	snprintf(root, sizeof(root), "%s", settings_path("files"));
	for (i = 0; i < 256 && st == ST_OK; i++) {
		snprintf(path, sizeof(path), "%s/%02x", root, i);
		if (access(path, F_OK) != 0)
			continue;
		for (j = 0; j < 256 && st == ST_OK; j++) {
			snprintf(path, sizeof(path), "%s/%02x/%02x", root, i,
			    j);
			st = sweep_leaf(db, path, n);
		}
	}
	return st == ST_CONFLICT ? ST_OK : st;	/* the next time, then */
}

/* --------------------------------------------------------------- scrubbing */
enum status
store_damages(struct db *db, struct arena *a, struct store_damage **out,
    size_t *n)
{
	struct rows	r;
	enum status	st;
	int		i;

	*n = 0;
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &DAMAGES);
	if ((st = db_take(db, &r)) == ST_OK) {
		*out = arena_array(a, struct store_damage, r.n + 1);
		for (i = 0; i < r.n; i++)
			(*out)[(*n)++] = (struct store_damage){
			    rows_dup(a, &r, i, 0), rows_dup(a, &r, i, 1),
			    rows_dup(a, &r, i, 2) };
	}
	db_end(db);
	return st;
}

static enum status
due(struct db *db, int64_t days, struct blob *b, bool *files)
{
	struct rows	r;
	enum status	st;

	memset(b, 0, sizeof(*b));
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &DUE, days);
	if ((st = db_take(db, &r)) == ST_OK && r.n == 0)
		st = ST_NOT_FOUND;
	if (st == ST_OK) {
		rows_sha256(&r, 0, 0, b->sha256);
		b->size = rows_int(&r, 0, 1);
		*files = strcmp(rows_ref(&r, 0, 2), "files") == 0;
	}
	db_end(db);
	return st;
}

static enum status
write_down(struct db *db, const struct blob *b, bool well)
{
	enum status	st;

	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	if ((st = db_do(db, &ALARM, b->sha256, well)) == ST_OK &&
	    (st = db_do(db, &CHECKED, b->sha256, well)) == ST_OK)
		return db_end(db);
	db_rollback(db);
	return st;
}

enum status
store_scrub(struct db *db, int64_t days, bool *well)
{
	struct blob	b;
	char		hex[SHA256_HEX];
	bool		files;
	enum status	st = due(db, days, &b, &files);

	*well = false;
	if (st != ST_OK)
		return st;
	st = blob_check(db, b.sha256, b.size, well);
	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	digest_hex(b.sha256, SHA256_LEN, hex);
	if (!*well)
		log_error("scrub", "the bytes of %s are damaged: run "
		    "commonshelf store", hex);
	if (!files && *well && blob_cached(b.sha256) &&
	    !blob_folder_sound(b.sha256, b.size) &&
	    unlink(blob_folder_path(b.sha256)) == 0)
		log_warn("scrub", "a damaged copy of %s is removed from the "
		    "cache", hex);
	return write_down(db, &b, *well);
}
