/*
 * indexer: follows the sequence of changes into the index. Its position
 * stands inside the index, in the commit of the documents, so it can be
 * killed at any moment.
 */
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"
#include "worker/document.h"
#include "worker/worker.h"

#define BATCH		200		/* changes per commit */
#define ARENA_MAX	(2u << 30)
#define STATEMENT_MS	60000
#define WAIT_MS		1000

struct indexer {
	struct db		*db;
	struct db		*everybody;	/* sees what anybody may */
	struct index_writer	*index;
	const struct vocabulary	*vocabulary;
	int64_t			 position;
};

static enum status
put(struct indexer *x, const struct item *it, const struct item *shown)
{
	struct arena		*a = arena_new(ARENA_MAX);
	struct inside		*in = NULL;
	struct index_doc	 d;
	size_t			 n;
	enum status		 st;

	st = work_texts(x->db, a, it->key, &in, &n);
	if (st == ST_OK) {
		document_of(a, x->vocabulary, it, shown, in, n, &d);
		st = index_put(x->index, &d);
	}
	if (st == ST_INVALID || st == ST_TOO_LARGE) {
		log_error("index", "left out %s: %s", it->id,
		    index_why(x->index));
		st = ST_OK;
	}
	arena_free(a);
	return st;
}

static const struct item *
find(const struct items *items, const char *id)
{
	size_t	i;

	for (i = 0; i < items->n; i++)
		if (strcmp(items->v[i].id, id) == 0)
			return &items->v[i];
	return NULL;
}

/* the same items under the rights of nobody in particular */
static enum status
load_shown(struct indexer *x, struct arena *a, const char *const *ids,
    size_t n, struct items *out)
{
	enum status	st;

	if ((st = db_begin(x->everybody, DB_READ)) != ST_OK)
		return st;
	item_by_ids_send(x->everybody, a, ids, n);
	st = items_take(x->everybody, a, out);
	db_end(x->everybody);
	return st;
}

static enum status
apply(struct indexer *x, struct arena *a, const struct change *c, size_t n)
{
	const char		**ids = arena_array(a, const char *, n + 1);
	const struct item	 *it;
	struct items		  items, shown;
	enum status		  st;
	size_t			  i;

	for (i = 0; i < n; i++)
		ids[i] = c[i].id;
	if ((st = work_items(x->db, a, ids, n, &items)) == ST_OK)
		st = load_shown(x, a, ids, n, &shown);
	for (i = 0; i < n && st == ST_OK; i++) {
		it = find(&items, ids[i]);
		if (it != NULL && it->status == ITEM_PUBLISHED)
			st = put(x, it, find(&shown, ids[i]));
		else
			st = index_remove(x->index, ids[i]);
	}
	return st;
}

/* one batch; *more: there may be further ones */
static enum status
step(struct indexer *x, bool *more)
{
	struct arena	*a = arena_new(ARENA_MAX);
	struct change	*c = NULL;
	int64_t		 to;
	size_t		 n;
	enum status	 st;

	*more = false;
	st = work_changes(x->db, a, x->position, BATCH, &c, &n, &to);
	if (st == ST_OK && n > 0 && (st = apply(x, a, c, n)) == ST_OK &&
	    (st = index_commit(x->index, to, true)) == ST_OK) {
		x->position = to;
		*more = true;
		work_indexed(x->db, to);
	}
	arena_free(a);
	return st;
}

/* what readers may be given must be there, even empty */
static enum status
need_all(struct indexer *x, struct arena *a)
{
	struct words	circles;
	enum status	st;
	size_t		i;

	if ((st = index_need(x->index, "public")) != ST_OK ||
	    (st = index_need(x->index, "network")) != ST_OK ||
	    (st = work_circles(x->db, a, &circles)) != ST_OK)
		return st;
	for (i = 0; i < circles.n && st == ST_OK; i++)
		st = index_need(x->index, circles.v[i]);
	return st;
}

static enum status
drop_bad(struct indexer *x)
{
	const char	*bad = index_bad(x->index);

	if (bad == NULL)
		return ST_UNAVAILABLE;
	log_warn("index", "%s is damaged or outdated, built again: %s", bad,
	    index_why(x->index));
	return index_drop(x->index, bad);
}

static enum status
open_index(struct indexer *x)
{
	struct arena	*a = arena_new(ARENA_MAX);
	const char	*epoch;
	enum status	 st;
	int		 tries;

	st = work_epoch(x->db, a, &epoch);
	if (st == ST_OK)
		st = index_open(settings_path("index"), epoch, &x->index);
	for (tries = 0; st == ST_STALE && tries < 1000; tries++)
		st = drop_bad(x);
	if (st == ST_OK)
		st = need_all(x, a);
	if (st == ST_OK) {
		x->position = index_position(x->index);
		index_rebuilding(x->index, x->position == 0);
		work_indexed(x->db, x->position);
		log_info("index", "open at change %lld",
		    (long long)x->position);
	} else if (x->index != NULL) {
		log_error("index", "%s", index_why(x->index));
	}
	arena_free(a);
	return st;
}

static void
close_index(struct indexer *x)
{
	index_close(x->index);
	x->index = NULL;
}

static enum status
catch_up(struct indexer *x)
{
	enum status	st = ST_OK;
	bool		more = true;

	while (more && st == ST_OK && !worker_stop)
		st = step(x, &more);
	if (st == ST_OK)
		index_rebuilding(x->index, false);
	if (st == ST_STALE)
		drop_bad(x);
	return st;
}

static enum status
turn(struct indexer *x)
{
	enum status	st = ST_OK;

	if (x->vocabulary == NULL &&
	    (x->vocabulary = vocabulary_get(x->db)) == NULL)
		return ST_UNAVAILABLE;
	if (x->index == NULL)
		st = open_index(x);
	else
		st = index_check(x->index);
	if (st == ST_OK)
		st = catch_up(x);
	if (st != ST_OK && x->index != NULL) {
		log_warn("index", "opened again: %s", index_why(x->index));
		close_index(x);
	}
	return st;
}

void
indexer_loop(void)
{
	struct indexer	 x = { .db = db_new(settings.worker_url,
			    STATEMENT_MS), .everybody = db_new(
			    settings.database_url, STATEMENT_MS) };
	struct db	*ear = db_new(settings.worker_url, STATEMENT_MS);
	bool		 listening = false;

	while (!worker_stop) {
		if (!listening)
			listening = db_listen(ear, "change");
		if (turn(&x) != ST_OK || !listening)
			usleep(500 * 1000);
		else
			db_wait(ear, WAIT_MS);
		if (db_lost(ear))
			listening = false;
	}
	if (x.index != NULL)
		close_index(&x);
	db_free(x.db);
	db_free(x.everybody);
	db_free(ear);
}

enum status
indexer_once(bool rebuild)
{
	struct indexer	x = { .db = db_new(settings.worker_url, STATEMENT_MS),
			    .everybody = db_new(settings.database_url,
			    STATEMENT_MS) };
	const char	*key;
	int64_t		 at;
	enum status	 st = ST_UNAVAILABLE;

	x.vocabulary = vocabulary_get(x.db);
	if (x.vocabulary != NULL)
		st = open_index(&x);
	while (st == ST_OK && rebuild &&
	    (key = index_audience(x.index, 0, &at)) != NULL)
		st = index_drop(x.index, key);
	if (st == ST_OK && rebuild) {
		close_index(&x);
		st = open_index(&x);
	}
	if (st == ST_OK)
		st = catch_up(&x);
	if (x.index != NULL)
		close_index(&x);
	db_free(x.db);
	db_free(x.everybody);
	return st;
}
