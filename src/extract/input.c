#include "extract/formats.h"

#include <errno.h>
#include <unistd.h>

#define CHUNK	65536

enum extract_reason
input_read(struct buf *b, bool *cut)
{
	char	 chunk[CHUNK];
	ssize_t	 n;

	buf_init(b, INPUT_MAX);
	if (lseek(STDIN_FILENO, 0, SEEK_SET) == -1)
		return EXTRACT_DAMAGED;
	while ((n = read(STDIN_FILENO, chunk, sizeof(chunk))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return EXTRACT_DAMAGED;
		if (b->len + (size_t)n > INPUT_MAX) {
			*cut = true;
			break;
		}
		buf_add(b, chunk, (size_t)n);
		if (b->failed)
			return EXTRACT_MEMORY;
	}
	return EXTRACT_OK;
}

bool
input_holds(const char *what, size_t n)
{
	char	 chunk[CHUNK];
	size_t	 kept = 0;
	ssize_t	 got;
	off_t	 at = 0;

	while ((got = pread(STDIN_FILENO, chunk + kept, sizeof(chunk) - kept,
	    at)) > 0) {
		size_t	 have = kept + (size_t)got;

		if (memmem(chunk, have, what, n) != NULL)
			return true;
		at += got;
		kept = have < n ? have : n - 1;
		memmove(chunk, chunk + have - kept, kept);
	}
	return false;
}
