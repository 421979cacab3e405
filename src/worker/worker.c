/*
 * worker: see worker.h.
 */
#include "worker/worker.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"

volatile int	worker_stop;

static void
stop(int sig)
{
	(void)sig;
	worker_stop = 1;
}

static void
catch_signals(void)
{
	struct sigaction	sa = { .sa_handler = stop };

	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static pid_t
start_jobs(void)
{
	pid_t	parent = getpid(), pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	jobs_loop();
	_exit(0);
}

/* keeps the jobs' process alive beside the indexer's */
static void
watch(pid_t *jobs)
{
	if (*jobs > 0 && waitpid(*jobs, NULL, WNOHANG) == *jobs) {
		log_warn("worker", "jobs ended, started again");
		*jobs = -1;
	}
	if (*jobs <= 0 && !worker_stop)
		*jobs = start_jobs();
}

int
worker_run(void)
{
	pid_t	jobs = -1, indexer;

	catch_signals();
	log_open("worker");
	/* the indexer is a child too: a crash inside the index library ends
	 * it alone */
	while (!worker_stop) {
		pid_t parent = getpid();

		watch(&jobs);
		if ((indexer = fork()) == 0) {
			prctl(PR_SET_PDEATHSIG, SIGTERM);
			if (getppid() == parent)
				indexer_loop();
			_exit(0);
		}
		while (!worker_stop && waitpid(indexer, NULL, WNOHANG) == 0) {
			watch(&jobs);
			usleep(200 * 1000);
		}
		kill(indexer, SIGTERM);
	}
	if (jobs > 0)
		kill(jobs, SIGTERM);
	while (wait(NULL) > 0)
		;
	return 0;
}
