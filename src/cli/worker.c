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
	if (indexer_rebuild() != ST_OK)
		return refuse("the index could not be built; the log says "
		    "why. The one in use stays.");
	printf("The index is built.\n");
	return EXIT_DONE;
}
