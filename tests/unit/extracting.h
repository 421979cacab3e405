/*
 * extracting: files made in memory, and what commonshelf-extract says of them.
 */
#ifndef CS_TESTS_EXTRACTING_H
#define CS_TESTS_EXTRACTING_H

#include "worker/extract.h"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include "unit.h"

#define ROOM	((size_t)64 << 20)

static struct arena	*arena;

static inline int
temporary(void)
{
	char	 path[] = "/tmp/extract-XXXXXX";
	int	 fd = mkstemp(path);

	assert_int_not_equal(fd, -1);
	unlink(path);
	return fd;
}

static inline struct extract_result
run_fd(int fd, const char *type)
{
	struct extract_result	 r;

	if (arena != NULL)
		arena_free(arena);
	arena = arena_new(ROOM);
	assert_int_equal(extract_run(arena, fd, type, "name", &r), ST_OK);
	close(fd);
	return r;
}

static inline struct extract_result
run(const char *content, size_t n, const char *type)
{
	int	 fd = temporary();

	assert_int_equal(write(fd, content, n), (ssize_t)n);
	return run_fd(fd, type);
}

#define RUN(content, type)	run((content), sizeof(content) - 1, (type))

/* a zip or tar with one member */
static inline int
archive_of(int (*format)(struct archive *), const char *name,
    const char *content, size_t n, int times)
{
	struct archive		*a = archive_write_new();
	struct archive_entry	*e = archive_entry_new();
	int			 fd = temporary();

	format(a);
	archive_write_open_fd(a, fd);
	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, (la_int64_t)n * times);
	archive_write_header(a, e);
	for (int i = 0; i < times; i++)
		archive_write_data(a, content, n);
	archive_write_close(a);
	archive_entry_free(e);
	archive_write_free(a);
	return fd;
}

static inline int
zip_of(const char *name, const char *content, size_t n, int times)
{
	return archive_of(archive_write_set_format_zip, name, content, n,
	    times);
}

static inline void
ends(struct extract_result r, enum extract_state state,
    enum extract_reason reason)
{
	assert_int_equal(r.reason, reason);
	assert_int_equal(r.state, state);
}

#endif
