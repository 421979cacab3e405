/*
 * named: see named.h.
 */
#include "web/named.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "storage/org_name.h"

#define ARENA_MAX	(4u << 20)

/* by slug; all from one question, so that a page never mixes times */
static struct {
	struct arena	*arena;
	struct org_name	*v;
	size_t		 n;
	int64_t		 until;
	uint64_t	 changes;	/* told of before it was asked */
	uint64_t	 asked_at;	/* the same of what is being asked */
} kept;

static int
by_slug(const void *a, const void *b)
{
	const struct org_name	*x = a, *y = b;

	return strcmp(x->slug, y->slug);
}

static bool
is_fresh(struct request *r)
{
	uint64_t	changes;

	return kept.arena != NULL && clock_now() < kept.until &&
	    finder_changes(r->finder, &changes) && changes == kept.changes;
}

bool
named_find(struct request *r, struct found_facet *f)
{
	struct org_name	 key = { .slug = NULL }, *o;
	size_t		 i, known = 0;

	for (i = 0; i < f->n && is_fresh(r); i++) {
		key.slug = f->values[i].value;
		o = bsearch(&key, kept.v, kept.n, sizeof(*kept.v), by_slug);
		if (o == NULL)
			break;
		f->values[i].label = arena_strdup(r->arena, o->name);
		known++;
	}
	return known == f->n;
}

void
named_send(struct request *r, const struct found_facet *f)
{
	const char	**slugs = arena_array(r->arena, const char *,
			    f->n + kept.n + 1);
	size_t		  i, n = 0;

	/* those that were asked for before too: the next question has them */
	for (i = 0; i < kept.n && kept.n < NAMED_MAX; i++)
		slugs[n++] = kept.v[i].slug;
	for (i = 0; i < f->n; i++)
		slugs[n++] = f->values[i].value;
	finder_changes(r->finder, &kept.asked_at);
	org_names_send(r->db, r->arena, slugs, n);
}

enum status
named_take(struct request *r, struct found_facet *f)
{
	struct arena	*a = arena_new(ARENA_MAX);
	struct org_name	*v;
	size_t		 n;
	enum status	 st;

	if ((st = org_names_take(r->db, a, &v, &n)) != ST_OK) {
		arena_free(a);
		return st;
	}
	if (kept.arena != NULL)
		arena_free(kept.arena);
	qsort(v, n, sizeof(*v), by_slug);
	kept.arena = a;
	kept.v = v;
	kept.n = n;
	kept.until = clock_now() + NAMED_SECONDS;
	kept.changes = kept.asked_at;
	named_find(r, f);
	return ST_OK;
}
