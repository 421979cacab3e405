/*
 * Differences of two texts: taken together they are the one, and the other.
 */
#include "fuzz.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "domain/diff.h"

static void
check_side(const struct diff *d, enum diff_kind left_out, const char *text)
{
	struct buf	b;

	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].kind != left_out)
			buf_puts(&b, d->v[i].text);
	assert(strcmp(b.len > 0 ? b.data : "", text) == 0);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena	*a;
	char		*before, *after;
	struct diff	 d;

	if (!utf8_valid((const char *)data, n))
		return 0;
	a = arena_new((size_t)64 << 20);
	before = arena_strndup(a, (const char *)data, n);
	if ((after = strchr(before, '\x1f')) != NULL)
		*after++ = '\0';
	else
		after = before;
	d = diff_words(a, before, after);
	check_side(&d, DIFF_NEW, before);
	check_side(&d, DIFF_GONE, after);
	for (size_t i = 0; i < d.n; i++) {
		assert(*d.v[i].text != '\0');
		assert(i == 0 || d.v[i].kind != d.v[i - 1].kind);
		assert(i == 0 || d.v[i].kind != DIFF_GONE ||
		    d.v[i - 1].kind != DIFF_NEW);
	}
	assert(d.changed == (strcmp(before, after) != 0));
	arena_free(a);
	return 0;
}
