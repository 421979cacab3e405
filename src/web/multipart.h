/*
 * multipart: multipart/form-data (RFC 7578; frame: RFC 2046, 5.1.1) over a
 * body that lies in a file. Parts are ranges of that file: nothing is copied,
 * and a part may be of any size. Bytes between boundaries are never looked
 * into: only a line that consists of "--" boundary, perhaps "--", and perhaps
 * blanks ends a part.
 */
#ifndef CS_WEB_MULTIPART_H
#define CS_WEB_MULTIPART_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

#define MULTIPART_PARTS_MAX	256
#define MULTIPART_HEADER_MAX	4096	/* bytes of one part's headers */

struct part {
	const char	*name;		/* both valid UTF-8 without NUL */
	const char	*filename;	/* as sent, perhaps with a path; NULL:
					 * an ordinary field */
	uint64_t	 offset, length;	/* of the content in the body */
};

struct multipart {
	size_t		 n;
	struct part	*parts;
};

/* boundary out of a Content-Type value; NULL when there is none */
const char	*multipart_boundary(struct arena *, const char *content_type);
/* body: the whole mapped file. ST_MALFORMED when cut off or out of form,
 * ST_TOO_LARGE on too many parts or too long headers */
enum status	 multipart_parse(struct arena *, const char *body, uint64_t len,
		    const char *boundary, struct multipart *);

#endif
