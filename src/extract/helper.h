/*
 * helper: a program that reads the file on standard input, in a sandbox of
 * its own, of which this process sees nothing but a stream of text. There is
 * one at most; it starts before the lock, because nothing starts after it.
 */
#ifndef CS_EXTRACT_HELPER_H
#define CS_EXTRACT_HELPER_H

#include "base/extract_reason.h"
#include "extract/out.h"

#include <stdbool.h>

#define HELPER_COMPLAINTS	8192	/* of its messages we keep the first */

struct helper {
	const char	*path;
	char *const	*argv;
	char *const	*envp;
	bool		 waits;		/* until helper_text() wants it */
};

void			 helper_start(const struct helper *);
/*
 * Its text, until it ends or there is enough. Its messages go to `words`, of
 * HELPER_COMPLAINTS at most; *status is what it ended with. EXTRACT_OK: it did
 * end by itself.
 */
enum extract_reason	 helper_text(struct out *, struct buf *words,
			    int *status);

#endif
