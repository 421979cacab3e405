/*
 * shelve: see shelve.h.
 */
#include "worker/shelve.h"

#include "base/log.h"
#include "base/settings.h"
#include "worker/document.h"

#define ARENA_MAX	(2u << 30)	/* of one item with its texts */
#define STATEMENT_MS	60000

void
shelver_open(struct shelver *x)
{
	memset(x, 0, sizeof(*x));
	x->db = db_new(settings.worker_url, STATEMENT_MS);
	x->everybody = db_new(settings.database_url, STATEMENT_MS);
}

void
shelver_close(struct shelver *x)
{
	index_close(x->index);
	x->index = NULL;
	db_free(x->db);
	db_free(x->everybody);
}

enum status
shelver_ready(struct shelver *x)
{
	if (x->vocabulary == NULL)
		x->vocabulary = vocabulary_get(x->db);
	return x->vocabulary == NULL ? ST_UNAVAILABLE : ST_OK;
}

static enum status
put(struct shelver *x, const struct item *it, const struct item *shown)
{
	struct arena		*a = arena_new(ARENA_MAX);
	struct inside		*in = NULL;
	struct index_doc	 d;
	size_t			 n = 0;
	enum status		 st = ST_OK;

	if (it->nfiles > 0)
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
load_shown(struct shelver *x, struct arena *a, const char *const *ids,
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

enum status
shelve(struct shelver *x, struct arena *a, const struct change *c, size_t n)
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

enum status
shelve_audiences(struct shelver *x, struct arena *a)
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
