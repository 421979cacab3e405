/*
 * worker: the daemon beside the web. Three processes, so that a long file
 * never keeps an item out of search: the indexer, the only writer of the
 * index; the watcher, who notes what changed before the indexer comes to it;
 * and the jobs (text from files, sweeping). Each is started again when it
 * ends.
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

/*
 * Follows the sequence of changes until nothing is left to do; for `reindex`
 * and tests. rebuild: throws the index away first.
 */
enum status	indexer_once(bool rebuild);

#endif
