/*
 * extract: starts commonshelf-extract on a file and takes what it says. The
 * child is a stranger: ceilings on what it writes, a limit on its time, and
 * whatever becomes of it, only this file's text is lost.
 */
#ifndef CS_WORKER_EXTRACT_H
#define CS_WORKER_EXTRACT_H

#include "base/arena.h"
#include "base/extract_reason.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

#define EXTRACT_SECONDS	60	/* by the clock on the wall */

enum extract_state {
	EXTRACT_STATE_EXTRACTED,
	EXTRACT_STATE_NONE,	/* well, but there is no text in it */
	EXTRACT_STATE_FAILED
};

struct extract_result {
	enum extract_state	 state;
	enum extract_reason	 reason;	/* OK or PART with text */
	const char		*text;		/* UTF-8, pages end with \f */
	size_t			 len;
	bool			 truncated;	/* more than 20 MB, or damaged */
	long			 pages;
};

/*
 * fd: the file, open for reading at least; its offset is left alone. Waits at
 * most EXTRACT_SECONDS. Needs about 21 MB of room in the arena at worst.
 * ST_OK: *out says how it went. ST_INTERNAL: the extractor could not be
 * started, nothing is known about the file and a later try may work.
 */
enum status	extract_run(struct arena *, int fd, const char *media_type,
		    const char *name, struct extract_result *out);

/* the program and its seconds, for tests and other places of installation;
 * without it: commonshelf-extract beside the running program, or one up */
void		extract_use(const char *program, int seconds);

/* "extracted", "none", "failed": as the database and programs have it */
const char	*extract_state_word(enum extract_state);

/* what the sandbox holds here: its line of key=value for `doctor`; false when
 * the extractor does not start or refuses to work */
bool		extract_probe(struct arena *, const char **line);

#endif
