/*
 * The parameters of a search, its cursor and the address of the same search:
 * what is understood stays within its ceilings, the address says the same
 * again, and a cursor of ours comes back as it went.
 */
#include "fuzz.h"

#include <string.h>

#include "web/search_params.h"

/* the rows of the vocabulary are the database's business */
const struct country *
vocabulary_country(const struct vocabulary *v, const char *code)
{
	static const struct country	some;

	(void)v;
	return strlen(code) == 2 ? &some : NULL;
}

const struct region *
vocabulary_region(const struct vocabulary *v, const char *slug)
{
	(void)v, (void)slug;
	return NULL;
}

const struct topic *
vocabulary_topic(const struct vocabulary *v, const char *slug)
{
	static const struct topic	some;

	(void)v;
	return strcmp(slug, "malware") == 0 ? &some : NULL;
}

static enum status
read_again(struct request *r, const char *address, unsigned flags,
    struct search_params *p)
{
	const char	*query = strchr(address, '?');

	memset(&r->fault, 0, sizeof(r->fault));
	query = query == NULL ? "" : query + 1;
	assert(query_parse(r->arena, query, strlen(query), &r->query) ==
	    ST_OK);
	return search_params_read(r, NULL, flags, p);
}

static void
check_same(const struct search_params *p, const struct search_params *q)
{
	assert(strcmp(p->q, q->q) == 0);
	assert(p->query.limit == q->query.limit);
	assert(p->query.sort == q->query.sort);
	for (int f = 0; f < SEARCH_FIELDS; f++)
		assert(p->query.filter[f].n == q->query.filter[f].n);
}

/* the hit's place, any bytes but NUL, as both pages' cursors */
static void
check_cursor(struct request *r, const struct search_params *p, unsigned flags,
    const char *key)
{
	struct search_hit	hit = { .key = key };
	struct search_result	res = { .hits = &hit, .nhits = 1,
				    .more = true, .fewer = true };
	struct search_params	q;
	const char		*next = search_params_next(r, p, &res);
	const char		*before = search_params_previous(r, p, &res);

	if (*key == '\0' || strlen(key) > 150)
		return;
	assert(before != NULL);
	if (next == NULL)
		return;
	assert(strlen(next) < 400);
	assert(read_again(r, search_params_address(r, "/s", NULL, NULL, next),
	    flags, &q) == ST_OK);
	assert(q.paged);
	check_same(p, &q);
	if (q.query.sort == SORT_BEST)
		assert(q.query.offset == p->query.offset + 1);
	else
		assert(strcmp(q.query.after, key) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena		*a = arena_new(FUZZ_ARENA);
	struct request		 r = { .arena = a, .lang = "en" };
	struct search_params	 p, again;
	const char		*s;
	unsigned		 flags;

	if (n > 1) {
		flags = data[0] & 7;
		s = arena_strndup(a, (const char *)data + 1, n - 1);
		if (query_parse(a, s, strlen(s), &r.query) == ST_OK &&
		    search_params_read(&r, NULL, flags, &p) == ST_OK) {
			assert(p.query.limit >= 1 &&
			    p.query.limit <= SEARCH_LIMIT_MAX);
			assert(p.query.offset <= SEARCH_OFFSET_MAX);
			assert(read_again(&r, search_params_address(&r, "/s",
			    NULL, NULL, NULL), flags, &again) == ST_OK);
			check_same(&p, &again);
			check_cursor(&r, &p, flags, p.q);
		}
	}
	arena_free(a);
	return 0;
}
