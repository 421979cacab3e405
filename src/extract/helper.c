#include "extract/helper.h"

#include <sys/prctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "extract/sandbox.h"

#define PIECE		16384

static struct {
	pid_t	 pid;
	int	 text, words;	/* its standard output and error */
	int	 hold;		/* it waits as long as this is open, or -1 */
} child = { -1, -1, -1, -1 };

struct pipes {
	int	 text[2], words[2], hold[2];
};

static void
close_all(struct pipes *p)
{
	int	 all[] = { p->text[0], p->text[1], p->words[0], p->words[1],
		p->hold[0], p->hold[1] };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] != -1)
			close(all[i]);
}

/* nothing is ever written: the end of the stream is the sign to begin */
static void
wait_for_sign(struct pipes *p)
{
	char	 c;

	close(p->hold[1]);
	p->hold[1] = -1;
	while (read(p->hold[0], &c, 1) == -1 && errno == EINTR)
		continue;
}

static void
become(const struct helper *h, struct pipes *p, pid_t parent)
{
	struct sandbox	 s = { 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(EXTRACT_EXIT_SANDBOX);
	if (h->waits)
		wait_for_sign(p);
	if (lseek(STDIN_FILENO, 0, SEEK_SET) == -1 ||
	    dup2(p->text[1], STDOUT_FILENO) == -1 ||
	    dup2(p->words[1], STDERR_FILENO) == -1)
		_exit(EXTRACT_EXIT_SANDBOX);
	close_all(p);
	if (sandbox_lock(&s, SANDBOX_PROGRAM, h->path))
		execve(h->path, h->argv, h->envp);
	_exit(EXTRACT_EXIT_SANDBOX);
}

void
helper_start(const struct helper *h)
{
	struct pipes	 p = { { -1, -1 }, { -1, -1 }, { -1, -1 } };
	pid_t		 parent = getpid();

	if (pipe(p.text) == -1 || pipe(p.words) == -1 ||
	    pipe(p.hold) == -1 || (child.pid = fork()) == -1) {
		close_all(&p);
		return;
	}
	if (child.pid == 0)
		become(h, &p, parent);
	close(p.text[1]);
	close(p.words[1]);
	close(p.hold[0]);
	child.text = p.text[0];
	child.words = p.words[0];
	child.hold = p.hold[1];
}

/* false at the end of the stream */
static bool
take(int fd, struct out *text, struct buf *words)
{
	char	 piece[PIECE];
	ssize_t	 n = read(fd, piece, sizeof(piece));

	if (n == -1 && errno == EINTR)
		return true;
	if (n <= 0)
		return false;
	if (text != NULL)
		out_text(text, piece, (size_t)n);
	else if (words->len + (size_t)n <= words->max)
		buf_add(words, piece, (size_t)n);
	return true;
}

/* until both streams end, or there is text enough */
static void
listen_to_child(struct out *o, struct buf *words)
{
	struct pollfd	 p[2] = { { .fd = child.text, .events = POLLIN },
		{ .fd = child.words, .events = POLLIN } };

	while ((p[0].fd != -1 || p[1].fd != -1) && !o->cut) {
		if (poll(p, 2, -1) == -1 && errno != EINTR)
			break;
		if (p[0].revents != 0 && !take(p[0].fd, o, NULL))
			p[0].fd = -1;
		if (p[1].revents != 0 && !take(p[1].fd, NULL, words))
			p[1].fd = -1;
	}
	close(child.text);
	close(child.words);
}

enum extract_reason
helper_text(struct out *o, struct buf *words, int *status)
{
	if (child.pid == -1)
		return EXTRACT_SANDBOX;
	close(child.hold);
	listen_to_child(o, words);
	*status = 0;
	/* with text enough the closed pipe ends it, if slowly: no waiting */
	if (o->cut)
		return EXTRACT_OK;
	while (waitpid(child.pid, status, 0) == -1)
		if (errno != EINTR)
			return EXTRACT_CRASH;
	return EXTRACT_OK;
}
