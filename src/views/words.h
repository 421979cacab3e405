/*
 * words: sizes and waiting times in words for people.
 */
#ifndef CS_VIEWS_WORDS_H
#define CS_VIEWS_WORDS_H

#include <stdint.h>

#include "base/arena.h"

/* "812 bytes", "14 KB", "2.1 MB"; "2,1 Mo" in French */
const char	*words_size(struct arena *, int64_t bytes, const char *lang);
/* "about 4 min on a slow line" (64 kbit/s); NULL up to 1 MB, where nobody
 * needs to be told */
const char	*words_slow(struct arena *, int64_t bytes);

#endif
