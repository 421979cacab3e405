#include "extract/members.h"

#include "extract/input.h"

#include <sys/stat.h>

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct members {
	struct archive		*a;
	struct archive_entry	*entry;
	la_int64_t		 inflated;	/* already counted */
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

/* no format and filter that would start a program or that nobody sends */
static void
support(struct archive *a, enum members_of of)
{
	archive_read_support_format_zip(a);
	if (of == MEMBERS_ZIP)
		return;
	archive_read_support_format_tar(a);
	archive_read_support_format_7zip(a);
	archive_read_support_format_raw(a);
	archive_read_support_filter_gzip(a);
	archive_read_support_filter_bzip2(a);
	archive_read_support_filter_xz(a);
}

struct members *
members_open(enum members_of of)
{
	struct members	*m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	m->a = archive_read_new();
	if (m->a == NULL) {
		free(m);
		return NULL;
	}
	support(m->a, of);
	if (input_archive(m->a) != ARCHIVE_OK)
		wrong(m);
	return m;
}

/* what a compressed tar unpacks to even where nobody reads its members */
static bool
within_budget(struct members *m)
{
	la_int64_t	 now = archive_filter_count(m->a) > 1 ?
	    archive_filter_bytes(m->a, 0) : 0;

	if (now > m->inflated) {
		unpacked += (size_t)(now - m->inflated);
		m->inflated = now;
	}
	if (unpacked <= budget())
		return true;
	m->reason = EXTRACT_BOMB;
	return false;
}

/* neither an archive nor compressed: libarchive would take any bytes */
static bool
is_raw(struct members *m)
{
	return archive_format(m->a) == ARCHIVE_FORMAT_RAW &&
	    archive_filter_count(m->a) <= 1;
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
		if (!within_budget(m))
			return NULL;
		if (is_raw(m)) {
			m->reason = EXTRACT_DAMAGED;
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
	if (archive_filter_count(m->a) <= 1)
		unpacked += *n;
	return within_budget(m);
}

bool
members_slurp(struct members *m, struct buf *b)
{
	const void	*data;
	size_t		 n;

	buf_init(b, MEMBER_MAX);
	while (members_read(m, &data, &n))
		buf_add(b, data, n);
	return !b->failed && b->len > 0;
}

bool
members_is_file(const struct members *m)
{
	return archive_entry_filetype(m->entry) == AE_IFREG;
}

enum extract_reason
members_close(struct members *m)
{
	enum extract_reason	 r = m->reason;

	archive_read_free(m->a);
	free(m);
	return r;
}
