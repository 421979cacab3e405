/*
 * bag: see bag.h.
 */
#include "cli/bag.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/hex.h"
#include "cli/progress.h"

#define MANIFEST	"manifest-sha256.txt"
#define TAGS		"tagmanifest-sha256.txt"

static void
fail(struct bag *b)
{
	if (!b->failed)
		b->why = errno;
	b->failed = true;
}

static const char *
at(const char *folder, const char *path)
{
	static char	full[2 * BAG_PATH];

	snprintf(full, sizeof(full), "%s/%s", folder, path);
	return full;
}

/* RFC 8493, 2.1.3: line ends and % stand as %0A, %0D, %25 */
static void
line(FILE *out, const uint8_t sha256[SHA256_LEN], const char *path)
{
	char	hex[SHA256_HEX];

	digest_hex(sha256, SHA256_LEN, hex);
	fprintf(out, "%s  ", hex);
	for (; *path != '\0'; path++) {
		if (*path == '\n' || *path == '\r' || *path == '%')
			fprintf(out, "%%%02X", (unsigned char)*path);
		else
			fputc(*path, out);
	}
	fputc('\n', out);
}

/* the folders above a path of the bag */
static bool
make_way(const char *folder, const char *path)
{
	char	 below[BAG_PATH];
	char	*slash;

	snprintf(below, sizeof(below), "%s", path);
	for (slash = strchr(below, '/'); slash != NULL;
	    slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(at(folder, below), 0750) == -1 && errno != EEXIST)
			return false;
		*slash = '/';
	}
	return true;
}

bool
bag_make(struct bag *b, const char *folder)
{
	memset(b, 0, sizeof(*b));
	snprintf(b->folder, sizeof(b->folder), "%s", folder);
	/* an empty folder may be taken: rmdir takes no other */
	if (rmdir(folder) == -1 && errno != ENOENT)
		return false;
	if (mkdir(folder, 0750) == -1)
		return false;
	b->manifest = fopen(at(folder, MANIFEST), "wxe");
	b->tags = fopen(at(folder, TAGS), "wxe");
	return b->manifest != NULL && b->tags != NULL;
}

/* hashes and syncs a file of the bag; its size, or -1 */
static int64_t
seal(struct bag *b, FILE *list, const char *path)
{
	uint8_t		sha256[SHA256_LEN];
	uint64_t	size = 0;
	int		fd = open(at(b->folder, path), O_RDONLY | O_CLOEXEC);

	if (fd == -1 || digest_file(fd, sha256, &size) == -1 ||
	    fsync(fd) == -1) {
		fail(b);
		if (fd != -1)
			close(fd);
		return -1;
	}
	close(fd);
	line(list, sha256, path);
	return (int64_t)size;
}

void
bag_written(struct bag *b, const char *path)
{
	int64_t	size = b->failed ? -1 : seal(b, b->manifest, path);

	if (size < 0)
		return;
	b->files++;
	b->bytes += size;
}

static void
write_out(struct bag *b, const char *path, const void *bytes, size_t n)
{
	FILE	*out;

	if (b->failed)
		return;
	if (!make_way(b->folder, path) ||
	    (out = fopen(at(b->folder, path), "wxe")) == NULL) {
		fail(b);
		return;
	}
	if (fwrite(bytes, 1, n, out) != n)
		fail(b);
	if (fclose(out) != 0)
		fail(b);
}

void
bag_bytes(struct bag *b, const char *path, const void *bytes, size_t n)
{
	write_out(b, path, bytes, n);
	bag_written(b, path);
}

static bool
copy(int in, int out)
{
	ssize_t	n;

	do
		n = copy_file_range(in, NULL, out, NULL, 1 << 24, 0);
	while (n > 0);
	if (n < 0 && (errno == EXDEV || errno == EINVAL)) {
		char	block[65536];

		while ((n = read(in, block, sizeof(block))) > 0)
			if (write(out, block, (size_t)n) != n)
				return false;
	}
	return n == 0;
}

void
bag_file(struct bag *b, const char *path, const char *from)
{
	int	in, out;

	if (b->failed)
		return;
	if (!make_way(b->folder, path)) {
		fail(b);
		return;
	}
	/* bytes of our files never change under their name */
	if (link(from, at(b->folder, path)) == -1) {
		in = open(from, O_RDONLY | O_CLOEXEC);
		out = open(at(b->folder, path), O_WRONLY | O_CREAT | O_EXCL |
		    O_CLOEXEC, 0640);
		if (in == -1 || out == -1 || !copy(in, out))
			fail(b);
		if (in != -1)
			close(in);
		if (out != -1)
			close(out);
	}
	bag_written(b, path);
}

