/*
 * The headers of uploads in pieces: the first line is what nginx makes of
 * them, the rest a piece, whose checksum they may name.
 */
#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "web/transfer.h"

static void
check_value(struct arena *a, const char *metadata, const char *key)
{
	const char	*value = tus_metadata(a, metadata, key);

	if (value == NULL)
		return;
	assert(*value != '\0' && utf8_valid(value, strlen(value)));
	assert(strstr(metadata, key) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena	*a = arena_new(FUZZ_ARENA);
	const uint8_t	*end = memchr(data, '\n', n);
	size_t		 head = end == NULL ? n : (size_t)(end - data);
	struct tus	 t;
	int		 fd;

	if (tus_parse(a, arena_strndup(a, (const char *)data, head), &t)) {
		assert(t.offset >= -1 && t.length >= -1);
		assert(strlen(t.version) + strlen(t.checksum) +
		    strlen(t.metadata) <= head);
		check_value(a, t.metadata, "filename");
		check_value(a, t.metadata, "item");
		fd = memfd_create("piece", MFD_CLOEXEC);
		assert(fd >= 0);
		if (end != NULL)
			assert(write(fd, end + 1, n - head - 1) ==
			    (ssize_t)(n - head - 1));
		if (tus_checksum(fd, t.checksum) == TUS_SUM_SAME)
			assert(strncmp(t.checksum, "sha", 3) == 0);
		close(fd);
	}
	arena_free(a);
	return 0;
}
