/*
 * heap: memory for processes that index much at a time.
 */
#ifndef CS_WORKER_HEAP_H
#define CS_WORKER_HEAP_H

/*
 * What is indexed stands in trees of small pieces until it is committed, and
 * most of the time goes by waiting for memory. In pages of 2 MB the same work
 * takes two thirds of it; and what would be given back is soon needed again.
 */
void	heap_large(void);
/* gives back what is free, when there is nothing to do for a while */
void	heap_rest(void);

#endif
