/*
 * batch: see batch.h. This file speaks libpq's pipeline mode (PostgreSQL manual,
 * 34.5).
 */
#include "storage/batch.h"

#include <assert.h>

#include "base/log.h"
#include "base/meter.h"
#include "storage/params.h"
#include "storage/sqlstate.h"

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

void
batch_vsend(struct db *db, const struct stmt *s, va_list *ap)
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

void
batch_send(struct db *db, const struct stmt *s, ...)
{
	va_list	ap;

	va_start(ap, s);
	batch_vsend(db, s, &ap);
	va_end(ap);
}

void
batch_drop(struct db *db)
{
	while (db->nresults > 0)
		PQclear(db->results[--db->nresults]);
}

static enum status
gone(struct db *db)
{
	db->lost = true;
	meter_count(METER_DB_LOST);
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

enum status
batch_take(struct db *db, struct rows *out)
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

void
batch_drain(struct db *db)
{
	struct rows	ignored;

	while (!db->lost && db->pending > 0)
		batch_take(db, &ignored);
}
