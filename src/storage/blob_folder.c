/*
 * blob_folder: see blob_folder.h.
 */
#include "storage/blob_folder.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"
#include "storage/blob.h"

const char *
blob_folder_path(const uint8_t *sha256)
{
	char	path[BLOB_PATH_MAX + 8] = "files/";

	blob_path(sha256, path + 6);
	return settings_path(path);
}

int
blob_folder_nameless(void)
{
	mkdir(settings_path("files"), 0700);
	return open(settings_path("files"), O_TMPFILE | O_RDWR | O_CLOEXEC,
	    0600);
}

bool
blob_folder_has(const uint8_t *sha256, int64_t size)
{
	struct stat	s;

	return stat(blob_folder_path(sha256), &s) == 0 && s.st_size == size;
}

bool
blob_folder_sound(const uint8_t *sha256, int64_t size)
{
	uint8_t		found[SHA256_LEN];
	uint64_t	read = 0;
	int		fd = blob_open(sha256);
	bool		same;

	if (fd < 0)
		return false;
	same = digest_file(fd, found, &read) == 0 && (int64_t)read == size &&
	    memcmp(found, sha256, SHA256_LEN) == 0;
	close(fd);
	return same;
}

static enum status
failed(const char *what)
{
	bool	full = errno == ENOSPC || errno == EDQUOT;

	log_error("blob", "%s: %s", what, strerror(errno));
	return full ? ST_FULL : ST_INTERNAL;
}

void
blob_folder_write_soon(int fd)
{
	/* where it can't, fdatasync() has more to do */
	(void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

static enum status
sync_folder(const char *path)
{
	int		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum status	st = ST_OK;

	if (fd < 0 || fsync(fd) != 0)
		st = failed("a folder can't be synced");
	if (fd >= 0)
		close(fd);
	return st;
}

/* cuts the last part of a path off; the rest is the folder it lies in */
static void
up(char *path)
{
	char	*slash = strrchr(path, '/');

	assert(slash != NULL);
	*slash = '\0';
}

/* the two folders above a blob; a new one is durable in its own folder */
static enum status
make_folders(const char *file, bool durable)
{
	char		inner[512], outer[512];
	bool		fresh;
	enum status	st = ST_OK;

	snprintf(inner, sizeof(inner), "%s", file);
	up(inner);
	if (access(inner, F_OK) == 0)
		return ST_OK;
	snprintf(outer, sizeof(outer), "%s", inner);
	up(outer);
	mkdir(settings_path("files"), 0700);
	fresh = mkdir(outer, 0700) == 0;
	if (mkdir(inner, 0700) != 0 && errno != EEXIST)
		return failed("no folder for a file");
	if (durable)
		st = sync_folder(outer);
	if (durable && fresh && st == ST_OK)
		st = sync_folder(settings_path("files"));
	return st;
}

/* under a name that nobody reads, then over the old one */
static enum status
replace(const char *from, const char *path)
{
	char		beside[600], id[PUBLIC_ID_LEN + 1];
	enum status	st = ST_OK;

	digest_public_id(id);
	snprintf(beside, sizeof(beside), "%.*s/.%s",
	    (int)(strrchr(path, '/') - path), path, id);
	if (linkat(AT_FDCWD, from, AT_FDCWD, beside, AT_SYMLINK_FOLLOW) != 0)
		return failed("no link for a file");
	if (rename(beside, path) != 0)
		st = failed("a file can't be replaced");
	unlink(beside);		/* left over where both were one file */
	return st;
}

static enum status
name(int fd, const char *path)
{
	char	from[64];

	snprintf(from, sizeof(from), "/proc/self/fd/%d", fd);
	if (linkat(AT_FDCWD, from, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0)
		return ST_OK;
	return errno == EEXIST ? replace(from, path) :
	    failed("no link for a file");
}

enum status
blob_folder_link(int fd, const uint8_t *sha256, bool durable)
{
	char		path[512], folder[512];
	enum status	st;

	snprintf(path, sizeof(path), "%s", blob_folder_path(sha256));
	snprintf(folder, sizeof(folder), "%s", path);
	up(folder);
	if (fdatasync(fd) != 0)
		return failed("a file can't be synced");
	if ((st = make_folders(path, durable)) != ST_OK ||
	    (st = name(fd, path)) != ST_OK)
		return st;
	return durable ? sync_folder(folder) : ST_OK;
}

enum status
blob_folder_sync(const uint8_t *sha256)
{
	char		folder[512];
	int		i, fd = blob_open(sha256);
	enum status	st = ST_OK;

	if (fd < 0 || fsync(fd) != 0)
		st = failed("a file can't be synced");
	if (fd >= 0)
		close(fd);
	snprintf(folder, sizeof(folder), "%s", blob_folder_path(sha256));
	for (i = 0; i < 3 && st == ST_OK; i++) {
		up(folder);
		st = sync_folder(folder);
	}
	return st;
}
