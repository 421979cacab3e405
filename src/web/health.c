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

void
health_look(struct request *r, bool whole, struct health_now *n)
{
	int64_t	indexed = 0;

	memset(n, 0, sizeof(*n));
	n->indexed = search_reached(settings_path("index"), &indexed) == ST_OK;
	n->database = health_get(r->db, indexed, whole, &n->figures) == ST_OK;
	n->index = finder_ready(r->finder);
	n->rebuilding = finder_rebuilding(r->finder);
	n->free_bytes = free_bytes();
	/* bodies wait here before they are stored */
	n->store = access(settings_path("spool"), F_OK) == 0 &&
	    n->free_bytes > 0;
}

bool
health_all(const struct health_now *n)
{
	return n->database && n->index && n->store && n->indexed &&
	    n->figures.behind_seconds < HEALTH_LAG_SECONDS;
}

struct reply *
health_ready(struct request *r)
{
	struct health_now	n;
	bool			all;

	health_look(r, false, &n);
	all = n.database && n.index && n.store;
	return uncached(r, reply_json(r, all ? 200 : 503, json_pack(
	    "{s:b, s:b, s:b, s:b}", "ready", all, "database", n.database,
	    "index", n.index, "store", n.store)));
}
