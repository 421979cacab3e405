/* PDF, by pdftotext of poppler-utils */
#include "extract/formats.h"

#include <sys/wait.h>

#include <signal.h>

#include "extract/helper.h"

void
pdf_prepare(void)
{
	char *const		 argv[] = { (char[]){ "pdftotext" },
		(char[]){ "-enc" }, (char[]){ "UTF-8" }, (char[]){ "-eol" },
		(char[]){ "unix" }, (char[]){ "-" }, (char[]){ "-" }, NULL };
	char *const		 envp[] = { NULL };
	const struct helper	 pdftotext = { "/usr/bin/pdftotext", argv,
		envp, false };

	helper_start(&pdftotext);
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
	int			 status;
	enum extract_reason	 r;

	buf_init(&words, HELPER_COMPLAINTS);
	r = helper_text(o, &words, &status);
	if (r == EXTRACT_OK && !o->cut)
		r = verdict(status, &words);
	buf_free(&words);
	if (r == EXTRACT_OK && out_blank_page(o) && !out_finish(o) &&
	    input_holds("/Image", 6))
		r = EXTRACT_PICTURES;
	return r;
}
