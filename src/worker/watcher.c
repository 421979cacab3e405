/*
 * watcher: reads the sequence of changes within milliseconds, while the
 * indexer may be busy, and notes for the searches which items the index does
 * not show as they are.
 */
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"
#include "search/search.h"
#include "storage/work.h"
#include "worker/worker.h"

#define STATEMENT_MS	1000
#define LOOK_MS		500	/* without news */
#define AWAITED_MS	50
#define LIMIT		4096	/* changes at a time */

struct watcher {
	struct db		*db, *ear;
	struct index_watch	*watch;
	bool			 listening;
	int			 refused;
};

/* a new list: what came before is left to the index */
static enum status
start(struct watcher *x, const char *epoch, int64_t *from)
{
	struct work_place	last;
	enum status		st = work_last_change(x->db, &last);

	*from = last.seq;
	if (st == ST_OK)
		index_watch_start(x->watch, epoch, *from);
	return st;
}

static enum status
note_all(struct watcher *x, struct arena *a, int64_t seq)
{
	/* without mark: the indexer is who notices another history */
	struct work_place	 from = { .seq = seq }, to;
	struct change		*c = NULL;
	enum status		 st;
	size_t			 i, n;

	do {
		st = work_changes(x->db, a, &from, LIMIT, &c, &n, &to);
		for (i = 0; i < n && st == ST_OK; i++)
			index_watch_note(x->watch, c[i].seq, c[i].id);
		from = (struct work_place){ .seq = to.seq };
	} while (st == ST_OK && n > 0);
	if (st == ST_OK)
		index_watch_end(x->watch, to.seq);
	return st;
}

static enum status
look(struct watcher *x)
{
	struct arena	*a = arena_new(64 << 20);
	const char	*epoch;
	int64_t		 from = 0;
	enum status	 st = work_epoch(x->db, a, &epoch);

	if (st == ST_OK)
		st = index_watch_begin(x->watch, epoch, &from);
	if (st == ST_OK && from == 0)
		st = start(x, epoch, &from);
	if (st == ST_OK)
		st = note_all(x, a, from);
	arena_free(a);
	return st;
}

/* until somebody changes something, says so, or it is time */
static void
rest(struct watcher *x)
{
	int	ms;

	for (ms = 0; ms < LOOK_MS && !worker_stop; ms += AWAITED_MS)
		if (db_wait(x->ear, AWAITED_MS) ||
		    index_watch_awaited(x->watch))
			return;
}

static void
turn(struct watcher *x)
{
	enum status	st;

	if (!x->listening)
		x->listening = db_listen(x->ear, "change");
	st = look(x);
	if (st == ST_CONFLICT && x->refused++ == 0)
		log_error("watch", "another worker watches this index");
	if (st == ST_OK && x->listening)
		rest(x);
	else
		usleep(LOOK_MS * 1000);
	if (db_lost(x->ear))
		x->listening = false;
}

void
watcher_loop(void)
{
	struct watcher	x = { .db = db_new(settings.worker_url, STATEMENT_MS),
			    .ear = db_new(settings.worker_url, STATEMENT_MS),
			    .watch = index_watch_open(settings_path("index")) };

	while (!worker_stop && x.watch != NULL)
		turn(&x);
	index_watch_close(x.watch);
	db_free(x.db);
	db_free(x.ear);
}
