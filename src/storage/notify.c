/*
 * notify: db_listen() and db_wait() of db.h. A connection that listens is
 * used for nothing else at that moment: LISTEN can't be prepared.
 */
#include <poll.h>

#include "storage/batch.h"

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
