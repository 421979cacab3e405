/* strings: many texts end to end, found by number: tables share theirs */
#ifndef CS_EXTRACT_STRINGS_H
#define CS_EXTRACT_STRINGS_H

#include "base/buf.h"
#include "extract/out.h"

struct strings {
	struct buf	 bytes;
	size_t		*ends;		/* where the i-th ends */
	size_t		 n, cap;
};

void	 strings_init(struct strings *);
void	 strings_free(struct strings *);
/* what was added to `bytes` since the last is a string */
void	 strings_end(struct strings *);
/* the i-th, in one line; out of range: nothing */
void	 strings_put(const struct strings *, size_t i, struct out *);

#endif
