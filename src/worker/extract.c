#include "worker/extract.h"

#include <sys/prctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/settings.h"
#include "base/utf8.h"

#define PIECE		65536
#define WORDS_MAX	4096	/* of its standard error we keep this much */

static struct {
	const char	*program;
	int		 seconds;
} use = { NULL, EXTRACT_SECONDS };

struct child {
	pid_t		 pid;
	int		 out, err;	/* reading ends, -1 when closed */
	struct buf	 text, words;
	bool		 late;
};

void
extract_use(const char *program, int seconds)
{
	use.program = program;
	use.seconds = seconds;
}

/* beside the running program, or one folder up where tests are built */
static const char *
find_program(void)
{
	static char	 path[PATH_MAX];
	char		 self[PATH_MAX];
	ssize_t		 n;

	if (use.program != NULL)
		return use.program;
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	for (int up = 0; up < 2 && n > 0; up++) {
		self[n] = '\0';
		while (n > 0 && self[n - 1] != '/')
			n--;
		snprintf(path, sizeof(path), "%.*scommonshelf-extract",
		    (int)n, self);
		if (access(path, X_OK) == 0)
			return path;
		n--;
	}
	return "commonshelf-extract";
}

/* between fork and exec: only calls that are safe there */
static __attribute__((noreturn)) void
become(const char *program, char *const argv[], int in, int out, int err,
    pid_t parent)
{
	char *const	 envp[] = { NULL };
	sigset_t	 none;

	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(EXTRACT_EXIT_SANDBOX);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	if (dup2(in, STDIN_FILENO) == -1 || dup2(out, STDOUT_FILENO) == -1 ||
	    dup2(err, STDERR_FILENO) == -1 ||
	    close_range(STDERR_FILENO + 1, ~0U, 0) == -1)
		_exit(EXTRACT_EXIT_SANDBOX);
	execve(program, argv, envp);
	_exit(127);
}

static void
close_pair(int p[2])
{
	if (p[0] != -1)
		close(p[0]);
	if (p[1] != -1)
		close(p[1]);
}

static bool
start(struct child *c, const char *program, char *const argv[], int in)
{
	int	 out[2] = { -1, -1 }, err[2] = { -1, -1 };
	pid_t	 parent = getpid();

	*c = (struct child){ .pid = -1 };
	if (pipe2(out, O_CLOEXEC) == -1 || pipe2(err, O_CLOEXEC) == -1 ||
	    (c->pid = fork()) == -1) {
		close_pair(out);
		close_pair(err);
		return false;
	}
	if (c->pid == 0)
		become(program, argv, in, out[1], err[1], parent);
	close(out[1]);
	close(err[1]);
	c->out = out[0];
	c->err = err[0];
	buf_init(&c->text, EXTRACT_TEXT_MAX + 1);
	buf_init(&c->words, WORDS_MAX);
	return true;
}

/* what does not fit is read and dropped */
static void
take(int *fd, struct buf *b)
{
	char	 piece[PIECE];
	ssize_t	 n = read(*fd, piece, sizeof(piece));

	if (n == -1 && errno == EINTR)
		return;
	if (n > 0) {
		buf_add(b, piece, (size_t)n);
		return;
	}
	close(*fd);
	*fd = -1;
}

static void
listen_to(struct child *c)
{
	int64_t	 end = clock_steady_ms() + (int64_t)use.seconds * 1000, left;

	while (c->out != -1 || c->err != -1) {
		struct pollfd	 p[2] = {
			{ .fd = c->out, .events = POLLIN },
			{ .fd = c->err, .events = POLLIN } };

		left = end - clock_steady_ms();
		if (left <= 0) {
			c->late = true;
			return;
		}
		if (poll(p, 2, (int)left) <= 0)
			continue;
		if (p[0].revents != 0)
			take(&c->out, &c->text);
		if (p[1].revents != 0)
			take(&c->err, &c->words);
	}
}

/* waits for a child that closed its pipes but stays */
static int
wait_for(struct child *c)
{
	int	 status = 0;
	pid_t	 r;

	for (int i = 0; !c->late && i < 100; i++) {
		r = waitpid(c->pid, &status, WNOHANG);
		if (r == c->pid)
			return status;
		if (r == -1 && errno != EINTR)
			return -1;
		poll(NULL, 0, i < 10 ? 1 : 10);
	}
	c->late = true;
	kill(-c->pid, SIGKILL);
	kill(c->pid, SIGKILL);	/* before it became a group of its own */
	while ((r = waitpid(c->pid, &status, 0)) == -1 && errno == EINTR)
		continue;
	return r == -1 ? -1 : status;
}

/* its helpers hold no file of ours, but a dead group is a quiet group */
static int
finish(struct child *c)
{
	int	 status;

	listen_to(c);
	if (c->out != -1)
		close(c->out);
	if (c->err != -1)
		close(c->err);
	status = wait_for(c);
	kill(-c->pid, SIGKILL);
	return status;
}

