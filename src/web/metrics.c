/*
 * metrics: see metrics.h.
 */
#include "web/metrics.h"

#include <assert.h>
#include <sys/stat.h>

#include "base/meter.h"
#include "base/settings.h"
#include "search/search.h"
#include "web/health.h"
#include "web/problem.h"
#include "web/routes.h"

#define NAME	"commonshelf_"
#define MARK	2	/* bytes that nginx writes for each refusal */

static size_t
count_routes(void)
{
	static size_t	n;

	while (routes[n].pattern != NULL)
		n++;
	return n;
}

/* another number for another table of routes (FNV-1a) */
static uint64_t
stamp(void)
{
	static uint64_t		 h;
	const struct route	*rt;
	const char		*s;

	if (h != 0)
		return h;
	h = 14695981039346656037u;
	for (rt = routes; rt->pattern != NULL; rt++) {
		h = (h ^ rt->method) * 1099511628211u;
		for (s = rt->pattern; *s != '\0'; s++)
			h = (h ^ (unsigned char)*s) * 1099511628211u;
	}
	return h;
}

void
metrics_open(const char *path)
{
	assert(count_routes() < METER_ROUTES);
	meter_open(path, stamp());
}

size_t
metrics_route(const struct request *r)
{
	return r->route == NULL ? count_routes() : (size_t)(r->route - routes);
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
family(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_printf(b, "# HELP " NAME "%s %s\n# TYPE " NAME "%s %s\n", name,
	    help, name, type);
}

static void
gauge(struct buf *b, const char *name, const char *help, double value)
{
	family(b, name, "gauge", help);
	buf_printf(b, NAME "%s %.15g\n", name, value);
}

/* method="GET",route="/items/{}": a pattern holds nothing to escape */
static void
label(struct buf *b, const char *name, size_t route)
{
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT",
	    "PATCH", "DELETE", "OPTIONS", "" };
	bool	 known = route < count_routes();

	buf_printf(b, NAME "%s{method=\"%s\",route=\"%s\"", name,
	    known ? methods[routes[route].method] : "",
	    known ? routes[route].pattern : "");
}

static bool
was_asked(const struct meter_route *m)
{
	for (size_t i = 0; i < METER_BUCKETS; i++)
		if (m->buckets[i] > 0)
			return true;
	return false;
}

static void
requests(struct buf *b, const struct meter_sheet *sum)
{
	family(b, "http_requests_total", "counter",
	    "Answers of the instances, by route and class of status; a route "
	    "of no name: no such address");
	for (size_t i = 0; i <= count_routes(); i++)
		for (size_t c = 1; was_asked(&sum->route[i]) &&
		    c < METER_CLASSES; c++) {
			label(b, "http_requests_total", i);
			buf_printf(b, ",code=\"%zuxx\"} %llu\n", c + 1,
			    (unsigned long long)sum->route[i].classes[c]);
		}
}

static void
histogram(struct buf *b, size_t route, const struct meter_route *m)
{
	uint64_t	n = 0;

	for (size_t i = 0; i < METER_BUCKETS; i++) {
		n += m->buckets[i];
		label(b, "http_request_duration_seconds_bucket", route);
		if (i < METER_BUCKETS - 1)
			buf_printf(b, ",le=\"%g\"} %llu\n",
			    (double)meter_bounds[i] / 1e6,
			    (unsigned long long)n);
		else
			buf_printf(b, ",le=\"+Inf\"} %llu\n",
			    (unsigned long long)n);
	}
	label(b, "http_request_duration_seconds_sum", route);
	buf_printf(b, "} %.6f\n", (double)m->us / 1e6);
	label(b, "http_request_duration_seconds_count", route);
	buf_printf(b, "} %llu\n", (unsigned long long)n);
}

static void
durations(struct buf *b, const struct meter_sheet *sum)
{
	family(b, "http_request_duration_seconds", "histogram",
	    "How long an instance worked on an answer, by route");
	for (size_t i = 0; i <= count_routes(); i++)
		if (was_asked(&sum->route[i]))
			histogram(b, i, &sum->route[i]);
}

