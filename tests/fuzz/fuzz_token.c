/*
 * What is taken for a key has the form of one, and nothing else is: of a text
 * that passes, no single sign may be changed.
 */
#include "domain/token.h"
#include "fuzz.h"

static void
one(enum token_kind kind, const char *text, size_t secret)
{
	char	copy[TOKEN_TEXT];
	size_t	n = strlen(text);

	if (!token_is(kind, text))
		return;
	assert(n == strlen("cs__") + strlen(token_kind_word(kind)) +
	    TOKEN_ID - 1 + 1 + secret + 1 + 6);
	for (size_t i = 0; i < n; i++) {
		snprintf(copy, sizeof(copy), "%s", text);
		copy[i] ^= 1;
		assert(!token_is(kind, copy));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena	*a = arena_new(FUZZ_ARENA);
	const char	*text = arena_strndup(a, (const char *)data, n);
	char		 id[TOKEN_ID], own[TOKEN_TEXT];

	one(TOKEN_API, text, 43);
	one(TOKEN_FEED, text, 32);
	token_write(n % 2 ? TOKEN_API : TOKEN_FEED, id, own);
	assert(token_is(n % 2 ? TOKEN_API : TOKEN_FEED, own));
	arena_free(a);
	return 0;
}
