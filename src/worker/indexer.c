/*
 * indexer: follows the sequence of changes into the index. Its position
 * stands inside the index, in the commit of the documents, so it can be
 * killed at any moment. An index that must be built from the start is built
 * beside it (builder.h) unless it is small, and then takes its place.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"
#include "worker/builder.h"
#include "worker/heap.h"
#include "worker/shelve.h"
#include "worker/size.h"
#include "worker/worker.h"

#define BATCH		1000		/* changes per commit */
#define ARENA_MAX	(2u << 30)
#define STATEMENT_MS	60000
#define BATCHES		10	/* of a backlog, then all is committed */
#define WAIT_MS		1000
#define SOON_MS		100	/* while a new index is made */
#define STAMP_S		10	/* positions of audiences without changes */
#define SMALL		2000	/* items: as fast in place as beside it */
#define LOOK_S		600	/* how often the size is looked at */

struct indexer {
	struct shelver	 s;
	struct work_place position;
	char		 epoch[64];
	int64_t		 asked;		/* when the epoch was asked for */
	int64_t		 told;		/* what work_indexed() knows */
	int64_t		 stamped;	/* when all positions were written */
	int64_t		 looked;	/* when its size was looked at */
	int		 behind;	/* full batches one after the other */
	int		 lock;
};

