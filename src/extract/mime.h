/* mime: how mail writes bytes as letters (RFC 2045, 2047 and 2231) */
#ifndef CS_EXTRACT_MIME_H
#define CS_EXTRACT_MIME_H

#include "base/buf.h"
#include "extract/out.h"

#include <stdbool.h>
#include <stddef.h>

/* in place; the length that is left */
size_t	 mime_quoted(char *, size_t);
size_t	 mime_uu(char *, size_t);
/* a header's words, encoded or not, as text */
void	 mime_words(struct out *, const char *, size_t);
/*
 * "name" in `text/plain; charset=utf-8; name="a b"`; value is empty when it
 * isn't there. Pieces (name*0=) are put together, name*=utf-8''%41 undone.
 */
void	 mime_parameter(const char *header, const char *name, char *value,
	    size_t max);

#endif
