/*
 * The file of settings: refused with a sentence, or everything in it is within
 * its bounds and fit to stand in paths and configuration.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/settings.h"

static void
check_rows(void)
{
	struct setting	row;
	size_t		i;

	for (i = 0; settings_row(i, &row); i++) {
		assert(row.value != NULL && strchr(row.value, '\n') == NULL);
		if (strcmp(row.name, "COMMONSHELF_OWNER_URL") == 0 &&
		    strchr(row.value, '@') != NULL)
			assert(row.secret);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char	path[64];
	int	fd = memfd_create("settings", MFD_CLOEXEC);

	assert(fd >= 0 && write(fd, data, n) == (ssize_t)n);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	setenv("COMMONSHELF_CONF", path, 1);
	setenv("COMMONSHELF_ROOT", "/srv", 1);
	if (settings_load() == NULL) {
		assert(settings.home[0] == '/' && strlen(settings.home) <= 80);
		assert(strpbrk(settings.home, " \t\n'\"\\;{}$#") == NULL);
		assert(settings.port >= 1 && settings.port <= 65535);
		assert(settings.web >= 1 && settings.web <= 64);
		assert(strncmp(settings.base_url, "http", 4) == 0);
		assert(strcmp(settings.store, "files") == 0 ||
		    strcmp(settings.store, "postgres") == 0);
		check_rows();
	}
	close(fd);
	return 0;
}
