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

/* what stands in one index, in one language: its words meet again while they
 * are near (docs/decisions/rebuilding.md) */
static int
by_index(const void *a, const void *b)
{
	const struct item	*x = a, *y = b;
	int			 d = (int)x->audience - (int)y->audience;

	if (d == 0 && x->audience == AUDIENCE_ORGANISATION)
		d = strcmp(x->org_slug, y->org_slug);
	return d != 0 ? d : strcmp(x->language, y->language);
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(((const struct item *)a)->id,
	    ((const struct item *)b)->id);
}

/* among sorted ones */
static const struct item *
find(const struct items *items, const char *id)
{
	struct item	key = { .id = id };

	return items->n == 0 ? NULL : bsearch(&key, items->v, items->n,
	    sizeof(key), by_id);
}

static void
sort(struct items *items, int (*by)(const void *, const void *))
{
	if (items->n > 0)
		qsort(items->v, items->n, sizeof(items->v[0]), by);
}

/* those of them that a stranger may see, as they look to him */
static enum status
load_shown(struct shelver *x, struct arena *a, const struct items *items,
    struct items *out)
{
	const char	**ids = arena_array(a, const char *, items->n + 1);
	const struct item *it;
	enum status	  st;
	size_t		  i, n = 0;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < items->n; i++) {
		it = &items->v[i];
		if (it->status == ITEM_PUBLISHED &&
		    it->audience == AUDIENCE_PUBLIC)
			ids[n++] = it->id;
	}
	if (n == 0)
		return ST_OK;
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
		st = load_shown(x, a, &items, &shown);
	if (st != ST_OK)
		return st;
	sort(&items, by_id);
	sort(&shown, by_id);
	for (i = 0; i < n && st == ST_OK; i++) {
		it = find(&items, ids[i]);
		if (it == NULL || it->status != ITEM_PUBLISHED)
			st = index_remove(x->index, ids[i]);
	}
	sort(&items, by_index);
	for (i = 0; i < items.n && st == ST_OK; i++) {
		it = &items.v[i];
		if (it->status == ITEM_PUBLISHED)
			st = put(x, it, find(&shown, it->id));
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
