/*
 * The packed item: any bytes are refused or give an item whose texts all end,
 * and what was read packs to bytes that read the same again.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "domain/item_pack.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena	*a = arena_new(FUZZ_ARENA);
	/* of its own size, so that one byte too far is found */
	char		*copy = malloc(n + (n == 0));
	struct item	 it, again;
	struct buf	 one, two;
	size_t		 len;

	assert(copy != NULL);
	memcpy(copy, data, n);
	item_pack_json(copy, n, &len);
	if (item_unpack(a, copy, n, &it)) {
		buf_init(&one, 1 << 20);
		buf_init(&two, 1 << 20);
		item_pack(&one, &it);
		assert(!one.failed);
		assert(item_unpack(a, one.data, one.len, &again));
		assert(strcmp(it.title, again.title) == 0);
		item_pack(&two, &again);
		assert(one.len == two.len &&
		    memcmp(one.data, two.data, one.len) == 0);
		buf_free(&one);
		buf_free(&two);
	}
	free(copy);
	arena_free(a);
	return 0;
}
