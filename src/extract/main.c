/*
 * commonshelf-extract MEDIA_TYPE NAME: the text of the file on standard input,
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

static const struct format {
	const char		*media_type;
	enum extract_reason	(*extract)(struct out *);
	void			(*prepare)(void);
} formats[] = {
	{ "application/pdf", pdf_extract, pdf_prepare },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml"
	    ".document", docx_extract, NULL },
	{ "application/vnd.openxmlformats-officedocument.presentationml"
	    ".presentation", pptx_extract, NULL },
	{ "application/vnd.openxmlformats-officedocument.spreadsheetml"
	    ".sheet", xlsx_extract, NULL },
	{ "application/vnd.oasis.opendocument.text", odf_extract, NULL },
	{ "application/vnd.oasis.opendocument.presentation", odf_extract,
	    NULL },
	{ "application/vnd.oasis.opendocument.spreadsheet", odf_extract,
	    NULL },
	{ "application/vnd.oasis.opendocument.graphics", odf_extract, NULL },
	{ "text/html", html_extract, charset_prepare },
	{ "application/xhtml+xml", html_extract, charset_prepare },
	{ "text/plain", text_extract, charset_prepare },
	{ "text/markdown", text_extract, charset_prepare },
	{ "text/csv", text_extract, charset_prepare },
	{ "text/tab-separated-values", text_extract, charset_prepare },
	{ "text/calendar", text_extract, charset_prepare },
	{ "application/json", text_extract, charset_prepare },
};

static const struct format any_text = { "text/", text_extract,
	charset_prepare };

static const struct format *
format_of(const char *media_type)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(formats[i].media_type, media_type) == 0)
			return &formats[i];
	/* source code and the like; a text made of marks would mislead */
	if (strncmp(media_type, "text/", 5) == 0 &&
	    strcmp(media_type, "text/rtf") != 0 &&
	    strcmp(media_type, "text/xml") != 0)
		return &any_text;
	return NULL;
}

/* why a type that we don't read has no text */
static enum extract_reason
no_format(const char *media_type)
{
	if (strcmp(media_type, "application/encrypted") == 0)
		return EXTRACT_PASSWORD;
	if (strncmp(media_type, "image/", 6) == 0)
		return EXTRACT_PICTURES;
	return EXTRACT_UNSUPPORTED;
}

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

static __attribute__((noreturn)) void
fail(enum extract_reason r)
{
	char	 line[64];
	int	 n;

	n = snprintf(line, sizeof(line), "reason: %s\n",
	    extract_reason_word(r));
	say(STDERR_FILENO, line, (size_t)n);
	_exit(r == EXTRACT_SANDBOX ? EXTRACT_EXIT_SANDBOX :
	    EXTRACT_EXIT_REASON);
}

static void
out_of_time(int sig)
{
	(void)sig;
	fail(EXTRACT_TIME);
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
	if (argc != 3) {
		say(STDERR_FILENO, "usage: commonshelf-extract MEDIA_TYPE "
		    "NAME < FILE\n", 48);
		return 2;
	}
	f = format_of(argv[1]);
	if (f == NULL)
		fail(no_format(argv[1]));
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
