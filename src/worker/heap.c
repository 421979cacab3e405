/*
 * heap: see heap.h.
 */
#include "worker/heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define HEAP	(768 << 20)	/* of addresses, not of memory */
#define HUGE	(2 << 20)

void
heap_large(void)
{
	uintptr_t	from, to;

	mallopt(M_MMAP_THRESHOLD, HEAP);
	mallopt(M_TRIM_THRESHOLD, HEAP);
	mallopt(M_TOP_PAD, HEAP);
	from = ((uintptr_t)sbrk(0) + HUGE - 1) / HUGE * HUGE;
	free(malloc(HUGE));
	to = (uintptr_t)sbrk(0);
	/* a kernel without them: then it takes longer */
	if (to > from)
		madvise((void *)from, to - from, MADV_HUGEPAGE);
}

void
heap_rest(void)
{
	malloc_trim(0);
	heap_large();
}
