/*
 * accept: what a client would rather have (RFC 9110, 12.4.2 and 12.5).
 */
#ifndef CS_WEB_ACCEPT_H
#define CS_WEB_ACCEPT_H

#include <stdbool.h>

/*
 * The language out of `offered` (NULL-terminated, lower case, the house's own
 * first) that an Accept-Language header weighs highest; fr-CA asks for fr
 * (RFC 4647, 3.4). The first one offered when the header, which may be NULL,
 * names none of them.
 */
const char	*accept_language(const char *header,
		    const char *const *offered);
/* an Accept header, which may be NULL, puts JSON before HTML: by weight, and
 * with equal weight by being the one that is named outright */
bool		 accept_prefers_json(const char *header);

#endif
