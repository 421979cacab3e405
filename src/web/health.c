/*
 * health: see health.h.
 */
#include "web/health.h"

#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/settings.h"
#include "search/search.h"

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

void
health_look(struct request *r, bool whole, struct health_now *n)
{
	int64_t	indexed = 0;

	memset(n, 0, sizeof(*n));
	n->indexed = search_reached(settings_path("index"), &indexed) == ST_OK;
	n->database = health_get(r->db, indexed, whole, &n->figures) == ST_OK;
	n->index = finder_ready(r->finder);
	n->rebuilding = n->index && finder_partial(r->finder);
	n->free_bytes = free_bytes();
	n->store = has_room();
}

bool
health_all(const struct health_now *n)
{
	return n->database && n->index && n->store && n->indexed &&
	    n->figures.behind_seconds < HEALTH_LAG_SECONDS;
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
