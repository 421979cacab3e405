/*
 * found: waits until the index shows what everybody may read.
 * usage: found INDEX WORD SECONDS [ITEMS]; WORD may be empty: any item.
 * Prints the milliseconds that it took; exit 1 when ITEMS (1) were not found.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "search/search.h"

static int64_t
now_ms(void)
{
	struct timespec	ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static size_t
total(struct finder *f, const char *word)
{
	static const char *const	everybody[] = { "public" };
	struct search_query		q = { .q = *word ? word : NULL,
					    .limit = 1 };
	struct search_result		r = { 0 };
	struct arena			*a = arena_new(16 << 20);
	size_t				n = 0;

	if (finder_search(f, a, everybody, 1, &q, &r) == ST_OK && !r.partial)
		n = r.total;
	arena_free(a);
	return n;
}

int
main(int argc, char **argv)
{
	struct timespec	pause = { .tv_nsec = 2000000 };
	struct finder	*f;
	int64_t		 began = now_ms(), seconds;
	size_t		 wanted = 1;

	if (argc < 4)
		return 2;
	seconds = strtol(argv[3], NULL, 10);
	if (argc > 4)
		wanted = strtoul(argv[4], NULL, 10);
	f = finder_open(argv[1]);
	while (total(f, argv[2]) < wanted) {
		if (now_ms() - began > seconds * 1000)
			return 1;
		nanosleep(&pause, NULL);
	}
	printf("%" PRId64 "\n", now_ms() - began);
	finder_close(f);
	return 0;
}
