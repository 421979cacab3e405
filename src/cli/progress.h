/*
 * progress: one line on a terminal's stderr that is drawn over and over;
 * nothing at all where stderr is not a terminal.
 */
#ifndef CS_CLI_PROGRESS_H
#define CS_CLI_PROGRESS_H

#include <stdint.h>

/* bytes; all 0: nobody knows how many there are */
void	progress_show(const char *what, int64_t done, int64_t all);
/* takes the line away */
void	progress_end(void);

#endif
