/*
 * cookie: one named cookie out of a Cookie header (RFC 6265, 4.2.1 and 5.4).
 */
#ifndef CS_WEB_COOKIE_H
#define CS_WEB_COOKIE_H

#include "base/arena.h"

/*
 * The first well-formed value of that name, without the quotes around it; NULL
 * when there is none. Other cookies may look as they like: a neighbour on the
 * same host must not be able to sign anybody out.
 */
const char	*cookie_get(struct arena *, const char *header,
		    const char *name);

#endif
