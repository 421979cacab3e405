/*
 * meter: what is counted for /metrics. Each process counts in a sheet of its
 * own, a small mapped file in COMMONSHELF_HOME/run, without a lock; whoever
 * is asked adds the sheets up. A process that is started again goes on in the
 * sheet that it finds, so nothing ever runs backwards, unless the table of
 * counters or of routes has changed: then the sheet begins anew.
 */
#ifndef CS_METER_H
#define CS_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* X(id, family, labels, help); the rows of one family stand together */
#define METERS(X)							\
	X(ANSWERS_HIT, "cache_requests_total",				\
	    "cache=\"answers\",result=\"hit\"",				\
	    "What caches were asked for: answers of GET, bytes of files, "	\
	    "places of public files")					\
	X(ANSWERS_MISS, "cache_requests_total",				\
	    "cache=\"answers\",result=\"miss\"", "")			\
	X(FILES_HIT, "cache_requests_total",				\
	    "cache=\"files\",result=\"hit\"", "")			\
	X(FILES_MISS, "cache_requests_total",				\
	    "cache=\"files\",result=\"miss\"", "")			\
	X(PLACES_HIT, "cache_requests_total",				\
	    "cache=\"places\",result=\"hit\"", "")			\
	X(PLACES_MISS, "cache_requests_total",				\
	    "cache=\"places\",result=\"miss\"", "")			\
	X(DB_CONNECTS, "database_connects_total", "result=\"done\"",	\
	    "Connections to the database that were tried")		\
	X(DB_REFUSED, "database_connects_total", "result=\"failed\"", "")	\
	X(DB_RECONNECTS, "database_reconnects_total", "",		\
	    "Connections that took the place of a lost one")		\
	X(DB_LOST, "database_errors_total", "kind=\"lost\"",		\
	    "Work that ended because the connection was lost, or because "	\
	    "the database could not do it")				\
	X(DB_ERRORS, "database_errors_total", "kind=\"statement\"", "")	\
	X(JOBS_DONE, "job_runs_total", "result=\"done\"",		\
	    "Jobs that the worker ran: done, failed and to be tried again, "	\
	    "given up")							\
	X(JOBS_AGAIN, "job_runs_total", "result=\"again\"", "")		\
	X(JOBS_DROPPED, "job_runs_total", "result=\"dropped\"", "")

enum meter {
#define X(id, family, labels, help) METER_##id,
	METERS(X)
#undef X
	METER_COUNTERS
};

struct meter_name {
	const char	*family, *labels, *help;
};
extern const struct meter_name	meter_names[METER_COUNTERS];

#define METER_ROUTES	256
#define METER_CLASSES	5	/* of statuses: 1xx to 5xx */
#define METER_BUCKETS	13	/* the last one is for what takes longer */
/* upper bounds of the others, in microseconds */
extern const uint64_t	meter_bounds[METER_BUCKETS - 1];

struct meter_route {
	uint64_t	classes[METER_CLASSES];
	uint64_t	buckets[METER_BUCKETS];	/* each for itself */
	uint64_t	us;			/* sum of all durations */
};

struct meter_sheet {
	uint64_t		layout;		/* of this struct's tables */
	uint64_t		routes;		/* stamp of the table of routes */
	int64_t			pid;
	int64_t			beat;		/* ms since the machine started */
	int64_t			busy;		/* a request began then; or 0 */
	uint64_t		counts[METER_COUNTERS];
	struct meter_route	route[METER_ROUTES];
};

/*
 * From now on this process, and those it forks, count in the file at path.
 * routes: a number that is another one when the table of routes is. Without a
 * file (false, logged) they count for nobody.
 */
bool	 meter_open(const char *path, uint64_t routes);
void	 meter_count(enum meter);
/* it is alive; at least every METER_BEAT_MS */
#define METER_BEAT_MS	10000
void	 meter_beat(void);
/* around a request: its number in the table of routes, its status */
void	 meter_begin(void);
void	 meter_end(size_t route, int status);

/* adds up all sheets of a folder (*.meter); routes only with this stamp */
void	 meter_sum(const char *folder, uint64_t routes,
	    struct meter_sheet *sum);
/* the process of this sheet is there, and alive or busy with a request */
bool	 meter_alive(const char *path);

#endif
