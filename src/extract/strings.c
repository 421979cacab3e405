#include "extract/strings.h"

#include <stdlib.h>

#define STRINGS_MAX	((size_t)4 * 1000 * 1000)
#define STRINGS_BYTES	((size_t)64 * 1000 * 1000)

void
strings_init(struct strings *s)
{
	*s = (struct strings){ 0 };
	buf_init(&s->bytes, STRINGS_BYTES);
}

void
strings_free(struct strings *s)
{
	buf_free(&s->bytes);
	free(s->ends);
}

void
strings_end(struct strings *s)
{
	if (s->n == s->cap && s->cap < STRINGS_MAX) {
		size_t	 cap = s->cap == 0 ? 1024 : s->cap * 2;
		size_t	*ends = reallocarray(s->ends, cap, sizeof(*ends));

		if (ends == NULL)
			return;
		s->ends = ends;
		s->cap = cap;
	}
	if (s->n < s->cap)
		s->ends[s->n++] = s->bytes.len;
}

void
strings_put(const struct strings *s, size_t i, struct out *o)
{
	size_t	 from;

	if (i >= s->n)
		return;
	from = i == 0 ? 0 : s->ends[i - 1];
	out_flow(o, s->bytes.data + from, s->ends[i] - from);
}
