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
#include "worker/shelve.h"
#include "worker/worker.h"

#define BATCH		1000	/* items per commit */
#define ARENA_MAX	(2u << 30)
#define PARTS_MAX	16
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
	int64_t		 position;	/* what is later is followed then */
	const char	*epoch;
	size_t		 parts;
};

static enum status
fill(struct shelver *x, const struct build *b, size_t share)
{
	struct change	*c = NULL;
	struct arena	*a;
	int64_t		 after = 0;
	enum status	 st;
	size_t		 n;

	do {
		a = arena_new(ARENA_MAX);
		st = work_share(x->db, a, after, share, b->parts, BATCH, &c,
		    &n);
		if (st == ST_OK && n > 0) {
			after = c[n - 1].seq;
			st = shelve(x, a, c, n);
		}
		if (st == ST_OK)
			st = index_commit(x->index, b->position, false);
		arena_free(a);
	} while (st == ST_OK && n > 0 && !worker_stop);
	return worker_stop ? ST_UNAVAILABLE : st;
}

static enum status
build_part(const struct build *b, size_t share)
{
	struct shelver	 x;
	struct arena	*a = arena_new(ARENA_MAX);
	enum status	 st;

	shelver_open(&x);
	if ((st = shelver_ready(&x)) == ST_OK)
		st = index_open(part(share), b->epoch, &x.index);
	if (st == ST_OK) {
		index_fresh(x.index);
		st = fill(&x, b, share);
	}
	if (st == ST_OK && share == 0)
		st = shelve_audiences(&x, a);
	if (st == ST_OK)
		st = index_commit(x.index, b->position, true);
	if (st != ST_OK && x.index != NULL)
		log_error("build", "part %zu: %s", share, index_why(x.index));
	shelver_close(&x);
	arena_free(a);
	return st;
}

static enum status
merge_part(const struct build *b, size_t share)
{
	const char	*parts[PARTS_MAX];
	char		*copies[PARTS_MAX];
	enum status	 st;
	size_t		 i;

	/* more paths than settings_path() remembers */
	for (i = 0; i < b->parts; i++)
		parts[i] = copies[i] = strdup(part(i));
	st = index_merge(parts, b->parts, settings_path("index.next"), share,
	    (size_t)sysconf(_SC_NPROCESSORS_ONLN));
	for (i = 0; i < b->parts; i++)
		free(copies[i]);
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
	size_t		 cores = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
	struct build	 b = { .parts = cores < PARTS_MAX ? cores :
			    PARTS_MAX };
	struct arena	*a = arena_new(1 << 20);
	enum want	 want = builder_wanted();
	enum status	 st = ST_OK;

	index_discard(settings_path("index.next"));
	if (want == WANT_COMPACT) {
		b.parts = 1;
		log_info("build", "making the index compact");
	} else {
		discard_parts();
		log_info("build", "building the index again, %zu processes",
		    b.parts);
		if ((st = read_start(&b, a)) == ST_OK)
			st = in_shares(&b, b.parts, build_part);
	}
	if (st == ST_OK)
		st = in_shares(&b, cores, merge_part);
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
			rest = AGAIN_S;
		sleep(1);
	}
}