/* what nginx refused never reached an instance: it leaves a mark in a file */
static void
refused(struct buf *b)
{
	struct stat	s;

	if (stat(settings_path("run/refused"), &s) != 0)
		return;
	family(b, "http_refused_total", "counter",
	    "Requests that nginx answered with 503 itself, because the "
	    "instances were busy or down");
	buf_printf(b, NAME "http_refused_total %lld\n",
	    (long long)(s.st_size / MARK));
}

static void
counters(struct buf *b, const struct meter_sheet *sum)
{
	const char	*last = "";

	for (size_t i = 0; i < METER_COUNTERS; i++) {
		const struct meter_name	*n = &meter_names[i];

		if (strcmp(last, n->family) != 0)
			family(b, last = n->family, "counter", n->help);
		buf_printf(b, NAME "%s%s%s%s %llu\n", n->family,
		    *n->labels != '\0' ? "{" : "", n->labels,
		    *n->labels != '\0' ? "}" : "",
		    (unsigned long long)sum->counts[i]);
	}
}

static void
process_up(struct buf *b, const char *name)
{
	char	path[64];

	snprintf(path, sizeof(path), "run/%s.meter", name);
	buf_printf(b, NAME "process_up{process=\"%s\"} %d\n", name,
	    meter_alive(settings_path(path)));
}

static void
processes(struct buf *b)
{
	char	name[24];

	family(b, "process_up", "gauge", "1: this process is there and does "
	    "not hang");
	for (long i = 1; i <= settings.web; i++) {
		snprintf(name, sizeof(name), "web-%ld", i);
		process_up(b, name);
	}
	process_up(b, "web-big");
	process_up(b, "web-reserved");
	process_up(b, "worker");
}

static void
figures(struct buf *b, const struct health_now *n)
{
	const struct health	*f = &n->figures;

	gauge(b, "items", "Published items", (double)f->items);
	gauge(b, "files", "Different files", (double)f->files);
	gauge(b, "file_bytes", "Bytes of different files", (double)f->bytes);
	gauge(b, "damaged_files", "Files whose bytes are known to be damaged",
	    (double)f->damaged);
	gauge(b, "jobs", "Work that waits", (double)f->jobs);
	gauge(b, "failing_jobs", "Work that failed and will be tried again",
	    (double)f->failing);
	gauge(b, "oldest_job_seconds", "How long the first has waited",
	    f->oldest_job);
	gauge(b, "changes", "Number of the last change", (double)f->changes);
	if (!n->indexed)
		return;
	gauge(b, "index_lag_changes", "Changes that the index has not taken",
	    (double)f->behind);
	gauge(b, "index_lag_seconds", "Since the first of these changes",
	    f->behind_seconds);
}

static void
standing(struct buf *b, const struct health_now *n)
{
	family(b, "build_info", "gauge", "1, and which version it is");
	buf_puts(b, NAME "build_info{version=\"" CS_VERSION "\"} 1\n");
	gauge(b, "database_up", "1: the database answers", n->database);
	gauge(b, "index_up", "1: the index can be read", n->index);
	gauge(b, "index_rebuilding", "1: it is built again, searches may miss "
	    "something", n->rebuilding);
	gauge(b, "store_up", "1: there is a place for files", n->store);
	gauge(b, "free_bytes", "Free space where state is kept",
	    (double)n->free_bytes);
	if (n->database)
		figures(b, n);
}

struct reply *
metrics_show(struct request *r)
{
	static struct meter_sheet	 sum;
	struct health_now		 now;
	struct reply			*reply;

	if (!is_near(r))
		return problem(r, ST_NOT_FOUND);
	health_look(r, true, &now);
	meter_sum(settings_path("run"), stamp(), &sum);
	reply = reply_new(r, 200, "text/plain; version=0.0.4; charset=utf-8");
	reply_header(r, reply, "cache-control", "no-store");
	standing(&reply->body, &now);
	processes(&reply->body);
	requests(&reply->body, &sum);
	durations(&reply->body, &sum);
	refused(&reply->body);
	counters(&reply->body, &sum);
	return reply;
}
