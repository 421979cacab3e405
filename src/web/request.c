/*
 * request: see request.h.
 */
#include "web/request.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"

int
request_body_fd(struct request *r)
{
	if (r->body_file == NULL)
		return -1;
	return open(r->body_file, O_RDONLY | O_CLOEXEC);
}

enum status
request_body(struct request *r, uint64_t max)
{
	struct stat	 st;
	void		*map;
	int		 fd;

	if (r->body != NULL || r->body_file == NULL) {
		if (r->body == NULL)
			r->body = "";
		return r->body_len > max ? ST_TOO_LARGE : ST_OK;
	}
	if ((fd = request_body_fd(r)) < 0 || fstat(fd, &st) != 0) {
		log_error("body", "can't open the spooled body");
		if (fd >= 0)
			close(fd);
		return ST_INTERNAL;
	}
	r->body_len = (uint64_t)st.st_size;
	r->body = "";
	if (r->body_len > 0 && r->body_len <= max) {
		map = mmap(NULL, r->body_len, PROT_READ, MAP_PRIVATE, fd, 0);
		if (map == MAP_FAILED) {
			close(fd);
			r->body_len = 0;
			return ST_INTERNAL;
		}
		r->body = map;
	}
	close(fd);
	return r->body_len > max ? ST_TOO_LARGE : ST_OK;
}

void
request_unmap(struct request *r)
{
	if (r->body != NULL && r->body[0] != '\0' && r->body_len > 0)
		munmap((void *)(uintptr_t)r->body, r->body_len);
	r->body = NULL;
}

const char *
request_url(struct request *r, const char *path)
{
	return arena_printf(r->arena, "%s%s", settings.base_url, path);
}

int
request_number(const char *text)
{
	size_t	n = strspn(text, "0123456789");

	return n == 0 || n > 9 || text[n] != '\0' ? -1 :
	    (int)strtol(text, NULL, 10);
}

const char *
request_local_path(const char *next, const char *fallback)
{
	const char	*s;

	if (next == NULL || next[0] != '/' || next[1] == '/' ||
	    next[1] == '\\' || strlen(next) > 1500)
		return fallback;
	for (s = next; *s != '\0'; s++)
		if ((unsigned char)*s <= 0x20 || (unsigned char)*s >= 0x7f ||
		    *s == '\\')
			return fallback;
	return next;
}

bool
request_may(struct request *r, enum verb verb, const struct item *item,
    int64_t org)
{
	return access_may(&r->actor, verb, item, org);
}
