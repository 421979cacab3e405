/*
 * work: see work.h.
 */
#include "storage/work.h"

#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"
#include "base/meter.h"

#define ATTEMPTS_MAX	5

static const struct stmt EPOCH = { "work_epoch", "",
	"select epoch from platform" };
static const struct stmt INDEXED = { "work_indexed", "ti",
	"insert into node as n (name, indexed) values ($1, $2) "
	"on conflict (name) do update set indexed = $2, seen_at = now() "
	"where n.indexed <> $2 or n.seen_at < now() - interval '1 minute'" };
static const struct stmt CIRCLES = { "work_circles", "",
	"select coalesce(array_agg(distinct 'org-' || org), '{}') from item "
	"where status = 'published' and audience = 'organisation'" };
static const struct stmt LAST = { "work_last", "",
	"select seq, (extract(epoch from at) * 1000000)::bigint from change "
	"order by seq desc limit 1" };
/* without news one row, of nothing but the mark */
static const struct stmt CHANGES = { "work_changes", "ii",
	"with part as (select seq, at, public_id from change where seq > $1 "
	"order by seq limit $2), top as (select seq, at from part "
	"order by seq desc limit 1), base as (select coalesce((select "
	"(extract(epoch from at) * 1000000)::bigint from change "
	"where seq = $1), 0) as mark) "
	"select p.seq, p.public_id, base.mark, top.seq, "
	"(extract(epoch from top.at) * 1000000)::bigint "
	"from base left join top on true left join (select max(seq) as seq, "
	"public_id from part group by public_id) p on true order by 1" };
static const struct stmt NEW_EPOCH = { "work_new_epoch", "t",
	"update platform set epoch = gen_random_uuid()::text "
	"where epoch = $1" };
static const struct stmt ITEMS = { "work_items", "t",
	"select f.* from item_full f where f.public_id = any ($1::text[])" };
/* a language at a time: its words meet again */
static const struct stmt SHARE = { "work_share", "tiiiii",
	"select public_id, max(id) over () from (select id, public_id, language "
	"from item where status = 'published' and audience = $1 "
	"and ($2 = 0 or org = $2) and id > $3 and id % $4 = $5 "
	"order by id limit $6) p order by language, id" };
static const struct stmt COUNT = { "work_count", "",
	"select count(*) from item where status = 'published'" };
static const struct stmt TEXTS = { "work_texts", "i",
	"select f.public_id, f.name, t.text from file f "
	"join extracted_text t using (sha256) where f.item = $1 and f.live "
	"and t.state = 'extracted' order by f.position, f.id" };
static const struct stmt TAKE = { "job_take", "",
	"update job set locked_at = now(), attempts = attempts + 1, "
	"locked_by = pg_backend_pid() "
	"where id = (select id from job where run_at <= now() "
	"and (locked_at is null or locked_at < now() - interval '10 minutes' "
	/* whoever took it has gone: that process began before it did */
	"or not exists (select from pg_stat_get_activity(locked_by) s "
	"where s.backend_start <= locked_at)) "
	"order by run_at, id limit 1 for update skip locked) "
	"returning id, kind, key, attempts" };
static const struct stmt DONE = { "job_done", "i",
	"delete from job where id = $1" };
static const struct stmt AGAIN = { "job_again", "iti",
	"update job set locked_at = null, error = $2, "
	"run_at = now() + make_interval(secs => $3) where id = $1" };
static const struct stmt BLOB = { "work_blob", "x",
	"select b.size, b.media_type, coalesce((select name from file "
	"where sha256 = $1 limit 1), (select name from upload "
	"where sha256 = $1 limit 1), '') from blob b where b.sha256 = $1" };
static const struct stmt TEXT_STORE = { "work_text_store", "xttti",
	"update extracted_text set state = $2, reason = $3, text = $4, "
	"pages = $5, updated_at = now() where sha256 = $1" };
