/*
 * db: see db.h. One file speaks libpq's pipeline mode (PostgreSQL manual,
 * 34.5); everything else in storage sends and takes.
 */
#include "storage/db.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"
#include "storage/link.h"
#include "storage/params.h"
#include "storage/sqlstate.h"

#define PREPARED_MAX	512
#define RESULTS_MAX	256
#define GRACE_MS	1000	/* after statement_timeout, which comes first */
#define SLOW_MS		1000	/* a connection that fails later than that … */
#define QUIET_MS	2000	/* … is not tried again for so long */

struct db {
	char		*url;
	int		 timeout_ms;
	PGconn		*conn;
	const struct stmt *prepared[PREPARED_MAX];
	size_t		 nprepared;
	char		 kind[12];
	uint8_t		 hash[SHA256_LEN];
	bool		 known;		/* kind and hash are set */
	enum db_mode	 mode;
	bool		 open;		/* between begin and end */
	bool		 synced;	/* nothing sent since the last sync */
	bool		 lost;
	bool		 again;		/* the last failure would not come twice */
	bool		 stale;		/* reconnect before the next unit */
	bool		 failed;	/* the batch was aborted by an error */
	size_t		 queued;	/* bytes sent since the last look for room */
	int64_t		 quiet_until;	/* no use in connecting before … */
	struct timespec	 failed_at;	/* … unless somebody could after that */
	int		 skip;		/* results of our own to pass over */
	int		 pending;	/* results not taken yet */
	PGresult	*results[RESULTS_MAX];
	size_t		 nresults;
	char		 constraint[SQLSTATE_NAME];
};

static const struct stmt AUTH = { "db_auth", "tx",
	/* the snapshot is the statement's, older than what the function reads;
	 * the process, because another server may count the same numbers */
	"select *, pg_backend_pid() || ' ' || pg_current_snapshot() "
	"from auth_session($1, $2)" };
static const struct stmt BEGIN = { "db_start", "", "begin" };
static const struct stmt COMMIT = { "db_commit", "", "commit" };
static const struct stmt ROLLBACK = { "db_rollback", "", "rollback" };

struct db *
db_new(const char *url, int timeout_ms)
{
	struct db	*db = calloc(1, sizeof(*db));

	assert(db != NULL);
	db->url = strdup(url);
	db->timeout_ms = timeout_ms;
	return db;
}

static void
drop_results(struct db *db)
{
	while (db->nresults > 0)
		PQclear(db->results[--db->nresults]);
}

void
db_free(struct db *db)
{
	if (db == NULL)
		return;
	drop_results(db);
	PQfinish(db->conn);
	free(db->url);
	free(db);
}

/* Instances tell each other that the database answers again: the date of a
 * file is enough. A file that can't be written is no reason to complain. */
static void
tell_it_answers(void)
{
	int	fd = open(settings_path("run/database"), O_WRONLY | O_CREAT |
		    O_CLOEXEC, 0640);

	if (fd == -1)
		return;
	if (pwrite(fd, "\n", 1, 0) != 1)
		log_debug("database", "run/database: %s", strerror(errno));
	close(fd);
}

static bool
somebody_could(const struct db *db)
{
	struct stat	s;

	return stat(settings_path("run/database"), &s) == 0 &&
	    (s.st_mtim.tv_sec > db->failed_at.tv_sec ||
	    (s.st_mtim.tv_sec == db->failed_at.tv_sec &&
	    s.st_mtim.tv_nsec > db->failed_at.tv_nsec));
}

enum status
db_connect(struct db *db)
{
	int64_t	began = link_now();

	if (began < db->quiet_until && !somebody_could(db))
		return ST_UNAVAILABLE;
	drop_results(db);
	PQfinish(db->conn);
	db->nprepared = 0;
	db->stale = false;
	if ((db->conn = link_open(db->url, db->timeout_ms)) != NULL) {
		tell_it_answers();
		return ST_OK;
	}
	/* it hangs: who asks meanwhile is told so without waiting */
	clock_gettime(CLOCK_REALTIME, &db->failed_at);
	if (link_now() - began >= SLOW_MS)
		db->quiet_until = link_now() + QUIET_MS;
	return ST_UNAVAILABLE;
}

void
db_as(struct db *db, const char *kind, const uint8_t *hash)
{
	db->known = kind != NULL && hash != NULL;
	if (!db->known)
		return;
	snprintf(db->kind, sizeof(db->kind), "%s", kind);
	memcpy(db->hash, hash, SHA256_LEN);
}

static bool
is_prepared(struct db *db, const struct stmt *s)
{
	size_t	i;

	for (i = 0; i < db->nprepared; i++)
		if (db->prepared[i] == s)
			return true;
	return false;
}

/* prepares in the same pipeline; its result is passed over when taking */
static void
prepare(struct db *db, const struct stmt *s)
{
	if (is_prepared(db, s))
		return;
	assert(db->nprepared < PREPARED_MAX);
	if (PQsendPrepare(db->conn, s->name, s->sql, 0, NULL) != 1) {
		log_error("database", "prepare %s: %s", s->name,
		    PQerrorMessage(db->conn));
		db->lost = true;
		return;
	}
	db->prepared[db->nprepared++] = s;
}

