/*
 * Text and its small spellings: UTF-8 beside a reader of its own, cut and put
 * together again; hexadecimal, base64 and percent signs there and back.
 */
#include "fuzz.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/base64.h"
#include "base/digest.h"
#include "base/hex.h"
#include "base/utf8.h"
#include "web/query.h"

/* RFC 3629 by its table of ranges */
static bool
by_the_table(const uint8_t *s, size_t n)
{
	static const uint8_t	t[][6] = { /* first, second, how many more */
		{ 0x01, 0x7f, 0, 0, 0 }, { 0xc2, 0xdf, 0x80, 0xbf, 1 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 2 }, { 0xe1, 0xec, 0x80, 0xbf, 2 },
		{ 0xed, 0xed, 0x80, 0x9f, 2 }, { 0xee, 0xef, 0x80, 0xbf, 2 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 3 }, { 0xf1, 0xf3, 0x80, 0xbf, 3 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 3 } };
	size_t	i, k, row;

	for (i = 0; i < n; i += t[row][4] + 1u) {
		for (row = 0; row < 9; row++)
			if (s[i] >= t[row][0] && s[i] <= t[row][1])
				break;
		if (row == 9 || i + t[row][4] >= n)
			return false;
		for (k = 1; k <= t[row][4]; k++)
			if (s[i + k] < (k == 1 ? t[row][2] : 0x80) ||
			    s[i + k] > (k == 1 ? t[row][3] : 0xbf))
				return false;
	}
	return true;
}

static void
text(struct arena *a, const char *s)
{
	char		*again = arena_alloc(a, strlen(s) + 5), *to = again;
	const char	*from = s;
	size_t		 n = strlen(s), points = 0, cut;

	for (; *from != '\0'; points++)
		to += utf8_put(to, utf8_next(&from));
	*to = '\0';
	assert(strcmp(again, s) == 0 && points == utf8_count(s));
	for (size_t most = 0; most < 9; most++) {
		cut = utf8_cut(s, most);
		assert(cut <= most && cut <= n && cut + 4 > (most < n ? most :
		    n));
		assert(utf8_valid(s, cut));
	}
}

static void
bytes(struct arena *a, const uint8_t *data, size_t n)
{
	char	*spelt = arena_alloc(a, 3 * n + 4), *at = spelt;
	uint8_t	*back = arena_alloc(a, 3 * n + 4);

	digest_hex(data, n, spelt);
	assert(digest_unhex(spelt, back, n) && memcmp(data, back, n) == 0);
	EVP_EncodeBlock((unsigned char *)spelt, data, (int)n);
	assert(base64_decode(spelt, back) == n && memcmp(data, back, n) == 0);
	for (size_t i = 0; i < n; i++, at += 3) {
		*at = '%';
		digest_hex(data + i, 1, at + 1);
	}
	*at = '\0';
	at = (char *)(uintptr_t)query_path(a, spelt);
	assert((at != NULL) == utf8_valid((const char *)data, n));
	assert(at == NULL || memcmp(at, data, n) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena	*a = arena_new(FUZZ_ARENA);
	const char	*s = arena_strndup(a, (const char *)data, n);
	uint8_t		*out = arena_alloc(a, n + 4);

	assert(utf8_valid((const char *)data, n) == by_the_table(data, n));
	if (utf8_valid(s, strlen(s)))
		text(a, s);
	bytes(a, data, n);
	assert(base64_decode(s, out) <= 3 * strlen(s) / 4);
	if (query_path(a, s) != NULL)
		assert(strlen(query_path(a, s)) <= strlen(s));
	arena_free(a);
	return 0;
}
