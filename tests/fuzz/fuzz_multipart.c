#include "base/utf8.h"
#include "fuzz.h"
#include "web/multipart.h"

/* parts lie in the body, one behind the other, and no delimiter in them */
static void
check_parts(const struct multipart *m, const char *body, size_t n,
    const char *mark)
{
	uint64_t	 from = 0;
	const char	*inside;
	size_t		 i, len = strlen(mark);

	assert(m->n <= MULTIPART_PARTS_MAX);
	for (i = 0; i < m->n; i++) {
		const struct part *p = &m->parts[i];

		assert(p->offset >= from && p->offset <= n);
		assert(p->length <= n - p->offset);
		from = p->offset + p->length;
		assert(utf8_valid(p->name, strlen(p->name)));
		if (p->filename != NULL)
			assert(utf8_valid(p->filename, strlen(p->filename)));
		inside = memmem(body + p->offset, (size_t)p->length, mark,
		    len);
		if (inside != NULL)
			assert(memcmp(inside + len, "\r\n", 2) != 0);
		assert(memcmp(body + from, "\r\n--", 4) == 0);
	}
}

/* the first line is a Content-Type, the rest the body */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena	*a = arena_new(FUZZ_ARENA);
	const uint8_t	*end = memchr(data, '\n', n);
	const char	*boundary, *body;
	struct multipart m;
	char		*copy;

	if (end != NULL && end - data < 4096 &&
	    (boundary = multipart_boundary(a, arena_strndup(a,
	    (const char *)data, (size_t)(end - data)))) != NULL) {
		n -= (size_t)(end + 1 - data);
		/* of its own size, so that one byte too far is found */
		copy = malloc(n + (n == 0));
		assert(copy != NULL);
		memcpy(copy, end + 1, n);
		body = copy;
		if (multipart_parse(a, body, n, boundary, &m) == ST_OK)
			check_parts(&m, body, n,
			    arena_printf(a, "\r\n--%s", boundary));
		free(copy);
	}
	arena_free(a);
	return 0;
}