static void
vsend(struct db *db, const struct stmt *s, va_list *ap)
{
	struct params	p;

	if (db->lost)
		return;
	params_read(&p, s->types, ap);
	prepare(db, s);
	if (db->lost || PQsendQueryPrepared(db->conn, s->name, p.n, p.values,
	    p.lengths, p.formats, 0) != 1) {
		log_error("database", "send %s: %s", s->name,
		    PQerrorMessage(db->conn));
		db->lost = true;
		return;
	}
	db->pending++;
	db->synced = false;
	for (int i = 0; i < p.n; i++)
		db->queued += (size_t)p.lengths[i];
	if (db->queued < LINK_BATCH)
		return;
	db->queued = 0;
	if (!link_wait(db->conn, LINK_SENT, db->timeout_ms + GRACE_MS))
		db->lost = true;
}

static void
raw_send(struct db *db, const struct stmt *s, ...)
{
	va_list	ap;

	va_start(ap, s);
	vsend(db, s, &ap);
	va_end(ap);
}

static void
send_context(struct db *db)
{
	if (!db->known)
		return;
	raw_send(db, &AUTH, db->kind, db->hash);
	db->skip++;
}

void
db_send(struct db *db, const struct stmt *s, ...)
{
	va_list	ap;

	assert(db->open);
	if (db->synced && db->mode == DB_READ && db->pending == 0)
		send_context(db);
	va_start(ap, s);
	vsend(db, s, &ap);
	va_end(ap);
}

enum status
db_begin(struct db *db, enum db_mode mode)
{
	assert(!db->open);
	drop_results(db);
	db->constraint[0] = '\0';
	if (db->conn == NULL || db->lost || db->stale ||
	    PQstatus(db->conn) != CONNECTION_OK ||
	    link_hung_up(db->conn))
		if (db_connect(db) != ST_OK) {
			db->lost = true;
			return ST_UNAVAILABLE;
		}
	db->mode = mode;
	db->open = true;
	db->lost = db->failed = false;
	db->synced = true;
	db->skip = db->pending = 0;
	db->queued = 0;
	if (mode == DB_WRITE) {
		raw_send(db, &BEGIN);
		db->skip++;
		send_context(db);
	}
	return db->lost ? ST_UNAVAILABLE : ST_OK;
}

static enum status
gone(struct db *db)
{
	db->lost = true;
	log_error("database", "connection lost: %s", PQerrorMessage(db->conn));
	return ST_UNAVAILABLE;
}

static void
sync_now(struct db *db)
{
	if (db->synced || db->lost)
		return;
	if (PQpipelineSync(db->conn) != 1)
		db->lost = true;
	db->synced = true;
}

/* the next result that is neither a separator, a sync nor a PREPARE's */
static PGresult *
next_result(struct db *db)
{
	PGresult	*res;
	int		 quiet = 0;

	for (;;) {
		if (!link_wait(db->conn, LINK_ANSWER, db->timeout_ms +
		    GRACE_MS))
			return NULL;
		res = PQgetResult(db->conn);
		if (res == NULL) {
			if (PQstatus(db->conn) != CONNECTION_OK || ++quiet > 1)
				return NULL;
			continue;
		}
		quiet = 0;
		if (PQresultStatus(res) == PGRES_PIPELINE_SYNC) {
			PQclear(res);
			continue;
		}
		if (PQresultStatus(res) == PGRES_COMMAND_OK &&
		    PQcmdStatus(res)[0] == '\0' && PQnfields(res) == 0) {
			PQclear(res);	/* PREPARE answers without a tag */
			continue;
		}
		return res;
	}
}

static void
keep_result(struct db *db, PGresult *res, struct rows *out)
{
	assert(db->nresults < RESULTS_MAX);
	db->results[db->nresults++] = res;
	out->res = res;
	out->n = PQresultStatus(res) == PGRES_TUPLES_OK ? PQntuples(res) :
	    (int)strtol(PQcmdTuples(res), NULL, 10);
}

static enum status
take_one(struct db *db, struct rows *out)
{
	PGresult	*res;
	enum status	 st;

	memset(out, 0, sizeof(*out));
	assert(db->lost || db->pending > 0);
	if (db->lost)
		return ST_UNAVAILABLE;
	sync_now(db);
	if (db->lost || (res = next_result(db)) == NULL)
		return gone(db);
	db->pending--;
	switch ((int)PQresultStatus(res)) {
	case PGRES_TUPLES_OK:
	case PGRES_COMMAND_OK:
		keep_result(db, res, out);
		return ST_OK;
	case PGRES_PIPELINE_ABORTED:
		PQclear(res);
		/* statements of this batch were not prepared after all */
		db->failed = true;
		return ST_INTERNAL;
	default:
		st = sqlstate_status(res, db->constraint);
		db->failed = true;
		db->again = sqlstate_again(res);
		/* a standby, or one that was: the one to write to is elsewhere */
		if (sqlstate_read_only(res) ||
		    PQstatus(db->conn) != CONNECTION_OK)
			db->lost = true;
		PQclear(res);
		return st;
	}
}