static const struct stmt SWEEP[] = {
	{ "sweep_node", "",
	    "delete from node where seen_at < now() - interval '7 days'" },
	{ "sweep_session", "", "delete from session where expires_at < now()" },
	{ "sweep_transfer", "", "delete from transfer where expires_at < now()" },
	{ "sweep_upload", "",
	    "delete from upload where created_at < now() - interval '7 days'" },
	{ "sweep_key", "",
	    "delete from idempotency where created_at < now() - interval '1 day'" },
	{ "sweep_try", "",
	    "delete from sign_in_try where at < now() - interval '1 day'" },
	{ "sweep_blob", "", "delete from blob b "
	    "where b.created_at < now() - interval '8 days' and not exists "
	    "(select from file f where f.sha256 = b.sha256) and not exists "
	    "(select from upload u where u.sha256 = b.sha256) and not exists "
	    "(select from item_version v, jsonb_array_elements("
	    "v.content -> 'files') x "
	    "where x ->> 'sha256' = encode(b.sha256, 'hex'))" },
};

enum status
work_epoch(struct db *db, struct arena *a, const char **epoch)
{
	struct rows	r;
	enum status	st;

	*epoch = "";
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &EPOCH);
	if ((st = db_take(db, &r)) == ST_OK && r.n == 1)
		*epoch = rows_dup(a, &r, 0, 0);
	db_end(db);
	return st;
}

/* more than one house may be on a machine */
static const char *
node_name(void)
{
	static char	name[256];
	char		host[65] = "";

	if (name[0] == '\0') {
		gethostname(host, sizeof(host) - 1);
		snprintf(name, sizeof(name), "%s:%s", host, settings.home);
	}
	return name;
}

enum status
work_indexed(struct db *db, int64_t seq)
{
	enum status	st;

	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	if ((st = db_do(db, &INDEXED, node_name(), seq)) == ST_OK)
		return db_end(db);
	db_rollback(db);
	return st;
}

enum status
work_circles(struct db *db, struct arena *a, struct words *out)
{
	struct rows	r;
	enum status	st;

	memset(out, 0, sizeof(*out));
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &CIRCLES);
	if ((st = db_take(db, &r)) == ST_OK)
		out->v = rows_list(a, &r, 0, 0, &out->n);
	db_end(db);
	return st;
}

enum status
work_last_change(struct db *db, struct work_place *last)
{
	struct rows	r;
	enum status	st;

	*last = (struct work_place){ 0 };
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &LAST);
	if ((st = db_take(db, &r)) == ST_OK && r.n == 1)
		*last = (struct work_place){ rows_int(&r, 0, 0),
		    rows_int(&r, 0, 1) };
	db_end(db);
	return st;
}

static enum status
changes_from_rows(struct arena *a, const struct rows *r,
    const struct work_place *from, struct change **out, size_t *n,
    struct work_place *to)
{
	int	i;

	if (r->n == 0 || (from->mark != 0 && rows_int(r, 0, 2) != from->mark))
		return ST_STALE;
	*out = arena_array(a, struct change, r->n);
	if (rows_null(r, 0, 0))
		return ST_OK;
	for (i = 0; i < r->n; i++) {
		(*out)[i].seq = rows_int(r, i, 0);
		(*out)[i].id = rows_dup(a, r, i, 1);
	}
	*to = (struct work_place){ rows_int(r, 0, 3), rows_int(r, 0, 4) };
	*n = (size_t)r->n;
	return ST_OK;
}

enum status
work_changes(struct db *db, struct arena *a, const struct work_place *from,
    int limit, struct change **out, size_t *n, struct work_place *to)
{
	struct rows	r;
	enum status	st;

	*n = 0;
	*to = *from;
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &CHANGES, from->seq, (int64_t)limit);
	if ((st = db_take(db, &r)) == ST_OK)
		st = changes_from_rows(a, &r, from, out, n, to);
	db_end(db);
	return st;
}

enum status
work_new_epoch(struct db *db, const char *old)
{
	enum status	st;

	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	if ((st = db_do(db, &NEW_EPOCH, old)) == ST_OK)
		return db_end(db);
	db_rollback(db);
	return st;
}

enum status
work_items(struct db *db, struct arena *a, const char *const *ids, size_t n,
    struct items *out)
{
	enum status	st;

	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &ITEMS, db_list(a, ids, n));
	st = items_take(db, a, out);
	db_end(db);
	return st;
}