static enum extract_reason
reason_of(const struct child *c, int status)
{
	static const char	 start_of[] = "reason: ";
	const char		*line;
	enum extract_reason	 reason;

	if (c->late)
		return EXTRACT_TIME;
	if (status == -1)
		return EXTRACT_CRASH;
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGXCPU ? EXTRACT_TIME :
		    EXTRACT_CRASH;
	if (WEXITSTATUS(status) == EXTRACT_EXIT_TEXT)
		return EXTRACT_OK;
	line = strstr(c->words.data, start_of);
	if (line == NULL)
		return WEXITSTATUS(status) == EXTRACT_EXIT_SANDBOX ?
		    EXTRACT_SANDBOX : EXTRACT_CRASH;
	line += sizeof(start_of) - 1;
	reason = extract_reason_of(line, strcspn(line, "\n"));
	/* a part would come with its text */
	return reason == EXTRACT_PART ? EXTRACT_CRASH : reason;
}

static void
keep_text(struct arena *a, const struct child *c, struct extract_result *r)
{
	const char	*line = strstr(c->words.data, "done: pages=");

	if (c->text.len == 0) {
		r->reason = EXTRACT_EMPTY;
		return;
	}
	/* it does not keep to its ceiling, or to what is text */
	if (c->text.failed || !utf8_valid(c->text.data, c->text.len)) {
		r->reason = EXTRACT_CRASH;
		return;
	}
	r->state = EXTRACT_STATE_EXTRACTED;
	r->text = arena_strndup(a, c->text.data, c->text.len);
	r->len = c->text.len;
	if (line != NULL) {
		r->pages = strtol(line + strlen("done: pages="), NULL, 10);
		if (r->pages < 0 || r->pages > INT_MAX)
			r->pages = 0;
		r->truncated = strstr(line, "cut=1") != NULL;
	}
	if (r->truncated)
		r->reason = EXTRACT_PART;
}

static enum extract_state
state_of(enum extract_reason r)
{
	return r == EXTRACT_UNSUPPORTED || r == EXTRACT_PICTURES ||
	    r == EXTRACT_EMPTY ? EXTRACT_STATE_NONE : EXTRACT_STATE_FAILED;
}

/* from how the child ended and what it said */
static void
judge(struct arena *a, const struct child *c, int status,
    struct extract_result *out)
{
	*out = (struct extract_result){ .state = EXTRACT_STATE_FAILED,
	    .reason = reason_of(c, status) };
	if (out->reason == EXTRACT_OK)
		keep_text(a, c, out);
	if (out->reason != EXTRACT_OK && out->reason != EXTRACT_PART)
		out->state = state_of(out->reason);
}

/* opened again: read-only, with an offset of its own; above 2 for dup2 */
static int
reopen(int fd)
{
	char	 path[64];
	int	 own, high;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	own = open(path, O_RDONLY | O_CLOEXEC);
	if (own == -1)
		return -1;
	high = fcntl(own, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(own);
	return high;
}

enum status
extract_run(struct arena *a, int fd, const char *media_type,
    const char *name, struct extract_result *out)
{
	const char	*program = find_program();
	bool		 ocr = settings.ocr != NULL && *settings.ocr != '\0';
	char *const	 argv[] = { arena_strdup(a, program),
		arena_strdup(a, media_type), arena_strdup(a, name),
		ocr ? arena_strdup(a, settings.ocr) : NULL, NULL };
	struct child	 c;
	int		 in = reopen(fd), status;
	bool		 started;

	started = in != -1 && start(&c, program, argv, in);
	if (in != -1)
		close(in);
	if (!started) {
		log_error("extract", "can't start: %s", strerror(errno));
		return ST_INTERNAL;
	}
	status = finish(&c);
	judge(a, &c, status, out);
	buf_free(&c.text);
	buf_free(&c.words);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
		log_error("extract", "%s does not start", program);
		return ST_INTERNAL;
	}
	return ST_OK;
}

const char *
extract_state_word(enum extract_state s)
{
	switch (s) {
	case EXTRACT_STATE_EXTRACTED:
		return "extracted";
	case EXTRACT_STATE_NONE:
		return "none";
	case EXTRACT_STATE_FAILED:
		break;
	}
	return "failed";
}

bool
extract_probe(struct arena *a, const char **line)
{
	const char	*program = find_program();
	char *const	 argv[] = { arena_strdup(a, program),
		arena_strdup(a, "--probe"), NULL };
	struct child	 c;
	int		 in = open("/dev/null", O_RDONLY | O_CLOEXEC), status;
	bool		 started;

	*line = "";
	started = in != -1 && start(&c, program, argv, in);
	if (in != -1)
		close(in);
	if (!started)
		return false;
	status = finish(&c);
	*line = arena_strndup(a, c.text.data, strcspn(c.text.data, "\n"));
	buf_free(&c.text);
	buf_free(&c.words);
	return status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
