/*
 * ahead: see ahead.h.
 */
#include "storage/ahead.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/blob_folder.h"

#define SLICE	(4u << 20)	/* hashed before others get their turn */
#define EVENTS	64		/* read at a time */

struct followed {
	char		 name[32];	/* of nginx: ten digits */
	int		 fd;		/* 0: none is followed here */
	dev_t		 dev;
	ino_t		 ino;
	struct digest	 digest;	/* no state: it was asked for */
};

static struct followed	 files[AHEAD_FILES];
static char		 place[PATH_MAX];
static int		 events = -1;

static void
let_go(struct followed *f)
{
	digest_end(&f->digest, NULL);
	close(f->fd);
	f->fd = 0;
}

static void
let_all_go(void)
{
	size_t	i;

	for (i = 0; i < AHEAD_FILES; i++)
		if (files[i].fd > 0)
			let_go(&files[i]);
}

static struct followed *
by_name(const char *name)
{
	size_t	i;

	for (i = 0; i < AHEAD_FILES; i++)
		if (files[i].fd > 0 && strcmp(files[i].name, name) == 0)
			return &files[i];
	return NULL;
}

static struct followed *
by_file(int fd)
{
	struct stat	s;
	size_t		i;

	if (events == -1 || fstat(fd, &s) != 0)
		return NULL;
	for (i = 0; i < AHEAD_FILES; i++)
		if (files[i].fd > 0 && files[i].ino == s.st_ino &&
		    files[i].dev == s.st_dev &&
		    files[i].digest.size <= (uint64_t)s.st_size)
			return &files[i];
	return NULL;
}

static bool
open_file(struct followed *f, const char *name)
{
	char		path[PATH_MAX];
	struct stat	s;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", place, name) >=
	    sizeof(path) || strlen(name) >= sizeof(f->name))
		return false;
	f->fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (f->fd > 0 && fstat(f->fd, &s) == 0 && S_ISREG(s.st_mode) &&
	    s.st_size >= AHEAD_FROM)
		return true;
	if (f->fd > 0)
		close(f->fd);
	f->fd = 0;
	return false;
}

/* one that has become large; NULL: small, gone or one too many */
static struct followed *
follow(const char *name)
{
	struct followed	*f = files;
	struct stat	 s;

	while (f < files + AHEAD_FILES && f->fd > 0)
		f++;
	if (f == files + AHEAD_FILES || !open_file(f, name))
		return NULL;
	snprintf(f->name, sizeof(f->name), "%s", name);
	if (digest_begin(&f->digest) == 0 && fstat(f->fd, &s) == 0) {
		f->dev = s.st_dev;
		f->ino = s.st_ino;
		return f;
	}
	let_go(f);
	return NULL;
}

static void
take_in(struct followed *f)
{
	uint64_t	before = f->digest.size / SLICE;

	if (digest_go_on(&f->digest, f->fd, SLICE) != 0)
		let_go(f);
	else if (f->digest.size / SLICE > before)
		blob_folder_write_soon(f->fd);
}

static void
hear(const struct inotify_event *e)
{
	struct followed	*f = by_name(e->name);

	if ((e->mask & (IN_DELETE | IN_MOVED_FROM)) != 0) {
		if (f != NULL)
			let_go(f);
		return;
	}
	if (f == NULL)
		f = follow(e->name);
	if (f != NULL && f->digest.state != NULL)
		take_in(f);
}

int
ahead_open(const char *folder)
{
	ahead_close();
	snprintf(place, sizeof(place), "%s", folder);
	events = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (events != -1 && inotify_add_watch(events, folder, IN_MODIFY |
	    IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR) == -1)
		ahead_close();
	return events;
}

void
ahead_read(void)
{
	char	 bytes[EVENTS * (sizeof(struct inotify_event) + NAME_MAX + 1)]
		    __attribute__((aligned(8)));
	ssize_t	 n, at;

	n = read(events, bytes, sizeof(bytes));
	for (at = 0; at < n;) {
		const struct inotify_event *e = (const void *)(bytes + at);

		if (e->len > 0)
			hear(e);
		else if ((e->mask & IN_Q_OVERFLOW) != 0)
			let_all_go();
		at += (ssize_t)(sizeof(*e) + e->len);
	}
}

uint64_t
ahead_of(int fd)
{
	struct followed	*f = by_file(fd);

	return f == NULL ? 0 : f->digest.size;
}

int
ahead_file(int fd, uint8_t out[SHA256_LEN], uint64_t *size)
{
	struct followed	*f = by_file(fd);
	int		 rc;

	if (f == NULL || f->digest.state == NULL)
		return digest_file(fd, out, size);
	rc = digest_go_on(&f->digest, fd, UINT64_MAX);
	*size = f->digest.size;
	return digest_end(&f->digest, out) == 0 ? rc : -1;
}

void
ahead_close(void)
{
	let_all_go();
	if (events != -1)
		close(events);
	events = -1;
}
