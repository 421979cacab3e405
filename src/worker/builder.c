/*
 * builder: see builder.h. Each core builds a part of the items by itself; the
 * parts are then merged, which makes them compact as well.
 */
#include "worker/builder.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"
#include "worker/heap.h"
#include "worker/shelve.h"
#include "worker/worker.h"

#define PAGE		2000	/* items asked for at a time */
#define BATCH		500	/* items read and indexed in one go */
#define PART_ITEMS	20000	/* then another part is begun */
#define ARENA_MAX	(2u << 30)
#define CORES_MAX	64
#define PARTS_MAX	512
#define LOOK_MS		200	/* whether something is wanted */
#define AGAIN_S		60	/* after a failure */
#define NICE		5

static const char *const words[] = { "", "compact", "rebuild" };

enum want
builder_wanted(void)
{
	FILE	*f = fopen(settings_path("index.want"), "re");
	char	 word[16] = "";
	int	 i;

	if (f == NULL)
		return WANT_NOTHING;
	if (fscanf(f, "%15s", word) != 1)
		word[0] = '\0';
	fclose(f);
	for (i = WANT_COMPACT; i <= WANT_REBUILD; i++)
		if (strcmp(words[i], word) == 0)
			return (enum want)i;
	/* torn by a full disk: the safe one of the two */
	return WANT_REBUILD;
}

enum status
builder_want(enum want want)
{
	FILE	*f;
	bool	 ok;

	if (builder_wanted() >= want)
		return ST_OK;
	if ((f = fopen(settings_path("index.want"), "we")) == NULL)
		return ST_UNAVAILABLE;
	ok = fprintf(f, "%s\n", words[want]) > 0;
	return fclose(f) == 0 && ok ? ST_OK : ST_FULL;
}

bool
builder_ready(void)
{
	return access(settings_path("index.ready"), F_OK) == 0;
}

static const char *
part(size_t i)
{
	char	name[32];

	snprintf(name, sizeof(name), "index.next.%zu", i);
	return settings_path(name);
}

static void
discard_parts(void)
{
	size_t	i;

	for (i = 0; i < PARTS_MAX; i++)
		index_discard(part(i));
}

void
builder_clear(void)
{
	unlink(settings_path("index.ready"));
	unlink(settings_path("index.want"));
	index_discard(settings_path("index.next"));
	discard_parts();
}

struct build {
	struct work_place position;	/* what is later is followed then */
	const char	*epoch;
	size_t		 cores;
	struct words	 circles;	/* of organisations */
};

/* One of several that build, each in a process: parts s, s + cores, … are
 * its own. */
struct share {
	const struct build	*b;
	struct shelver		 x;
	size_t			 number, part;
	size_t			 items;		/* in this part */
};

static enum status
open_part(struct share *s)
{
	enum status	st;

	if (s->part >= PARTS_MAX)
		return ST_FULL;
	st = index_open(part(s->part), s->b->epoch, &s->x.index);
	if (st == ST_OK) {
		index_fresh(s->x.index);
		index_mark(s->x.index, s->b->position.seq,
		    s->b->position.mark);
	}
	s->items = 0;
	return st;
}

/* an index of so many items takes each of them faster than a large one */
static enum status
next_part(struct share *s)
{
	enum status	st = index_commit(s->x.index, s->b->position.seq, true);

	if (st != ST_OK || s->items < PART_ITEMS)
		return st;
	index_close(s->x.index);
	s->x.index = NULL;
	s->part += s->b->cores;
	return open_part(s);
}

static enum status
put(struct share *s, struct change *c, size_t n)
{
	struct arena	*a;
	enum status	 st = ST_OK;
	size_t		 i, some;

	for (i = 0; i < n && st == ST_OK; i += some) {
		some = n - i < BATCH ? n - i : BATCH;
		a = arena_new(ARENA_MAX);
		st = shelve(&s->x, a, c + i, some);
		arena_free(a);
		s->items += some;
		if (st == ST_OK)
			st = index_commit_full(s->x.index, s->b->position.seq);
		if (worker_stop)
			st = ST_UNAVAILABLE;
	}
	return st;
}

/* one circle after the other, so that only one is held in memory */
static enum status
fill(struct share *s, const char *circle, size_t share, size_t shares)
{
	struct change	*c = NULL;
	struct arena	*a;
	int64_t		 after = 0;
	enum status	 st;
	size_t		 n;

	do {
		a = arena_new(ARENA_MAX);
		st = work_share(s->x.db, a, circle, &after, share, shares,
		    PAGE, &c, &n);
		if (st == ST_OK)
			st = put(s, c, n);
		arena_free(a);
		if (st == ST_OK && s->items >= PART_ITEMS)
			st = next_part(s);
	} while (st == ST_OK && n == PAGE);
	return st;
}

