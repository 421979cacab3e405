/*
 * commonshelf-extract MEDIA_TYPE NAME [LANGUAGES]: the text of the file on standard input,
 * on standard output. The only program that reads strangers' files, in a
 * sandbox that holds nothing else. Ends with 0 and a line "done: pages=N
 * cut=0|1" on standard error, or with 3 (4 without sandbox) and "reason: WORD".
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <libxml/parser.h>

#include "extract/formats.h"
#include "extract/sandbox.h"

static void
say(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t	 w = write(fd, s, n);

		if (w == -1 && errno == EINTR)
			continue;
		if (w <= 0)
			_exit(EXTRACT_EXIT_REASON);
		s += w;
		n -= (size_t)w;
	}
}

static size_t
reason_line(enum extract_reason r, char *line, size_t size)
{
	return (size_t)snprintf(line, size, "reason: %s\n",
	    extract_reason_word(r));
}

static __attribute__((noreturn)) void
fail(enum extract_reason r)
{
	char	 line[64];

	say(STDERR_FILENO, line, reason_line(r, line, sizeof(line)));
	_exit(r == EXTRACT_SANDBOX ? EXTRACT_EXIT_SANDBOX :
	    EXTRACT_EXIT_REASON);
}

/* a handler may not print: the line is put together beforehand */
static char	late[64];
static size_t	late_n;

static void
out_of_time(int sig)
{
	ssize_t	 n = write(STDERR_FILENO, late, late_n);

	(void)sig, (void)n;
	_exit(EXTRACT_EXIT_REASON);
}

static int
probe(void)
{
	struct sandbox	 s;
	char		 line[160];
	bool		 pdf = access("/usr/bin/pdftotext", X_OK) == 0;
	int		 n;

	sandbox_limits(&s);
	if (!sandbox_lock(&s, SANDBOX_READER, NULL))
		fail(EXTRACT_SANDBOX);
	n = snprintf(line, sizeof(line),
	    "landlock=%d seccomp=%s network=%s limits=%s pdf=%s\n",
	    s.landlock, s.seccomp ? "yes" : "no",
	    s.network ? "closed" : "not separate", s.limits ? "yes" : "no",
	    pdf && s.landlock > 0 ? "yes" : "no");
	say(STDOUT_FILENO, line, (size_t)n);
	_exit(EXTRACT_EXIT_TEXT);
}

/* text before the damage is better than none, but says that it is cut */
static void
answer(struct out *o, enum extract_reason r)
{
	char	 line[64];
	bool	 any = out_finish(o);
	int	 n;

	if (o->b.failed)
		r = EXTRACT_MEMORY;
	if (r == EXTRACT_DAMAGED && any)
		o->cut = true;
	else if (r != EXTRACT_OK)
		fail(r);
	say(STDOUT_FILENO, o->b.data, o->b.len);
	n = snprintf(line, sizeof(line), "done: pages=%zu cut=%d\n",
	    out_pages(o), o->cut);
	say(STDERR_FILENO, line, (size_t)n);
	_exit(EXTRACT_EXIT_TEXT);
}

int
main(int argc, char **argv)
{
	const struct format	*f;
	struct sandbox		 s;
	struct out		 o;

	if (argc == 2 && strcmp(argv[1], "--probe") == 0)
		return probe();
	if (argc < 3 || argc > 4 || (argc == 4 && !ocr_use(argv[3]))) {
		static const char	 usage[] = "usage: commonshelf-extract "
			"MEDIA_TYPE NAME [OCR_LANGUAGES] < FILE\n";

		say(STDERR_FILENO, usage, sizeof(usage) - 1);
		return 2;
	}
	f = format_of(argv[1]);
	if (f == NULL)
		fail(EXTRACT_UNSUPPORTED);
	late_n = reason_line(EXTRACT_TIME, late, sizeof(late));
	signal(SIGXCPU, out_of_time);
	sandbox_limits(&s);
	xmlInitParser();
	if (f->prepare != NULL)
		f->prepare();
	if (!sandbox_lock(&s, SANDBOX_READER, NULL))
		fail(EXTRACT_SANDBOX);
	out_init(&o, EXTRACT_TEXT_MAX);
	answer(&o, f->extract(&o));
}
