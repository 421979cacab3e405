/*
 * Items as programs send them: JSON in, checked, and as JSON out again, where
 * an item that was good stays as it was.
 */
#include "fuzz.h"

#include <jansson.h>
#include <string.h>

#include "domain/item_json.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena		*a;
	json_t			*o = json_loadb((const char *)data, n,
				    JSON_REJECT_DUPLICATES, NULL), *out;
	struct item		 it;
	struct item_input	 in;
	struct fault		 f = { 0 };

	if (o == NULL)
		return 0;
	a = arena_new(FUZZ_ARENA);
	item_init(&it, KIND_TOOLKIT);
	if (item_from_json(a, o, &it, &in, &f) == ST_OK &&
	    item_validate(&it, true, &f) == ST_OK) {
		out = item_json(&it, "https://example.org", 0);
		assert(out != NULL);
		assert(strcmp(json_string_value(json_object_get(out,
		    "title")), it.title) == 0);
		json_decref(out);
	}
	json_decref(o);
	arena_free(a);
	return 0;
}
