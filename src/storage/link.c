/*
 * link: see link.h.
 */
#include "storage/link.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"

static void
notice(void *arg, const char *message)
{
	(void)arg;
	log_debug("postgres", "%s", message);
}

PGconn *
link_open(const char *url, int timeout_ms)
{
	/* the shortest that libpq knows for a server; of one on another machine
	 * that vanished TCP would say nothing for hours */
	const char	*keys[] = { "dbname", "connect_timeout",
			    "tcp_user_timeout", "keepalives_idle",
			    "keepalives_interval", "keepalives_count",
			    "application_name", "options", NULL };
	char		 options[512];
	const char	*values[] = { url, "2", "3000", "3", "1", "2",
			    "commonshelf", options, NULL };
	PGconn		*conn;

	snprintf(options, sizeof(options), "-c statement_timeout=%d "
	    "-c lock_timeout=%d -c idle_in_transaction_session_timeout=10000 "
	    "-c timezone=UTC -c datestyle=ISO -c bytea_output=hex "
	    /* statements here take a millisecond; compiling one takes seconds,
	     * and a guess far off at the number of rows is enough for it */
	    "-c jit=off "
	    /* and the other way round: what a node that was cut off had taken
	     * (locks, jobs) is free again after so many seconds */
	    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 "
	    "-c tcp_keepalives_count=3 -c tcp_user_timeout=10000 "
	    /* planning with the policies costs ten times the execution */
	    "-c plan_cache_mode=force_generic_plan",
	    timeout_ms, timeout_ms / 2);
	conn = PQconnectdbParams(keys, values, 1);
	if (PQstatus(conn) == CONNECTION_OK) {
		PQsetNoticeProcessor(conn, notice, NULL);
		if (PQenterPipelineMode(conn) == 1 &&
		    PQsetnonblocking(conn, 1) == 0)
			return conn;
	}
	log_error("database", "%s", PQerrorMessage(conn));
	PQfinish(conn);
	return NULL;
}

bool
link_hung_up(const PGconn *conn)
{
	struct pollfd	fd = { .fd = PQsocket(conn), .events = POLLRDHUP };

	return poll(&fd, 1, 0) > 0 &&
	    (fd.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

bool
link_wait(PGconn *conn, enum link_until what, int ms)
{
	int64_t		until = clock_steady_ms() + ms, left;
	struct pollfd	fd = { .fd = PQsocket(conn) };
	int		more, n;

	for (;;) {
		/* what the server said last is worth reading, so a broken
		 * connection is no reason not to look for answers */
		if ((more = PQflush(conn)) == -1 && what == LINK_SENT)
			return false;
		if (what == LINK_SENT ? more == 0 : !PQisBusy(conn))
			return true;
		left = until - clock_steady_ms();
		fd.events = (short)(POLLIN | (more == 1 ? POLLOUT : 0));
		n = left > 0 ? poll(&fd, 1, (int)left) : 0;
		if (n == 0) {
			log_error("database", "no answer within %d ms", ms);
			return false;
		}
		if (n > 0 && (fd.revents & ~POLLOUT) != 0 &&
		    PQconsumeInput(conn) != 1)
			return what == LINK_ANSWER;
	}
}
