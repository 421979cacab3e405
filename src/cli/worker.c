/*
 * worker, reindex: the daemon of src/worker, and its one-time run.
 */
#include <stdio.h>

#include "cli/cli.h"
#include "worker/worker.h"

static const struct option_spec none[] = {
	{ NULL, OPTION_END, NULL, NULL, NULL }
};

int
cmd_worker(int argc, char **argv)
{
	int	first = options_parse(argc, argv, none);

	if (first < 0)
		return options_exit(first);
	return worker_run();
}

int
cmd_reindex(int argc, char **argv)
{
	int	first = options_parse(argc, argv, none);

	if (first < 0)
		return options_exit(first);
	switch ((int)indexer_once(true)) {
	case ST_OK:
		printf("The index is built.\n");
		return EXIT_DONE;
	case ST_CONFLICT:
		return refuse("a worker writes this index: stop it first, or "
		    "delete the folder index and it builds it again by "
		    "itself.");
	default:
		return refuse("the index could not be built; the log says "
		    "why.");
	}
}
