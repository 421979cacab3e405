#include "base/utf8.h"
#include "fuzz.h"
#include "web/query.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena	*a = arena_new(FUZZ_ARENA);
	struct query	 q;
	size_t		 i;

	if (query_parse(a, (const char *)data, n, &q) == ST_OK) {
		assert(q.n <= QUERY_PAIRS_MAX);
		for (i = 0; i < q.n; i++) {
			assert(utf8_valid(q.pairs[i].name,
			    strlen(q.pairs[i].name)));
			assert(utf8_valid(q.pairs[i].value,
			    strlen(q.pairs[i].value)));
			assert(strlen(q.pairs[i].value) <= n);
			assert(query_get(&q, q.pairs[i].name) != NULL);
		}
	}
	arena_free(a);
	return 0;
}