enum status
work_share(struct db *db, struct arena *a, const char *circle, int64_t *after,
    size_t share, size_t shares, int limit, struct change **out, size_t *n)
{
	const char	*org = strncmp(circle, "org-", 4) == 0 ? circle + 4 :
			    NULL;
	struct rows	 r;
	enum status	 st;
	int		 i;

	*n = 0;
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &SHARE, org != NULL ? "organisation" : circle,
	    org != NULL ? (int64_t)strtoll(org, NULL, 10) : (int64_t)0, *after,
	    (int64_t)shares, (int64_t)share, (int64_t)limit);
	if ((st = db_take(db, &r)) == ST_OK) {
		*out = arena_array(a, struct change, r.n + 1);
		for (i = 0; i < r.n; i++) {
			(*out)[i].id = rows_dup(a, &r, i, 0);
			*after = (*out)[i].seq = rows_int(&r, i, 1);
		}
		*n = (size_t)r.n;
	}
	db_end(db);
	return st;
}

enum status
work_count(struct db *db, int64_t *n)
{
	struct rows	r;
	enum status	st;

	*n = 0;
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &COUNT);
	if ((st = db_take(db, &r)) == ST_OK)
		*n = rows_int(&r, 0, 0);
	db_end(db);
	return st;
}

enum status
work_texts(struct db *db, struct arena *a, int64_t item, struct inside **out,
    size_t *n)
{
	struct rows	r;
	enum status	st;
	int		i;

	*n = 0;
	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &TEXTS, item);
	if ((st = db_take(db, &r)) == ST_OK) {
		*out = arena_array(a, struct inside, r.n + 1);
		for (i = 0; i < r.n; i++) {
			(*out)[i].file = rows_dup(a, &r, i, 0);
			(*out)[i].name = rows_dup(a, &r, i, 1);
			(*out)[i].text = rows_dup(a, &r, i, 2);
		}
		*n = (size_t)r.n;
	}
	db_end(db);
	return st;
}

enum status
job_take(struct db *db, struct arena *a, struct job *job)
{
	struct rows	r;
	enum status	st;

	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	db_send(db, &TAKE);
	if ((st = db_take(db, &r)) != ST_OK) {
		db_rollback(db);
		return st;
	}
	if (r.n == 1) {
		job->id = rows_int(&r, 0, 0);
		job->kind = rows_dup(a, &r, 0, 1);
		job->key = rows_dup(a, &r, 0, 2);
		job->attempts = (int)rows_int(&r, 0, 3);
	} else {
		st = ST_NOT_FOUND;
	}
	db_end(db);
	return st;
}

static enum status
finish(struct db *db, const struct job *job)
{
	enum status	st;

	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	db_do(db, &DONE, job->id);
	return db_end(db);
}

enum status
job_done(struct db *db, const struct job *job)
{
	meter_count(METER_JOBS_DONE);
	return finish(db, job);
}

enum status
job_again(struct db *db, const struct job *job, const char *error)
{
	enum status	st;

	log_warn("job", "%s %s, attempt %d: %s", job->kind, job->key,
	    job->attempts, error);
	if (job->attempts >= ATTEMPTS_MAX) {
		meter_count(METER_JOBS_DROPPED);
		return finish(db, job);
	}
	meter_count(METER_JOBS_AGAIN);
	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	db_do(db, &AGAIN, job->id, error, (int64_t)2 << job->attempts);
	return db_end(db);
}

enum status
work_blob(struct db *db, struct arena *a, const uint8_t *sha256,
    struct blob_info *out)
{
	struct rows	r;
	enum status	st;

	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &BLOB, sha256);
	if ((st = db_take(db, &r)) == ST_OK && r.n == 0)
		st = ST_NOT_FOUND;
	if (st == ST_OK) {
		out->size = rows_int(&r, 0, 0);
		out->media_type = rows_dup(a, &r, 0, 1);
		out->name = rows_dup(a, &r, 0, 2);
	}
	db_end(db);
	return st;
}

enum status
work_text_store(struct db *db, const uint8_t *sha256, const char *state,
    const char *reason, const char *text, int pages)
{
	enum status	st;

	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	db_do(db, &TEXT_STORE, sha256, state, reason, text, (int64_t)pages);
	return db_end(db);
}

enum status
work_sweep(struct db *db)
{
	size_t		i;
	enum status	st;

	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	for (i = 0; i < sizeof(SWEEP) / sizeof(SWEEP[0]) && st == ST_OK; i++)
		st = db_do(db, &SWEEP[i]);
	return db_end(db);
}
