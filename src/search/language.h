/*
 * language: of a text, by cld2. Like search.h plain C over a C++ library.
 */
#ifndef CS_SEARCH_LANGUAGE_H
#define CS_SEARCH_LANGUAGE_H

#ifdef __cplusplus
extern "C" {
#endif

#include "base/arena.h"

/* BCP 47 tag of what the text is written in; fallback when it is too short
 * or not clear */
const char	*language_of(struct arena *, const char *text,
		    const char *fallback);

#ifdef __cplusplus
}
#endif

#endif
