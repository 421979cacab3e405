#include "extract/members.h"

#include <sys/stat.h>

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define BLOCK	65536

struct members {
	struct archive		*a;
	struct archive_entry	*entry;
	size_t			 count;
	enum extract_reason	 reason;
};

static size_t	 unpacked;	/* by all passes */

static size_t
budget(void)
{
	struct stat	 st;
	size_t		 max;

	if (fstat(STDIN_FILENO, &st) == -1 || st.st_size < 0)
		return MEMBERS_FREE;
	if ((size_t)st.st_size > MEMBERS_BYTES / MEMBERS_RATIO)
		return MEMBERS_BYTES;
	max = MEMBERS_FREE + MEMBERS_RATIO * (size_t)st.st_size;
	return max < MEMBERS_BYTES ? max : MEMBERS_BYTES;
}

static void
wrong(struct members *m)
{
	const char	*why = archive_error_string(m->a);

	if (m->reason != EXTRACT_OK)
		return;
	if (archive_errno(m->a) == ENOMEM)
		m->reason = EXTRACT_MEMORY;
	else if (why != NULL && strstr(why, "ncrypt") != NULL)
		m->reason = EXTRACT_PASSWORD;
	else
		m->reason = EXTRACT_DAMAGED;
}

struct members *
members_open(void)
{
	struct members	*m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	m->a = archive_read_new();
	if (m->a == NULL) {
		free(m);
		return NULL;
	}
	archive_read_support_format_zip(m->a);
	if (lseek(STDIN_FILENO, 0, SEEK_SET) == -1 ||
	    archive_read_open_fd(m->a, STDIN_FILENO, BLOCK) != ARCHIVE_OK)
		wrong(m);
	return m;
}

const char *
members_next(struct members *m)
{
	const char	*name;
	int		 r;

	while (m->reason == EXTRACT_OK) {
		r = archive_read_next_header(m->a, &m->entry);
		if (r == ARCHIVE_EOF)
			return NULL;
		if (r < ARCHIVE_WARN) {
			wrong(m);
			return NULL;
		}
		if (++m->count > MEMBERS_MAX) {
			m->reason = EXTRACT_BOMB;
			return NULL;
		}
		name = archive_entry_pathname(m->entry);
		if (name != NULL)
			return name + strspn(name, "/\\");
	}
	return NULL;
}

bool
members_read(struct members *m, const void **data, size_t *n)
{
	la_int64_t	 at;
	int		 r;

	if (m->reason != EXTRACT_OK)
		return false;
	if (archive_entry_is_data_encrypted(m->entry)) {
		m->reason = EXTRACT_PASSWORD;
		return false;
	}
	r = archive_read_data_block(m->a, data, n, &at);
	if (r == ARCHIVE_EOF)
		return false;
	if (r < ARCHIVE_WARN) {
		wrong(m);
		return false;
	}
	unpacked += *n;
	if (unpacked > budget()) {
		m->reason = EXTRACT_BOMB;
		return false;
	}
	return true;
}

enum extract_reason
members_close(struct members *m)
{
	enum extract_reason	 r = m->reason;

	archive_read_free(m->a);
	free(m);
	return r;
}
