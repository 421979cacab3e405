/*
 * progress: see progress.h.
 */
#include "cli/progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WIDTH	30

static int	shown = -1;	/* tenths of a per cent, or MB, last drawn */

void
progress_show(const char *what, int64_t done, int64_t all)
{
	char	bar[WIDTH + 1];
	int	now;

	if (isatty(STDERR_FILENO) != 1)
		return;
	now = (int)(all > 0 ? done * 1000 / all : done / 1000000);
	if (now == shown)
		return;
	shown = now;
	if (all <= 0) {
		fprintf(stderr, "\r\033[K%s: %d MB", what, now);
		return;
	}
	if (now > 1000)
		now = 1000;
	memset(bar, ' ', WIDTH);
	memset(bar, '=', (size_t)(now * WIDTH / 1000));
	bar[WIDTH] = '\0';
	fprintf(stderr, "\r\033[K%s [%s] %d %% of %lld MB", what, bar,
	    now / 10, (long long)((all + 999999) / 1000000));
}

void
progress_end(void)
{
	if (shown >= 0)
		fputs("\r\033[K", stderr);
	shown = -1;
}
