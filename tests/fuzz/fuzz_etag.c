#include "fuzz.h"
#include "web/accept.h"
#include "web/etag.h"

/* the three headers of caching and choice; weak matches all that strong does */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const	offered[] = { "en", "fr", NULL };
	struct arena	*a = arena_new(FUZZ_ARENA);
	const char	*s = arena_strndup(a, (const char *)data, n);
	const char	*language = accept_language(s, offered);

	if (etag_match(s, "\"3\""))
		assert(etag_none_match(s, "\"3\""));
	if (etag_none_match(s, "\"3\""))
		assert(strstr(s, "\"3\"") != NULL || strchr(s, '*') != NULL);
	assert(!etag_match(s, NULL) && !etag_none_match(s, NULL));
	assert(etag_match(arena_printf(a, "\"3\", %s", s), "\"3\""));
	assert(language == offered[0] || language == offered[1]);
	if (accept_prefers_json(s))
		assert(strchr(s, '/') != NULL);
	arena_free(a);
	return 0;
}
