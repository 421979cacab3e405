/*
 * PDF, by pdftotext of poppler-utils: a program of its own in a sandbox of its
 * own, of which this process sees nothing but a stream of text.
 */
#include "extract/formats.h"

#include <sys/prctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "extract/sandbox.h"

#define PIECE		16384
#define COMPLAINTS	8192	/* of its messages we keep the first */

static const char	 pdftotext[] = "/usr/bin/pdftotext";

static struct {
	pid_t	 pid;
	int	 text, words;	/* its standard output and error */
} child = { -1, -1, -1 };

static void
become_pdftotext(const int text[2], const int words[2], pid_t parent)
{
	char *const	 argv[] = { (char[]){ "pdftotext" },
		(char[]){ "-enc" }, (char[]){ "UTF-8" }, (char[]){ "-eol" },
		(char[]){ "unix" }, (char[]){ "-" }, (char[]){ "-" }, NULL };
	char *const	 envp[] = { NULL };
	struct sandbox	 s = { 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent || lseek(STDIN_FILENO, 0, SEEK_SET) == -1 ||
	    dup2(text[1], STDOUT_FILENO) == -1 ||
	    dup2(words[1], STDERR_FILENO) == -1)
		_exit(EXTRACT_EXIT_SANDBOX);
	close(text[0]);
	close(text[1]);
	close(words[0]);
	close(words[1]);
	if (sandbox_lock(&s, SANDBOX_PDFTOTEXT, pdftotext))
		execve(pdftotext, argv, envp);
	_exit(EXTRACT_EXIT_SANDBOX);
}

void
pdf_prepare(void)
{
	int	 text[2], words[2];
	pid_t	 parent = getpid();

	if (pipe(text) == -1 || pipe(words) == -1)
		return;
	child.pid = fork();
	if (child.pid == 0)
		become_pdftotext(text, words, parent);
	close(text[1]);
	close(words[1]);
	child.text = text[0];
	child.words = words[0];
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
	else if (words->len + (size_t)n <= COMPLAINTS)
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

static enum extract_reason
verdict(int status, const struct buf *words)
{
	if (strstr(words->data, "ut of memory") != NULL ||
	    strstr(words->data, "bad_alloc") != NULL)
		return EXTRACT_MEMORY;
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGXCPU ? EXTRACT_TIME :
		    EXTRACT_CRASH;
	if (WEXITSTATUS(status) == 0)
		return EXTRACT_OK;
	if (WEXITSTATUS(status) == EXTRACT_EXIT_SANDBOX)
		return EXTRACT_SANDBOX;
	if (strstr(words->data, "ncorrect password") != NULL ||
	    strstr(words->data, "ncrypted") != NULL)
		return EXTRACT_PASSWORD;
	return EXTRACT_DAMAGED;
}

enum extract_reason
pdf_extract(struct out *o)
{
	struct buf		 words;
	int			 status = 0;
	enum extract_reason	 r;

	if (child.pid == -1)
		return EXTRACT_SANDBOX;
	buf_init(&words, COMPLAINTS);
	listen_to_child(o, &words);
	/* with text enough the closed pipe ends it, if slowly: no waiting */
	if (o->cut)
		return EXTRACT_OK;
	while (waitpid(child.pid, &status, 0) == -1)
		if (errno != EINTR)
			return EXTRACT_CRASH;
	r = verdict(status, &words);
	buf_free(&words);
	if (r == EXTRACT_OK && out_blank_page(o) && !out_finish(o) &&
	    input_holds("/Image", 6))
		r = EXTRACT_PICTURES;
	return r;
}
