/*
 * worker: the daemon beside the web. Five processes, so that a long file
 * never keeps an item out of search: the indexer, the only writer of the
 * index; the watcher, who notes what changed before the indexer comes to it;
 * the builder, who makes another index beside it when that is wanted; the
 * jobs (text from files, sweeping); and the scrubber, who reads stored files
 * again. Each is started again when it ends.
 */
#ifndef CS_WORKER_H
#define CS_WORKER_H

#include "storage/db.h"

/* runs until SIGTERM or SIGINT; returns an exit status */
int	worker_run(void);

/* true from the first SIGTERM on */
extern volatile int	worker_stop;

/* loops until worker_stop */
void	indexer_loop(void);
void	watcher_loop(void);
void	jobs_loop(void);
void	scrubber_loop(void);

/*
 * Builds the index again beside the one that serves and puts it in its place,
 * by the worker where one runs; returns when it is done.
 */
enum status	indexer_rebuild(void);

#endif
