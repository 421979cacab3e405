/*
 * leftover: see leftover.h.
 */
#include "cli/leftover.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"

#define LIST_MAX	128

/* start time of a process in clock ticks since boot (proc(5), field 22) */
static unsigned long long
start_time(pid_t pid)
{
	char			 path[64], line[1024];
	unsigned long long	 t = 0;
	const char		*p;
	FILE			*in;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if ((in = fopen(path, "re")) == NULL)
		return 0;
	/* the name in field 2 may hold anything, its last ) ends it */
	if (fgets(line, sizeof(line), in) != NULL &&
	    (p = strrchr(line, ')')) != NULL &&
	    sscanf(p + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u "
	    "%*u %*d %*d %*d %*d %*d %*d %llu", &t) != 1)
		t = 0;
	fclose(in);
	return t;
}

bool
leftover_lock(pid_t *holder)
{
	char	text[32] = "";
	int	fd, n;

	fd = open(settings_path("run/serve.lock"), O_RDWR | O_CREAT | O_CLOEXEC,
	    0640);
	if (fd == -1)
		return false;
	if (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		n = (int)read(fd, text, sizeof(text) - 1);
		*holder = n > 0 ? (pid_t)strtol(text, NULL, 10) : 0;
		close(fd);
		return false;
	}
	/* open as long as we live: the lock goes with the descriptor */
	n = snprintf(text, sizeof(text), "%d\n", (int)getpid());
	if (ftruncate(fd, 0) == -1 || write(fd, text, (size_t)n) != n)
		log_warn("lock", "run/serve.lock: %s", strerror(errno));
	return true;
}

void
leftover_write(const struct leftover *list, int n)
{
	char	tmp[256];
	FILE	*out;

	snprintf(tmp, sizeof(tmp), "%s.new", settings_path("run/children"));
	if ((out = fopen(tmp, "we")) == NULL)
		return;
	for (int i = 0; i < n; i++)
		fprintf(out, "%d %d %llu\n", (int)list[i].pid, list[i].end,
		    start_time(list[i].pid));
	if (fclose(out) != 0 || rename(tmp, settings_path("run/children")) != 0)
		log_warn("children", "run/children: %s", strerror(errno));
}

/* the leader is still the process that we started, or dead with a group left */
static bool
is_ours(pid_t pid, unsigned long long started)
{
	unsigned long long	now = start_time(pid);

	return now != 0 ? now == started : kill(-pid, 0) == 0;
}

static int
read_list(struct leftover *list, unsigned long long *started)
{
	char	 line[128];
	FILE	*in = fopen(settings_path("run/children"), "re");
	int	 n = 0, pid, end;

	if (in == NULL)
		return 0;
	while (n < LIST_MAX && fgets(line, sizeof(line), in) != NULL)
		if (sscanf(line, "%d %d %llu", &pid, &end, &started[n]) == 3 &&
		    pid > 1)
			list[n++] = (struct leftover){ pid, end };
	fclose(in);
	return n;
}

void
leftover_end(void)
{
	struct leftover		list[LIST_MAX];
	unsigned long long	started[LIST_MAX];
	int			n = read_list(list, started), left = n;

	for (int i = 0; i < n; i++)
		if (is_ours(list[i].pid, started[i]))
			kill(list[i].pid, list[i].end);
	for (int tries = 0; left > 0 && tries < 500; tries++) {
		left = 0;
		for (int i = 0; i < n; i++)
			left += is_ours(list[i].pid, started[i]);
		if (left > 0)
			usleep(10000);
		/* a leader that is gone can't end its group in order */
		for (int i = 0; tries == 50 && i < n; i++)
			if (start_time(list[i].pid) == 0)
				kill(-list[i].pid, SIGKILL);
	}
	for (int i = 0; i < n; i++) {
		if (is_ours(list[i].pid, started[i]))
			kill(-list[i].pid, SIGKILL);
		leftover_shm(list[i].pid, list[i].end != SIGINT);
	}
	leftover_write(NULL, 0);
}

void
leftover_shm(pid_t maker, bool attached_too)
{
	char	line[512];
	int	id, cpid, attached;
	FILE	*in = fopen("/proc/sysvipc/shm", "re");

	if (in == NULL)
		return;
	/* key shmid perms size cpid lpid nattch …; another user's stay anyway */
	while (fgets(line, sizeof(line), in) != NULL)
		if (sscanf(line, " %*d %d %*o %*u %d %*d %d", &id, &cpid,
		    &attached) == 3 && cpid == (int)maker &&
		    (attached == 0 || attached_too))
			shmctl(id, IPC_RMID, NULL);
	fclose(in);
}
