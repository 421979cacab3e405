/* which kind of file it is, by its bytes: the walk through a zip's directory,
 * an old Office container's, the first line of a mail */
#include "fuzz.h"

#include <sys/mman.h>

#include <string.h>
#include <unistd.h>

#include "storage/filetype.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const	 names[] = { "a.odt", "a.txt", "a" };
	char				 type[FILETYPE_MAX];
	int				 fd = memfd_create("file", 0);

	assert(fd != -1 && write(fd, data, n) == (ssize_t)n);
	filetype_of_fd(fd, names[n % 3], type);
	assert(strchr(type, '/') != NULL);
	assert(strpbrk(type, " \r\n;,\"") == NULL);
	assert(*filetype_words(type) != '\0');
	close(fd);
	return 0;
}
