#include "extract/input.h"

#include <archive.h>
#include <errno.h>
#include <unistd.h>

#define CHUNK	65536

/* the members that are open, one in the other; none: file descriptor 0 */
static struct {
	const char	*data;
	size_t		 n;
} member[INPUT_DEPTH];
static int		 depth;

bool
input_enter(const char *data, size_t n)
{
	if (depth == INPUT_DEPTH)
		return false;
	member[depth].data = data;
	member[depth].n = n;
	depth++;
	return true;
}

void
input_leave(void)
{
	depth--;
}

bool
input_is_member(void)
{
	return depth > 0;
}

/* at most n bytes from there; 0 at the end, -1 on an error */
static ssize_t
input_at(char *to, size_t n, off_t at)
{
	ssize_t	 got;
	size_t	 left;

	if (depth == 0) {
		while ((got = pread(STDIN_FILENO, to, n, at)) == -1 &&
		    errno == EINTR)
			continue;
		return got;
	}
	if ((size_t)at >= member[depth - 1].n)
		return 0;
	left = member[depth - 1].n - (size_t)at;
	if (n > left)
		n = left;
	memcpy(to, member[depth - 1].data + at, n);
	return (ssize_t)n;
}

size_t
input_head(char *to, size_t n)
{
	ssize_t	 got = input_at(to, n, 0);

	return got > 0 ? (size_t)got : 0;
}

enum extract_reason
input_read(struct buf *b, bool *cut)
{
	char	 chunk[CHUNK];
	ssize_t	 n;

	buf_init(b, INPUT_MAX);
	while ((n = input_at(chunk, sizeof(chunk), (off_t)b->len)) != 0) {
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

	while ((got = input_at(chunk + kept, sizeof(chunk) - kept, at)) > 0) {
		size_t	 have = kept + (size_t)got;

		if (memmem(chunk, have, what, n) != NULL)
			return true;
		at += got;
		kept = have < n ? have : n - 1;
		memmove(chunk, chunk + have - kept, kept);
	}
	return false;
}

int
input_archive(struct archive *a)
{
	if (depth > 0)
		return archive_read_open_memory(a, member[depth - 1].data,
		    member[depth - 1].n);
	if (lseek(STDIN_FILENO, 0, SEEK_SET) == -1)
		return ARCHIVE_FATAL;
	return archive_read_open_fd(a, STDIN_FILENO, CHUNK);
}
