/*
 * db: see db.h. The connection and its units of work; what goes over it is
 * batch.c's.
 */
#include "storage/db.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/settings.h"
#include "storage/batch.h"

#define SLOW_MS		1000	/* a connection that fails later than that … */
#define QUIET_MS	2000	/* … is not tried again for so long */

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

void
db_free(struct db *db)
{
	if (db == NULL)
		return;
	batch_drop(db);
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
	int64_t	began = clock_steady_ms();

	if (began < db->quiet_until && !somebody_could(db))
		return ST_UNAVAILABLE;
	batch_drop(db);
	PQfinish(db->conn);
	db->nprepared = 0;
	db->stale = false;
	if ((db->conn = link_open(db->url, db->timeout_ms)) != NULL) {
		meter_count(METER_DB_CONNECTS);
		if (db->connected)
			meter_count(METER_DB_RECONNECTS);
		db->connected = true;
		tell_it_answers();
		return ST_OK;
	}
	meter_count(METER_DB_REFUSED);
	/* it hangs: who asks meanwhile is told so without waiting */
	clock_gettime(CLOCK_REALTIME, &db->failed_at);
	if (clock_steady_ms() - began >= SLOW_MS)
		db->quiet_until = clock_steady_ms() + QUIET_MS;
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

static void
send_context(struct db *db)
{
	if (!db->known)
		return;
	batch_send(db, &AUTH, db->kind, db->hash);
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
	batch_vsend(db, s, &ap);
	va_end(ap);
}

enum status
db_begin(struct db *db, enum db_mode mode)
{
	assert(!db->open);
	batch_drop(db);
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
		batch_send(db, &BEGIN);
		db->skip++;
		send_context(db);
	}
	return db->lost ? ST_UNAVAILABLE : ST_OK;
}

enum status
db_take(struct db *db, struct rows *out)
{
	enum status	st;

	for (; db->skip > 0; db->skip--)
		if ((st = batch_take(db, out)) != ST_OK)
			return st;
	return batch_take(db, out);
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
		if ((st = batch_take(db, out)) != ST_OK)
			return st;
	db->skip = 0;
	return batch_take(db, out);
}

/* what was prepared in an aborted batch is not there: prepare it again */
static void
forget_prepared(struct db *db)
{
	db->stale = true;
}

enum status
db_end(struct db *db)
{
	struct rows	ignored;
	enum status	st = ST_OK;

	if (!db->open)
		return ST_UNAVAILABLE;
	batch_drain(db);
	if (db->mode == DB_WRITE && !db->lost && !db->failed) {
		batch_send(db, &COMMIT);
		db->skip = 0;
		st = batch_take(db, &ignored);
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
	batch_drain(db);
	if (db->mode == DB_WRITE && !db->lost) {
		batch_send(db, &ROLLBACK);
		db->skip = 0;
		batch_take(db, &ignored);
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
	batch_vsend(db, s, &ap);
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
