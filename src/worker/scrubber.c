/*
 * scrubber: reads every stored file again in a rolling window, one at a time
 * and with the least priority, so that a flipped bit is found while there is
 * still a backup that has it right.
 */
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"
#include "storage/store.h"
#include "worker/worker.h"

#define STATEMENT_MS	60000
#define PAUSE_MS	200	/* between two files */
#define LOOK_SECONDS	30	/* when none was due */

static void
rest(int ms)
{
	for (; ms > 0 && !worker_stop; ms -= 100)
		usleep(100 * 1000);
}

void
scrubber_loop(void)
{
	struct db	*db = db_new(settings.worker_url, STATEMENT_MS);
	bool		 well;

	log_open("scrub");
	setpriority(PRIO_PROCESS, 0, 10);
	while (!worker_stop) {
		if (settings.scrub_days > 0 && store_scrub(db,
		    settings.scrub_days, &well) == ST_OK)
			rest(PAUSE_MS);
		else
			rest(LOOK_SECONDS * 1000);
	}
	db_free(db);
}
