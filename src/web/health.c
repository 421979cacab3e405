/*
 * health: see health.h.
 */
#include "web/health.h"

#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/settings.h"
#include "search/search.h"
#include "storage/health.h"
#include "web/problem.h"

static struct reply *
uncached(struct request *r, struct reply *reply)
{
	reply_header(r, reply, "cache-control", "no-store");
	return reply;
}

struct reply *
health_live(struct request *r)
{
	struct reply	*reply = reply_new(r, 200,
			    "text/plain; charset=utf-8");

	buf_puts(&reply->body, "ok\n");
	return uncached(r, reply);
}

static int64_t
free_bytes(void)
{
	struct statvfs	s;

	if (statvfs(settings.home, &s) != 0)
		return 0;
	return (int64_t)s.f_bavail * (int64_t)s.f_frsize;
}

/* bodies wait here before they are stored */
static bool
has_room(void)
{
	return access(settings_path("spool"), F_OK) == 0 && free_bytes() > 0;
}

struct ready {
	bool		database, index, store;
	struct health	figures;
};

static struct ready
look(struct request *r)
{
	struct ready	y;

	y.database = health_get(r->db, &y.figures) == ST_OK;
	y.index = finder_ready(r->finder);
	y.store = has_room();
	return y;
}

/* all of it is found here: a node that joins first makes its own index */
static bool
has_index(struct request *r, int64_t changes)
{
	int64_t	at;

	if (finder_partial(r->finder))
		return false;
	return changes == 0 || (search_position(settings_path("index"),
	    "public", &at) == ST_OK && at > 0);
}

/* asked every second by whoever shares out requests: it counts nothing */
struct reply *
health_ready(struct request *r)
{
	int64_t	changes;
	bool	database = health_writable(r->db, &changes) == ST_OK;
	bool	index = has_index(r, changes), store = has_room();
	bool	all = database && index && store;

	return uncached(r, reply_json(r, all ? 200 : 503, json_pack(
	    "{s:b, s:b, s:b, s:b}", "ready", all, "database", database,
	    "index", index, "store", store)));
}

/* from this machine itself, or by an administrator's key or session */
static bool
is_near(const struct request *r)
{
	static const char *const near[] = { "127.0.0.1", "::1", "unix:",
	    NULL };
	size_t	i;

	for (i = 0; r->address != NULL && near[i] != NULL; i++)
		if (strcmp(near[i], r->address) == 0)
			return true;
	return r->actor.platform_admin;
}

static void
gauge(struct buf *b, const char *name, const char *help, int64_t value)
{
	buf_printf(b, "# HELP commonshelf_%s %s\n# TYPE commonshelf_%s gauge\n"
	    "commonshelf_%s %lld\n", name, help, name, name,
	    (long long)value);
}

struct reply *
health_metrics(struct request *r)
{
	struct ready	 y;
	struct reply	*reply;
	struct buf	*b;

	if (!is_near(r))
		return problem(r, ST_NOT_FOUND);
	y = look(r);
	reply = reply_new(r, 200, "text/plain; version=0.0.4; charset=utf-8");
	b = &reply->body;
	gauge(b, "database_up", "1: the database answers", y.database);
	gauge(b, "index_up", "1: the index can be read", y.index);
	gauge(b, "free_bytes", "Free space where state is kept",
	    free_bytes());
	if (!y.database)
		return uncached(r, reply);
	gauge(b, "items", "Published items", y.figures.items);
	gauge(b, "files", "Different files", y.figures.files);
	gauge(b, "file_bytes", "Bytes of different files", y.figures.bytes);
	gauge(b, "damaged_files", "Files whose bytes are known to be damaged",
	    y.figures.damaged);
	gauge(b, "jobs", "Work that waits", y.figures.jobs);
	gauge(b, "oldest_job_seconds", "How long the first has waited",
	    y.figures.oldest_job);
	gauge(b, "changes", "Number of the last change", y.figures.changes);
	return uncached(r, reply);
}