static enum status
fill_all(struct share *s)
{
	const struct build	*b = s->b;
	enum status		 st;
	size_t			 i;

	st = fill(s, "public", s->number, b->cores);
	if (st == ST_OK)
		st = next_part(s);
	if (st == ST_OK)
		st = fill(s, "network", s->number, b->cores);
	for (i = s->number; i < b->circles.n && st == ST_OK; i += b->cores) {
		if ((st = index_need(s->x.index, b->circles.v[i])) == ST_OK)
			st = fill(s, b->circles.v[i], 0, 1);
	}
	return st == ST_OK ? index_commit(s->x.index, b->position.seq, true) : st;
}

static enum status
build_part(const struct build *b, size_t number)
{
	struct share	 s = { .b = b, .number = number, .part = number };
	enum status	 st;

	heap_large();
	shelver_open(&s.x);
	if ((st = shelver_ready(&s.x)) == ST_OK)
		st = open_part(&s);
	if (st == ST_OK && (st = index_need(s.x.index, "public")) == ST_OK &&
	    (st = index_need(s.x.index, "network")) == ST_OK)
		st = fill_all(&s);
	if (st != ST_OK && s.x.index != NULL)
		log_error("build", "part %zu: %s", s.part,
		    index_why(s.x.index));
	shelver_close(&s.x);
	return st;
}

static enum status
merge_part(const struct build *b, size_t share)
{
	const char	*parts[PARTS_MAX];
	char		*copies[PARTS_MAX];
	enum status	 st;
	size_t		 i, n = 0;

	/* more paths than settings_path() remembers */
	for (i = 0; i < PARTS_MAX; i++)
		if (access(part(i), F_OK) == 0)
			parts[n] = copies[n] = strdup(part(i)), n++;
	st = index_merge(parts, n, settings_path("index.next"), share,
	    b->cores);
	while (n > 0)
		free(copies[--n]);
	return st;
}

/* a process for each share; all must end well */
static enum status
in_shares(const struct build *b, size_t n,
    enum status (*work)(const struct build *, size_t))
{
	pid_t	parent = getpid(), pid;
	bool	ok = true;
	size_t	i;
	int	how;

	for (i = 0; i < n; i++) {
		if ((pid = fork()) == 0) {
			prctl(PR_SET_PDEATHSIG, SIGTERM);
			if (getppid() == parent)
				_exit(work(b, i) == ST_OK ? 0 : 1);
			_exit(1);
		}
		ok = ok && pid > 0;
	}
	while (wait(&how) > 0)
		ok = ok && WIFEXITED(how) && WEXITSTATUS(how) == 0;
	return ok ? ST_OK : ST_UNAVAILABLE;
}

/* in a process of its own: children must not share a connection */
static enum status
read_start(struct build *b, struct arena *a)
{
	struct db	*db = db_new(settings.worker_url, 60000);
	enum status	 st = work_epoch(db, a, &b->epoch);

	if (st == ST_OK)
		st = work_last_change(db, &b->position);
	if (st == ST_OK)
		st = work_circles(db, a, &b->circles);
	db_free(db);
	return st;
}

/* unless more is wanted by now */
static enum status
mark_ready(enum want want)
{
	int	fd;

	if (builder_wanted() != want)
		return ST_STALE;
	fd = open(settings_path("index.ready"), O_CREAT | O_WRONLY | O_CLOEXEC,
	    0600);
	if (fd == -1)
		return ST_UNAVAILABLE;
	close(fd);
	return ST_OK;
}

enum status
builder_build(void)
{
	long		 cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct build	 b = { .cores = cores < 1 ? 1 : cores > CORES_MAX ?
			    CORES_MAX : (size_t)cores };
	struct arena	*a = arena_new(64 << 20);
	enum want	 want = builder_wanted();
	enum status	 st = ST_OK;

	index_discard(settings_path("index.next"));
	if (want == WANT_COMPACT) {
		log_info("build", "making the index compact");
	} else {
		discard_parts();
		log_info("build", "building the index again, %zu processes",
		    b.cores);
		if ((st = read_start(&b, a)) == ST_OK)
			st = in_shares(&b, b.cores, build_part);
	}
	if (st == ST_OK)
		st = in_shares(&b, b.cores, merge_part);
	discard_parts();
	if (st == ST_OK)
		st = mark_ready(want);
	else if (want == WANT_COMPACT)
		builder_clear();	/* another copy, another day */
	log_info("build", st == ST_OK ? "the new index is ready" :
	    "the new index could not be built");
	arena_free(a);
	return st;
}

void
builder_loop(void)
{
	int	rest = 0;

	if (nice(NICE) == -1)
		log_warn("build", "works as hard as the searches");
	while (!worker_stop) {
		if (rest > 0)
			rest--;
		else if (builder_wanted() != WANT_NOTHING &&
		    !builder_ready() && builder_build() != ST_OK)
			rest = AGAIN_S * 1000 / LOOK_MS;
		usleep(LOOK_MS * 1000);
	}
}