/* one writer an index, for as long as the process lives */
static bool
take_lock(struct indexer *x)
{
	if (x->lock != -1)
		return true;
	x->lock = open(settings_path("index.lock"),
	    O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (x->lock != -1 && flock(x->lock, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (x->lock != -1)
		close(x->lock);
	x->lock = -1;
	return false;
}

/*
 * Positions of audiences without changes are written now and then: each is a
 * commit, and what is read twice after a crash does no harm. Nor is each small
 * audience committed with each batch of a backlog.
 */
static enum status
commit(struct indexer *x, const struct work_place *to, bool more, bool *whole)
{
	bool		all = !more && clock_now() - x->stamped >= STAMP_S;
	enum status	st;

	index_mark(x->s.index, to->seq, to->mark);
	x->behind = to->seq - x->position.seq >= BATCH ? x->behind + 1 : 0;
	*whole = x->behind % BATCHES == 0;
	st = *whole ? index_commit(x->s.index, to->seq, all) :
	    index_commit_full(x->s.index, to->seq);
	if (st == ST_OK && all) {
		x->stamped = clock_now();
		work_indexed(x->s.db, to->seq);
	}
	return st;
}

/* The database that answers now has lost the end of what was indexed (a
 * standby took over that was behind): every node begins anew. */
static enum status
other_history(struct indexer *x)
{
	log_error("index", "the database does not know change %lld as it was: "
	    "every index is built again", (long long)x->position.seq);
	return work_new_epoch(x->s.db, x->epoch) == ST_OK ? ST_STALE :
	    ST_UNAVAILABLE;
}

/* one batch; *more: there may be further ones */
static enum status
step(struct indexer *x, bool *more)
{
	struct arena	*a = arena_new(ARENA_MAX);
	struct change	*c = NULL;
	struct work_place to;
	bool		 whole = false;
	size_t		 n;
	enum status	 st;

	*more = false;
	st = work_changes(x->s.db, a, &x->position, BATCH, &c, &n, &to);
	if (st == ST_STALE)
		st = other_history(x);
	if (st == ST_OK && n > 0)
		st = shelve(&x->s, a, c, n);
	if (st == ST_OK)
		st = commit(x, &to, n > 0, &whole);
	if (st == ST_OK && n > 0) {
		x->position = to;
		*more = true;
	}
	if (st == ST_OK && whole && x->told != x->position.seq) {
		work_indexed(x->s.db, x->position.seq);
		x->told = x->position.seq;
	}
	arena_free(a);
	return st;
}

static bool
is_small(struct indexer *x)
{
	int64_t	n;

	return work_count(x->s.db, &n) == ST_OK && n < SMALL;
}

static enum status
drop_bad(struct indexer *x)
{
	const char	*bad = index_bad(x->s.index);

	if (bad == NULL || *bad == '\0')
		return ST_UNAVAILABLE;
	log_warn("index", "%s is damaged or outdated, built again: %s", bad,
	    index_why(x->s.index));
	if (!is_small(x) && builder_want(WANT_REBUILD) != ST_OK)
		return ST_UNAVAILABLE;
	return index_drop(x->s.index, bad);
}

static void
close_index(struct indexer *x)
{
	index_close(x->s.index);
	x->s.index = NULL;
}

/* drops what is bad until all the rest is open */
static enum status
open_good(struct indexer *x, const char *dir, const char *epoch)
{
	enum status	st;
	int		tries;

	for (tries = 0; tries < 1000; tries++) {
		st = index_open(dir, epoch, &x->s.index);
		if (st != ST_STALE || drop_bad(x) != ST_OK)
			return st;
		close_index(x);
	}
	return st;
}

/* of the audience that is furthest, or furthest behind */
static struct work_place
place_of(struct index_writer *w, bool most)
{
	struct work_place	p = { 0 };
	int64_t			at;
	size_t			i;

	for (i = 0; index_audience(w, i, &at) != NULL; i++)
		if (i == 0 || (most ? at > p.seq : at < p.seq))
			p = (struct work_place){ at, index_audience_mark(w, i) };
	return p;
}

/* all that stands in it happened in the database that answers now */
static enum status
same_history(struct indexer *x, struct arena *a)
{
	struct work_place	 most = place_of(x->s.index, true), to;
	struct change		*c;
	size_t			 n;
	enum status		 st;

	st = work_changes(x->s.db, a, &most, 1, &c, &n, &to);
	if (st != ST_STALE)
		return st;
	x->position = most;
	return other_history(x);
}

/*
 * Where to go on. What must be built from the start is built beside this one,
 * which meanwhile takes what is new.
 */
static void
find_position(struct indexer *x)
{
	x->position = place_of(x->s.index, false);
	if (x->position.seq == 0 && !is_small(x))
		builder_want(WANT_REBUILD);
	if (builder_wanted() == WANT_REBUILD) {
		x->position = place_of(x->s.index, true);
		if (x->position.seq == 0)
			work_last_change(x->s.db, &x->position);
	}
	index_rebuilding(x->s.index, x->position.seq == 0 ||
	    builder_wanted() == WANT_REBUILD);
}

static enum status
open_index(struct indexer *x)
{
	struct arena	*a = arena_new(ARENA_MAX);
	const char	*epoch;
	enum status	 st;

	st = work_epoch(x->s.db, a, &epoch);
	snprintf(x->epoch, sizeof(x->epoch), "%s", epoch);
	if (st == ST_OK)
		st = open_good(x, settings_path("index"), epoch);
	if (st == ST_OK)
		st = same_history(x, a);
	if (st == ST_OK)
		st = shelve_audiences(&x->s, a);
	if (st == ST_OK) {
		find_position(x);
		work_indexed(x->s.db, x->position.seq);
		x->told = x->position.seq;
		log_info("index", "open at change %lld",
		    (long long)x->position.seq);
	} else if (x->s.index != NULL) {
		log_error("index", "%s", index_why(x->s.index));
	}
	arena_free(a);
	return st;
}

/* another node may have begun a new one */
static enum status
same_epoch(struct indexer *x)
{
	struct arena	*a;
	const char	*epoch;
	enum status	 st;

	if (clock_now() - x->asked < STAMP_S)
		return ST_OK;
	x->asked = clock_now();
	a = arena_new(1 << 20);
	st = work_epoch(x->s.db, a, &epoch);
	if (st == ST_OK && strcmp(epoch, x->epoch) != 0)
		st = ST_STALE;
	arena_free(a);
	return st;
}

static enum status
catch_up(struct indexer *x)
{
	enum status	st = ST_OK;
	bool		more = true, much = false;

	while (more && st == ST_OK && !worker_stop) {
		st = step(x, &more);
		much = much || x->behind > 0;
	}
	if (much)
		heap_rest();
	if (st == ST_OK && builder_wanted() != WANT_REBUILD)
		index_rebuilding(x->s.index, false);
	if (st == ST_STALE)
		drop_bad(x);
	return st;
}

/* ---------------------------------------- the other index takes its place */

/* up to date, then closed: nobody writes when the folders change places */
static enum status
finish_next(struct indexer *x, size_t *items)
{
	struct indexer	 y = *x;
	struct arena	*a = arena_new(ARENA_MAX);
	const char	*epoch;
	enum status	 st;

	y.s.index = NULL;
	st = work_epoch(y.s.db, a, &epoch);
	if (st == ST_OK)
		st = index_open(settings_path("index.next"), epoch,
		    &y.s.index);
	if (st == ST_OK)
		st = shelve_audiences(&y.s, a);
	if (st == ST_OK) {
		y.position = place_of(y.s.index, true);
		index_mark(y.s.index, y.position.seq, y.position.mark);
		st = index_commit(y.s.index, y.position.seq, true);
	}
	if (st == ST_OK)
		st = catch_up(&y);
	if (st == ST_OK)
		*items = index_items(y.s.index);
	else if (y.s.index != NULL)
		log_error("index", "the new one: %s", index_why(y.s.index));
	close_index(&y);
	arena_free(a);
	return st;
}

static enum status
take_over(struct indexer *x)
{
	size_t		items = 0;
	enum status	st = finish_next(x, &items);

	if (st == ST_UNAVAILABLE)
		return st;	/* the database will answer again */
	if (st == ST_OK) {
		close_index(x);
		st = index_swap(settings_path("index"),
		    settings_path("index.next"));
	}
	if (st == ST_OK) {
		log_info("index", "the new one took its place");
		size_remember(items);
		builder_clear();
	} else {
		log_error("index", "the new one is of no use");
		unlink(settings_path("index.ready"));
	}
	if (x->s.index == NULL)
		st = open_index(x);
	return st;
}

/* now and then, when nothing else is to do */
static void
look_at_size(struct indexer *x)
{
	if (clock_now() - x->looked < LOOK_S ||
	    builder_wanted() != WANT_NOTHING)
		return;
	x->looked = clock_now();
	if (!size_is_bloated(index_items(x->s.index)))
		return;
	if (index_commit(x->s.index, x->position.seq, true) == ST_OK &&
	    index_copy(settings_path("index"),
	    settings_path("index.next.0")) == ST_OK)
		builder_want(WANT_COMPACT);
	else
		builder_clear();
}

static enum status
turn(struct indexer *x)
{
	enum status	st = shelver_ready(&x->s);

	if (st == ST_OK && x->s.index == NULL)
		st = open_index(x);
	else if (st == ST_OK && (st = index_check(x->s.index)) == ST_STALE)
		drop_bad(x);
	if (st == ST_OK)
		st = same_epoch(x);
	if (st == ST_OK)
		st = catch_up(x);
	if (st == ST_OK && builder_ready())
		st = take_over(x);
	if (st == ST_OK)
		look_at_size(x);
	if (st != ST_OK && x->s.index != NULL) {
		log_warn("index", "opened again: %s", index_why(x->s.index));
		close_index(x);
	}
	return st;
}

static void
wait_for_lock(struct indexer *x)
{
	if (!take_lock(x))
		log_error("index", "another worker writes this index; this "
		    "one waits");
	while (!take_lock(x) && !worker_stop)
		sleep(1);
}

void
indexer_loop(void)
{
	struct indexer	 x = { .lock = -1 };
	struct db	*ear = db_new(settings.worker_url, STATEMENT_MS);
	bool		 listening = false;

	heap_large();
	shelver_open(&x.s);
	wait_for_lock(&x);
	while (!worker_stop) {
		if (!listening)
			listening = db_listen(ear, "change");
		if (turn(&x) != ST_OK || !listening)
			usleep(500 * 1000);
		else
			db_wait(ear, builder_wanted() != WANT_NOTHING ?
			    SOON_MS : WAIT_MS);
		if (db_lost(ear))
			listening = false;
	}
	/* the positions of all, so that the next start reads nothing twice */
	if (x.s.index != NULL)
		index_commit(x.s.index, x.position.seq, true);
	shelver_close(&x.s);
	db_free(ear);
}

/* a worker that runs does it */
static enum status
wait_for_worker(void)
{
	while (builder_wanted() != WANT_NOTHING)
		usleep(100 * 1000);
	return ST_OK;
}

enum status
indexer_rebuild(void)
{
	struct indexer	x = { .lock = -1 };
	enum status	st;

	if ((st = builder_want(WANT_REBUILD)) != ST_OK)
		return st;
	if (!take_lock(&x))
		return wait_for_worker();
	if ((st = builder_build()) != ST_OK)
		return st;
	shelver_open(&x.s);
	if ((st = shelver_ready(&x.s)) == ST_OK)
		st = open_index(&x);
	if (st == ST_OK)
		st = take_over(&x);
	shelver_close(&x.s);
	return st;
}
