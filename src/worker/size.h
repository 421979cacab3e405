/*
 * size: how large the index was for its items when it was compact, in
 * HOME/index.size, and whether it has grown beyond that.
 */
#ifndef CS_WORKER_SIZE_H
#define CS_WORKER_SIZE_H

#include <stdbool.h>
#include <stddef.h>

/* it is compact now; failing costs a look more */
void	size_remember(size_t items);
/* worth making compact again */
bool	size_is_bloated(size_t items);

#endif
