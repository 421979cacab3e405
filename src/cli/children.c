/*
 * children: see children.h. One thread, signals taken by sigtimedwait.
 */
#include "cli/children.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/settings.h"
#include "cli/leftover.h"

#define CHILDREN_MAX	80
#define DELAY_LEAST	100	/* ms */
#define DELAY_MOST	5000
#define STEADY		10000	/* ran that long: the next delay is the least */

/*
 * How long each turn may take to end, in ms. nginx waits for what is under way
 * (worker_shutdown_timeout), but not when somebody at a terminal waits.
 */
static const int	end_ms[] = { 10500, 500, 2000 };
#define HURRY_MS	2000

static struct child	children[CHILDREN_MAX];
static int		nchildren;
static bool		ending;
static bool		hurry;	/* by SIGINT, or told twice */
static bool		booted;	/* before, a death is told by who starts it */

static void
our_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

bool
children_lock(pid_t *holder)
{
	sigset_t	set;

	if (!leftover_lock(holder))
		return false;
	our_signals(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	/* orphans of a child come to us, so that none outlives the house */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	return true;
}

void
children_end_left_over(void)
{
	leftover_end();
}

/* the signal when nobody waits for its end any more */
static int
sudden(int end)
{
	return end == SIGQUIT ? SIGTERM : end;
}

static void
remember(void)
{
	struct leftover	list[CHILDREN_MAX];
	int		n = 0;

	for (int i = 0; i < nchildren; i++)
		if (children[i].pid != 0)
			list[n++] = (struct leftover){ children[i].pid,
			    sudden(children[i].end) };
	leftover_write(list, n);
}

/* in the new process: never returns */
static void
become(const char *name, int end, char *const *argv, pid_t parent)
{
	char		path[64];
	sigset_t	none;
	int		fd;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, sudden(end));
	if (getppid() != parent)
		_exit(0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	snprintf(path, sizeof(path), "log/%s.log", name);
	if ((fd = open("/dev/null", O_RDONLY)) != -1)
		dup2(fd, STDIN_FILENO);
	fd = open(settings_path(path), O_WRONLY | O_CREAT | O_APPEND, 0640);
	if (fd != -1) {
		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
	}
	/* the web knows no other role's address than its own */
	if (strncmp(name, "web-", 4) == 0) {
		unsetenv("COMMONSHELF_OWNER_URL");
		unsetenv("COMMONSHELF_WORKER_URL");
	}
	setenv("COMMONSHELF_INSTANCE", name, 1);
	execvp(argv[0], argv);
	dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static pid_t
spawn(const char *name, int end, char *const *argv)
{
	pid_t	parent = getpid(), pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(name, end, argv, parent);
	if (pid == -1)
		log_error("fork", "%s: %s", name, strerror(errno));
	else
		setpgid(pid, pid);
	return pid;
}

static void
start(struct child *c)
{
	pid_t	pid;

	if (c->socket != NULL)
		unlink(c->socket);
	c->started = clock_steady_ms();
	pid = spawn(c->name, c->end, c->argv);
	c->pid = pid == -1 ? 0 : pid;
	c->due = pid == -1 ? clock_steady_ms() + DELAY_MOST : 0;
	remember();
}

struct child *
child_start(const char *name, int end, enum child_turn turn,
    const char *socket, const char *const *args)
{
	struct child	*c;

	if (nchildren == CHILDREN_MAX)
		abort();
	c = &children[nchildren++];
	snprintf(c->name, sizeof(c->name), "%s", name);
	for (int i = 0; i < CHILD_ARGS && args[i] != NULL; i++)
		c->argv[i] = strdup(args[i]);
	c->socket = socket == NULL ? NULL : strdup(socket);
	c->end = end;
	c->turn = turn;
	c->delay = DELAY_LEAST;
	start(c);
	return c;
}

/* what is left of a dead child's group and of its shared memory goes too */
static void
buried(struct child *c, int status)
{
	kill(-c->pid, SIGKILL);
	leftover_shm(c->pid, c->end != SIGINT);
	if (!ending) {
		if (clock_steady_ms() - c->started > STEADY)
			c->delay = DELAY_LEAST;
		log_line(booted ? LOG_LEVEL_WARN : LOG_LEVEL_DEBUG, "child",
		    "%s ended (%s %d), starts again in %d ms",
		    c->name, WIFSIGNALED(status) ? "signal" : "status",
		    WIFSIGNALED(status) ? WTERMSIG(status) :
		    WEXITSTATUS(status), c->delay);
		c->due = clock_steady_ms() + c->delay;
		c->delay = c->delay * 2 > DELAY_MOST ? DELAY_MOST :
		    c->delay * 2;
		c->deaths++;
	}
	c->pid = 0;
}

static bool
is_child(pid_t pid)
{
	bool	is = false;

	for (int i = 0; i < nchildren; i++)
		is |= children[i].pid == pid;
	return is;
}

/*
 * Ends what a dead child left to us (we are the subreaper). PostgreSQL's
 * backends have sessions of their own, so that the end of its group misses
 * them, and one that is stuck keeps the next postmaster from starting.
 */
static void
end_orphans(void)
{
	char	path[64];
	FILE	*in;
	int	pid;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children",
	    (int)getpid());
	if ((in = fopen(path, "re")) == NULL)
		return;
	while (fscanf(in, "%d", &pid) == 1)
		if (!is_child(pid))
			kill(pid, SIGKILL);
	fclose(in);
}

static void
reap(void)
{
	int	status;
	pid_t	pid;
	bool	any = false;

	for (; (pid = waitpid(-1, &status, WNOHANG)) > 0; any = true)
		for (int i = 0; i < nchildren; i++)
			if (children[i].pid == pid)
				buried(&children[i], status);
	if (any)
		end_orphans();
}

static void
start_due(void)
{
	for (int i = 0; i < nchildren; i++)
		if (children[i].pid == 0 && children[i].due <= clock_steady_ms())
			start(&children[i]);
}

/* ms until something has to be started, at most `most` */
static int64_t
until_due(int64_t most)
{
	int64_t	now = clock_steady_ms();

	for (int i = 0; i < nchildren; i++)
		if (children[i].pid == 0 && children[i].due - now < most)
			most = children[i].due - now;
	return most < 0 ? 0 : most;
}

/* at most ms, until a child ends or somebody wants the end */
static void
await_signal(int64_t ms)
{
	struct timespec	ts = { ms / 1000, ms % 1000 * 1000000 };
	sigset_t	set;
	int		sig;

	our_signals(&set);
	sig = sigtimedwait(&set, NULL, &ts);
	if (sig != SIGINT && sig != SIGTERM && sig != SIGHUP)
		return;
	hurry = ending || sig == SIGINT;
	ending = true;
}

bool
children_tick(int ms)
{
	int64_t	until = clock_steady_ms() + ms;

	do {
		await_signal(until_due(until - clock_steady_ms()));
		reap();
		if (!ending)
			start_due();
	} while (!ending && clock_steady_ms() < until);
	return !ending;
}

const char *
children_each(const char *(*ready)(const struct child *))
{
	const char	*why = NULL;

	for (int i = 0; why == NULL && i < nchildren; i++)
		if (children[i].socket != NULL)
			why = ready(&children[i]);
	return why;
}

void
children_watch(void)
{
	booted = true;
	while (children_tick(60000))
		;
}

/* waits until those of this turn are gone; false: time is up */
static bool
gone(enum child_turn turn, int ms)
{
	int64_t	began = clock_steady_ms();

	for (;;) {
		bool	any = false;

		reap();
		for (int i = 0; i < nchildren; i++)
			any |= children[i].pid != 0 && children[i].turn == turn;
		if (hurry && ms > HURRY_MS)
			ms = HURRY_MS;
		if (!any || clock_steady_ms() - began >= ms)
			return !any;
		await_signal(10);
	}
}

static void
end_these(enum child_turn turn)
{
	for (int i = 0; i < nchildren; i++)
		if (children[i].pid != 0 && children[i].turn == turn)
			kill(children[i].pid, children[i].end);
	if (gone(turn, end_ms[turn]))
		return;
	for (int i = 0; i < nchildren; i++)
		if (children[i].pid != 0 && children[i].turn == turn)
			kill(-children[i].pid, SIGKILL);
	gone(turn, 100);
}

void
children_stop(void)
{
	ending = true;
	for (int turn = CHILD_FIRST; turn <= CHILD_LAST; turn++)
		end_these((enum child_turn)turn);
	for (int i = 0; i < nchildren; i++)
		if (children[i].socket != NULL)
			unlink(children[i].socket);
	leftover_write(NULL, 0);
}

int
children_run(const char *name, int seconds, const char *const *args)
{
	char	*argv[CHILD_ARGS + 1] = { NULL };
	char	 path[64];
	int64_t	 until = clock_steady_ms() + (int64_t)seconds * 1000;
	int	 status = 0;
	pid_t	 pid;
	int	 n;

	for (n = 0; n < CHILD_ARGS && args[n] != NULL; n++)
		;
	assert(n > 0);
	/* exec's prototype is older than const; nobody writes to them */
	memcpy(argv, args, (size_t)n * sizeof(argv[0]));
	snprintf(path, sizeof(path), "log/%s.log", name);
	unlink(settings_path(path));
	pid = spawn(name, SIGTERM, argv);
	while (pid > 0 && waitpid(pid, &status, WNOHANG) == 0) {
		if (clock_steady_ms() < until) {
			usleep(5000);
			continue;
		}
		kill(-pid, SIGKILL);
		waitpid(pid, &status, 0);
		pid = -1;
	}
	return pid <= 0 || !WIFEXITED(status) ? -1 : WEXITSTATUS(status);
}

const char *
children_last_words(const char *name, const char *mark)
{
	static char	last[400];
	char		line[400], path[64];
	FILE		*in;

	last[0] = '\0';
	snprintf(path, sizeof(path), "log/%s.log", name);
	if ((in = fopen(settings_path(path), "re")) == NULL)
		return last;
	while (fgets(line, sizeof(line), in) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] != '\0' && strstr(line, mark) != NULL)
			memcpy(last, line, sizeof(last));
	}
	fclose(in);
	return last;
}
