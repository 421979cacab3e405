/*
 * meter: see meter.h.
 */
#include "base/meter.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

#define BUSY_MS		300000	/* nginx gives up on an upload then */

const struct meter_name	meter_names[METER_COUNTERS] = {
#define X(id, family, labels, help) { family, labels, help },
	METERS(X)
#undef X
};

const uint64_t	meter_bounds[METER_BUCKETS - 1] = { 1000, 2500, 5000, 10000,
    25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 5000000 };

static struct meter_sheet	 nobody;	/* until a file is open */
static struct meter_sheet	*own = &nobody;
static int64_t			 began;		/* us */

/* FNV-1a of the tables that a sheet follows */
static uint64_t
layout(void)
{
	static uint64_t	 h;
	const char	*s;
	size_t		 i;

	if (h != 0)
		return h;
	h = 14695981039346656037u ^ sizeof(struct meter_sheet);
	for (i = 0; i < METER_COUNTERS; i++) {
		for (s = meter_names[i].family; *s != '\0'; s++)
			h = (h ^ (unsigned char)*s) * 1099511628211u;
		for (s = meter_names[i].labels; *s != '\0'; s++)
			h = (h ^ (unsigned char)*s) * 1099511628211u;
	}
	return h;
}

static void
add(uint64_t *to, uint64_t n)
{
	__atomic_fetch_add(to, n, __ATOMIC_RELAXED);
}

static uint64_t
get(const uint64_t *from)
{
	return __atomic_load_n(from, __ATOMIC_RELAXED);
}

/* NULL when there is none, or one that follows other tables */
static struct meter_sheet *
map(const char *path, int flags)
{
	struct meter_sheet	*m = MAP_FAILED;
	struct stat		 s;
	int			 fd = open(path, flags | O_CLOEXEC);

	if (fd == -1)
		return NULL;
	if (fstat(fd, &s) == 0 && s.st_size == (off_t)sizeof(*m))
		m = mmap(NULL, sizeof(*m), flags == O_RDWR ? PROT_READ |
		    PROT_WRITE : PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (m == MAP_FAILED)
		return NULL;
	if (m->layout == layout())
		return m;
	munmap(m, sizeof(*m));
	return NULL;
}

/*
 * An empty one under another name, then the real one: whoever has the old one
 * mapped keeps it. Its bytes are written, not left as a hole: a full disk is
 * met here and not, as SIGBUS, while counting.
 */
static bool
make(const char *path, uint64_t routes)
{
	struct meter_sheet	 fresh = { .layout = layout(),
				    .routes = routes };
	char			 next[600];
	int			 fd;
	bool			 ok;

	snprintf(next, sizeof(next), "%s.next", path);
	fd = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1)
		return false;
	ok = write(fd, &fresh, sizeof(fresh)) == (ssize_t)sizeof(fresh);
	close(fd);
	if (ok && rename(next, path) == 0)
		return true;
	unlink(next);
	return false;
}

bool
meter_open(const char *path, uint64_t routes)
{
	struct meter_sheet	*m = map(path, O_RDWR);

	if (m != NULL && m->routes != routes) {
		munmap(m, sizeof(*m));
		m = NULL;
	}
	if (m == NULL && make(path, routes))
		m = map(path, O_RDWR);
	if (m == NULL) {
		log_warn("meter", "%s can't be made: nothing is counted (%s)",
		    path, strerror(errno));
		return false;
	}
	own = m;
	own->pid = getpid();
	own->busy = 0;
	meter_beat();
	return true;
}

void
meter_count(enum meter what)
{
	add(&own->counts[what], 1);
}

void
meter_beat(void)
{
	__atomic_store_n(&own->beat, clock_steady_us() / 1000, __ATOMIC_RELAXED);
}

void
meter_begin(void)
{
	began = clock_steady_us();
	__atomic_store_n(&own->busy, began / 1000, __ATOMIC_RELAXED);
}

void
meter_end(size_t route, int status)
{
	struct meter_route	*r = &own->route[route < METER_ROUTES ? route :
				    METER_ROUTES - 1];
	int64_t			 us = clock_steady_us() - began;
	size_t			 b = 0;

	while (b < METER_BUCKETS - 1 && (uint64_t)us > meter_bounds[b])
		b++;
	add(&r->buckets[b], 1);
	add(&r->us, (uint64_t)us);
	if (status >= 100 && status < 600)
		add(&r->classes[status / 100 - 1], 1);
	__atomic_store_n(&own->busy, 0, __ATOMIC_RELAXED);
}

static void
sum_route(struct meter_route *to, const struct meter_route *from)
{
	size_t	i;

	for (i = 0; i < METER_CLASSES; i++)
		to->classes[i] += get(&from->classes[i]);
	for (i = 0; i < METER_BUCKETS; i++)
		to->buckets[i] += get(&from->buckets[i]);
	to->us += get(&from->us);
}

static void
sum_sheet(struct meter_sheet *to, const char *path, uint64_t routes)
{
	struct meter_sheet	*m = map(path, O_RDONLY);
	size_t			 i;

	if (m == NULL)
		return;
	for (i = 0; i < METER_COUNTERS; i++)
		to->counts[i] += get(&m->counts[i]);
	for (i = 0; m->routes == routes && i < METER_ROUTES; i++)
		sum_route(&to->route[i], &m->route[i]);
	munmap(m, sizeof(*m));
}

void
meter_sum(const char *folder, uint64_t routes, struct meter_sheet *sum)
{
	struct dirent	*e;
	const char	*dot;
	char		 path[600];
	DIR		*dir = opendir(folder);

	memset(sum, 0, sizeof(*sum));
	while (dir != NULL && (e = readdir(dir)) != NULL) {
		dot = strrchr(e->d_name, '.');
		if (dot == NULL || strcmp(dot, ".meter") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		sum_sheet(sum, path, routes);
	}
	if (dir != NULL)
		closedir(dir);
}

/* a time of this start of the machine, not longer ago than that */
static bool
is_lately(int64_t when, int64_t ms)
{
	int64_t	now = clock_steady_us() / 1000;

	return when > 0 && when <= now && now - when <= ms;
}

bool
meter_alive(const char *path)
{
	struct meter_sheet	*m = map(path, O_RDONLY);
	char			 proc[40];
	bool			 alive;

	if (m == NULL)
		return false;
	snprintf(proc, sizeof(proc), "/proc/%lld", (long long)m->pid);
	alive = m->pid > 0 && access(proc, F_OK) == 0 &&
	    (is_lately(m->beat, METER_BEAT_MS) || is_lately(m->busy, BUSY_MS));
	munmap(m, sizeof(*m));
	return alive;
}