enum status
db_take(struct db *db, struct rows *out)
{
	enum status	st;

	for (; db->skip > 0; db->skip--)
		if ((st = take_one(db, out)) != ST_OK)
			return st;
	return take_one(db, out);
}

enum status
db_take_all(struct db *db)
{
	struct rows	ignored;
	enum status	st = ST_OK;

	while (st == ST_OK && db->pending > db->skip) {
		st = db_take(db, &ignored);
		if (st == ST_OK)	/* nobody looks at it: keep none */
			PQclear(db->results[--db->nresults]);
	}
	return st;
}

void
db_forget(struct db *db, struct rows *r)
{
	if (db->nresults == 0 || db->results[db->nresults - 1] != r->res)
		return;
	PQclear(db->results[--db->nresults]);
	memset(r, 0, sizeof(*r));
}

enum status
db_take_actor(struct db *db, struct rows *out)
{
	enum status	st;

	memset(out, 0, sizeof(*out));
	if (!db->known)
		return ST_OK;
	/* a unit that sent nothing yet: the context alone */
	if (db->pending == 0 && db->mode == DB_READ)
		send_context(db);
	for (; db->skip > 1; db->skip--)
		if ((st = take_one(db, out)) != ST_OK)
			return st;
	db->skip = 0;
	return take_one(db, out);
}

/* what was prepared in an aborted batch is not there: prepare it again */
static void
forget_prepared(struct db *db)
{
	db->stale = true;
}

static void
drain(struct db *db)
{
	struct rows	ignored;

	while (!db->lost && db->pending > 0)
		take_one(db, &ignored);
}

enum status
db_end(struct db *db)
{
	struct rows	ignored;
	enum status	st = ST_OK;

	if (!db->open)
		return ST_UNAVAILABLE;
	drain(db);
	if (db->mode == DB_WRITE && !db->lost && !db->failed) {
		raw_send(db, &COMMIT);
		db->skip = 0;
		st = take_one(db, &ignored);
	} else if (db->mode == DB_WRITE) {
		db_rollback(db);
		return ST_INTERNAL;
	}
	db->open = false;
	if (db->failed)
		forget_prepared(db);
	return db->lost && st == ST_OK && db->mode == DB_WRITE ?
	    ST_UNAVAILABLE : st;
}

void
db_rollback(struct db *db)
{
	struct rows	ignored;

	if (!db->open)
		return;
	drain(db);
	if (db->mode == DB_WRITE && !db->lost) {
		raw_send(db, &ROLLBACK);
		db->skip = 0;
		take_one(db, &ignored);
	}
	db->open = false;
	if (db->failed)
		forget_prepared(db);
}

enum status
db_do(struct db *db, const struct stmt *s, ...)
{
	struct rows	ignored;
	va_list		ap;

	assert(db->open);
	if (db->synced && db->mode == DB_READ && db->pending == 0)
		send_context(db);
	va_start(ap, s);
	vsend(db, s, &ap);
	va_end(ap);
	return db_take(db, &ignored);
}

const char *
db_constraint(const struct db *db)
{
	return db->constraint;
}

bool
db_again(struct db *db)
{
	bool	again = db != NULL && db->again;

	if (again)
		db->again = false;
	return again;
}

bool
db_lost(const struct db *db)
{
	return db->lost;
}

bool
db_listen(struct db *db, const char *channel)
{
	char		 sql[64];
	PGresult	*res;
	bool		 ok;

	if (db->conn == NULL || db->lost ||
	    PQstatus(db->conn) != CONNECTION_OK)
		if (db_connect(db) != ST_OK)
			return false;
	snprintf(sql, sizeof(sql), "listen %s", channel);
	if (PQexitPipelineMode(db->conn) != 1)
		return false;
	/* its result, and the NULL that ends it */
	ok = PQsendQuery(db->conn, sql) == 1 && link_wait(db->conn,
	    LINK_ANSWER, db->timeout_ms + GRACE_MS);
	res = ok ? PQgetResult(db->conn) : NULL;
	ok = ok && PQresultStatus(res) == PGRES_COMMAND_OK && link_wait(
	    db->conn, LINK_ANSWER, db->timeout_ms + GRACE_MS) &&
	    PQgetResult(db->conn) == NULL;
	PQclear(res);
	db->lost = !ok || PQenterPipelineMode(db->conn) != 1;
	return !db->lost;
}

bool
db_wait(struct db *db, int ms)
{
	struct pollfd	 fd = { .events = POLLIN };
	PGnotify	*n;
	bool		 came = false;

	if (db->conn == NULL || (fd.fd = PQsocket(db->conn)) < 0) {
		db->lost = true;
		return false;
	}
	PQconsumeInput(db->conn);
	n = PQnotifies(db->conn);
	if (n == NULL && poll(&fd, 1, ms) > 0) {
		if (PQconsumeInput(db->conn) != 1)
			db->lost = true;
		n = PQnotifies(db->conn);
	}
	for (; n != NULL; n = PQnotifies(db->conn)) {
		came = true;
		PQfreemem(n);
	}
	return came;
}
