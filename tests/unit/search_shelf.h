/*
 * search_shelf: a small shelf of items for the tests of the search floor.
 */
#ifndef CS_SEARCH_SHELF_H
#define CS_SEARCH_SHELF_H

#include <unistd.h>

#include "search/search.h"
#include "unit.h"

#define DAY		86400
#define SHELF_EPOCH	"e1"

struct shelf {
	char			 dir[64];
	struct index_writer	*w;
	struct finder		*f;
	struct arena		*arena;
	struct search_result	 r;
};

#define VALUES(...) {							\
	.v = (const char *const []){ __VA_ARGS__ },			\
	.n = sizeof((const char *const []){ __VA_ARGS__ }) / sizeof(char *) }

static const char *const everyone[] = { "public" };
static const char *const member[] = { "public", "network", "org-7" };

static inline void
shelf_open(struct shelf *s)
{
	memset(s, 0, sizeof(*s));
	snprintf(s->dir, sizeof(s->dir), "/tmp/cs-search-XXXXXX");
	assert_non_null(mkdtemp(s->dir));
	assert_int_equal(index_open(s->dir, SHELF_EPOCH, &s->w), ST_OK);
	s->f = finder_open(s->dir);
	assert_non_null(s->f);
	s->arena = arena_new(64 << 20);
}

static inline void
shelf_remove(const char *dir)
{
	char cmd[400];
	FILE *p;

	snprintf(cmd, sizeof(cmd), "rm -rf -- '%s'", dir);
	p = popen(cmd, "r");
	assert_non_null(p);
	pclose(p);
}

static inline void
shelf_close(struct shelf *s)
{
	index_close(s->w);
	finder_close(s->f);
	arena_free(s->arena);
	shelf_remove(s->dir);
}

/* one item with the usual rest; data is its id */
static inline void
shelf_put(struct shelf *s, struct index_doc d)
{
	if (d.audience == NULL)
		d.audience = "public";
	if (d.kind == NULL)
		d.kind = "toolkit";
	if (d.language == NULL)
		d.language = "en";
	if (d.published == 0)
		d.published = 1700000000;
	if (d.data == NULL) {
		d.data = d.id;
		d.data_len = strlen(d.id);
	}
	assert_int_equal(index_put(s->w, &d), ST_OK);
}

#define PUT(s, ...)	shelf_put((s), (struct index_doc){ __VA_ARGS__ })

static inline void
shelf_commit(struct shelf *s, int64_t position)
{
	assert_int_equal(index_commit(s->w, position, true), ST_OK);
}

/* searches as a member or as everyone; ids joined by spaces */
static inline const char *
shelf_find(struct shelf *s, bool inside, struct search_query q)
{
	static char ids[4096];
	size_t i, n = 0;

	if (q.limit == 0)
		q.limit = 20;
	assert_int_equal(finder_search(s->f, s->arena,
	    inside ? member : everyone, inside ? 3 : 1, &q, &s->r), ST_OK);
	ids[0] = '\0';
	for (i = 0; i < s->r.nhits; i++)
		n += (size_t)snprintf(ids + n, sizeof(ids) - n, "%s%s",
		    i > 0 ? " " : "", s->r.hits[i].id);
	return ids;
}

#define FIND(s, ...)	\
	shelf_find((s), true, (struct search_query){ __VA_ARGS__ })
#define OUTSIDE(s, ...)	\
	shelf_find((s), false, (struct search_query){ __VA_ARGS__ })

#endif
