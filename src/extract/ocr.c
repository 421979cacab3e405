/*
 * Text in pictures, by tesseract, where the operator has installed it and
 * named the languages to look for. It waits until the picture's own head says
 * how large it is.
 */
#include "extract/formats.h"

#include <string.h>
#include <unistd.h>

#include "extract/helper.h"

/* a page of A4 at 300 dots per inch; more would not fit in SANDBOX_MEMORY */
#define PIXELS_MAX	((uint64_t)10 * 1000 * 1000)

static const char	 tesseract[] = "/usr/bin/tesseract";
static const char	*languages;

bool
ocr_use(const char *wanted)
{
	if (*wanted == '\0' || strlen(wanted) > 100 || strspn(wanted,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_+")
	    != strlen(wanted))
		return false;
	languages = wanted;
	return true;
}

void
ocr_prepare(void)
{
	char *const		 argv[] = { (char[]){ "tesseract" },
		(char[]){ "stdin" }, (char[]){ "stdout" }, (char[]){ "-l" },
		(char *)(uintptr_t)languages, NULL };
	char *const		 envp[] = { (char[]){ "OMP_THREAD_LIMIT=1" },
		NULL };
	const struct helper	 reader = { tesseract, argv, envp, true };

	if (languages != NULL && access(tesseract, X_OK) == 0)
		helper_start(&reader);
	else
		languages = NULL;
}

void
ocr_text(struct out *o, uint64_t pixels)
{
	struct buf	 words;
	int		 status;

	/* a picture inside another file: the helper has the outer one */
	if (languages == NULL || pixels == 0 || pixels > PIXELS_MAX ||
	    input_is_member())
		return;
	buf_init(&words, HELPER_COMPLAINTS);
	helper_text(o, &words, &status);
	out_line(o);
	buf_free(&words);
}
