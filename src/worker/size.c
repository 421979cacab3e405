/*
 * size: see size.h.
 */
#include "worker/size.h"

#include <stdio.h>

#include "base/settings.h"
#include "search/search.h"

#define LEAST	(16u << 20)	/* bytes: a small one is not worth it */
#define OVER	1.1		/* times the size that it had then */

void
size_remember(size_t items)
{
	FILE	*f = fopen(settings_path("index.size"), "we");

	if (f == NULL)
		return;
	fprintf(f, "%llu %zu\n", (unsigned long long)index_size(settings_path(
	    "index")), items);
	fclose(f);
}

bool
size_is_bloated(size_t items)
{
	double			 now = (double)index_size(settings_path(
				    "index"));
	unsigned long long	 size = 0;
	size_t			 then = 0;
	FILE			*f = fopen(settings_path("index.size"), "re");

	if (f != NULL) {
		if (fscanf(f, "%llu %zu", &size, &then) != 2)
			size = 0;
		fclose(f);
	}
	if (now < LEAST || items == 0)
		return false;
	return size == 0 || then == 0 || now / (double)items >
	    OVER * (double)size / (double)then;
}
