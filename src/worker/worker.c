/*
 * worker: see worker.h.
 */
#include "worker/worker.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/meter.h"
#include "base/settings.h"
#include "worker/builder.h"

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

/* each in a process of its own: what crashes or waits does so alone */
static struct child {
	const char	*name;
	void		(*loop)(void);
	pid_t		 pid;
} children[] = {
	{ "indexer", indexer_loop, -1 },
	{ "watcher", watcher_loop, -1 },
	{ "builder", builder_loop, -1 },
	{ "jobs", jobs_loop, -1 },
	{ "scrubber", scrubber_loop, -1 },
};
#define CHILDREN	(sizeof(children) / sizeof(children[0]))

static pid_t
start(void (*loop)(void))
{
	pid_t	parent = getpid(), pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() == parent)
		loop();
	_exit(0);
}

static void
keep_alive(struct child *c)
{
	if (c->pid > 0 && waitpid(c->pid, NULL, WNOHANG) == c->pid) {
		log_warn("worker", "%s ended, started again", c->name);
		c->pid = -1;
	}
	if (c->pid <= 0)
		c->pid = start(c->loop);
}

int
worker_run(void)
{
	size_t	i;

	catch_signals();
	log_open("worker");
	meter_open(settings_path("run/worker.meter"), 0);
	while (!worker_stop) {
		meter_beat();
		for (i = 0; i < CHILDREN && !worker_stop; i++)
			keep_alive(&children[i]);
		usleep(200 * 1000);
	}
	for (i = 0; i < CHILDREN; i++)
		if (children[i].pid > 0)
			kill(children[i].pid, SIGTERM);
	while (wait(NULL) > 0)
		;
	return 0;
}
