/*
 * unit: what every cmocka program needs, and the way to the test data that is
 * not part of this tree.
 */
#ifndef CS_TESTS_UNIT_H
#define CS_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/*
 * $COMMONSHELF_TEST_DATA/NAME, else ../shared/data/NAME. Ends the case as
 * skipped, with the reason, where there is no such file or folder.
 */
static inline const char *
unit_data(const char *name)
{
	static char	 path[1024];
	const char	*folder = getenv("COMMONSHELF_TEST_DATA");
	FILE		*in;

	snprintf(path, sizeof(path), "%s/%s",
	    folder != NULL ? folder : "../shared/data", name);
	if ((in = fopen(path, "re")) == NULL) {
		print_message("skipped: no test data at %s\n", path);
		skip();
	}
	fclose(in);
	return path;
}

/* a whole file and its length, to be freed */
static inline char *
unit_read(const char *path, size_t *n)
{
	FILE	*in = fopen(path, "re");
	char	*data;

	assert_non_null(in);
	fseek(in, 0, SEEK_END);
	*n = (size_t)ftell(in);
	rewind(in);
	data = calloc(1, *n + 1);
	assert_non_null(data);
	assert_int_equal(fread(data, 1, *n, in), *n);
	fclose(in);
	return data;
}

#endif