bool
bag_close(struct bag *b, const char *info)
{
	static const char	bagit[] = "BagIt-Version: 1.0\n"
				    "Tag-File-Character-Encoding: UTF-8\n";
	char			text[2048];
	int			fd;

	snprintf(text, sizeof(text), "%sPayload-Oxum: %lld.%lld\n", info,
	    (long long)b->bytes, (long long)b->files);
	write_out(b, "bagit.txt", bagit, sizeof(bagit) - 1);
	write_out(b, "bag-info.txt", text, strlen(text));
	if (b->manifest == NULL || fclose(b->manifest) != 0)
		fail(b);
	if (!b->failed) {
		seal(b, b->tags, "bagit.txt");
		seal(b, b->tags, "bag-info.txt");
		seal(b, b->tags, MANIFEST);
	}
	if (b->tags == NULL || fclose(b->tags) != 0)
		fail(b);
	/* names of files and folders too */
	if ((fd = open(b->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) != -1) {
		if (syncfs(fd) == -1)
			fail(b);
		close(fd);
	}
	errno = b->why;
	return !b->failed;
}

/* no part of it leads upwards, as in "a/../b"; a name like "a..b" is a name */
static bool
stays_below(const char *path)
{
	const char	*s;

	if (*path == '/')
		return false;
	for (s = path; (s = strstr(s, "..")) != NULL; s += 2)
		if ((s == path || s[-1] == '/') &&
		    (s[2] == '/' || s[2] == '\0'))
			return false;
	return true;
}

/* the path of a line, its escapes undone, below the bag and nowhere else */
static bool
read_line(char *text, uint8_t sha256[SHA256_LEN], char **path)
{
	char	*from, *to;
	int	 code;

	text[strcspn(text, "\n")] = '\0';
	if (strlen(text) < SHA256_HEX + 2 || text[64] != ' ')
		return false;
	text[64] = '\0';
	if (!digest_unhex(text, sha256, SHA256_LEN))
		return false;
	*path = from = to = text + 65 + strspn(text + 65, " ");
	while (*from != '\0') {
		if (*from == '%' && (code = hex_byte(from + 1)) >= 0) {
			*to++ = (char)code;
			from += 3;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
	return stays_below(*path);
}

static const char *
compare(const char *full, const uint8_t sha256[SHA256_LEN], uint64_t *size)
{
	uint8_t		found[SHA256_LEN];
	int		fd = open(full, O_RDONLY | O_CLOEXEC);
	const char	*why = NULL;

	if (fd == -1)
		return "is missing";
	if (digest_file(fd, found, size) == -1)
		why = "can't be read";
	else if (memcmp(found, sha256, SHA256_LEN) != 0)
		why = "has changed";
	close(fd);
	return why;
}

static int64_t
check_list(const char *folder, const char *list, int64_t all,
    void (*wrong)(const char *, const char *))
{
	FILE		*in = fopen(at(folder, list), "re");
	char		*text = NULL, *path;
	const char	*why;
	size_t		 cap = 0;
	uint8_t		 sha256[SHA256_LEN];
	uint64_t	 size;
	int64_t		 n = 0, done = 0;

	if (in == NULL)
		return -1;
	while (getline(&text, &cap, in) > 0) {
		size = 0;
		if (!read_line(text, sha256, &path)) {
			wrong(list, "has a line that is none");
			n++;
			continue;
		}
		if ((why = compare(at(folder, path), sha256, &size)) != NULL) {
			wrong(path, why);
			n++;
		}
		progress_show("checked", done += (int64_t)size, all);
	}
	free(text);
	fclose(in);
	return n;
}

int64_t
bag_check(const char *folder, void (*wrong)(const char *, const char *))
{
	static const char size[] = "Payload-Oxum: ";
	int64_t		 bytes = 0;
	char		 text[256];
	FILE		*in = fopen(at(folder, "bag-info.txt"), "re");
	int64_t		 tags, data;

	if (in == NULL)
		return -1;
	while (fgets(text, sizeof(text), in) != NULL)
		if (strncmp(text, size, sizeof(size) - 1) == 0)
			bytes = strtoll(text + sizeof(size) - 1, NULL, 10);
	fclose(in);
	tags = check_list(folder, TAGS, 0, wrong);
	data = check_list(folder, MANIFEST, bytes, wrong);
	progress_end();
	return tags < 0 || data < 0 ? -1 : tags + data;
}
