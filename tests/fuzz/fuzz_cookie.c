#include "fuzz.h"
#include "web/cookie.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena	*a = arena_new(FUZZ_ARENA);
	const char	*header = arena_strndup(a, (const char *)data, n);
	const char	*value = cookie_get(a, header, "cs"), *s;
	const char	*again;

	for (s = value; s != NULL && *s != '\0'; s++)
		assert(*s > ' ' && *s < 0x7f && strchr("\",;\\", *s) == NULL);
	if (value != NULL) {
		/* our own cookie is found behind whatever others there are */
		assert(strstr(header, "cs=") != NULL);
		again = cookie_get(a, arena_printf(a, "cs=%s; %s", value,
		    header), "cs");
		assert(again != NULL && strcmp(again, value) == 0);
	} else {
		again = cookie_get(a, arena_printf(a, "%s; cs=x", header),
		    "cs");
		assert(again != NULL && strcmp(again, "x") == 0);
	}
	arena_free(a);
	return 0;
}
