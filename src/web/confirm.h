/*
 * confirm: the password once more before what opens doors: an access key, a
 * calendar address, a role, an invitation, a wider audience (SECURITY.md, 5.3,
 * SE9). Proved within five minutes, at sign-in or here, it is not asked for.
 */
#ifndef CS_WEB_CONFIRM_H
#define CS_WEB_CONFIRM_H

#include "storage/session.h"
#include "web/reply.h"

/*
 * NULL: go on. Else the answer: a page that asks, says what for (a translated
 * sentence), and carries the posted form, so that sending it does what was
 * meant. Files do not travel: store them first (upload_form) and name them in
 * fields. Call it outside a unit of work, from a handler of a session; the
 * router sends the new cookie with whatever is answered then.
 */
struct reply	*confirm(struct request *, const char *what);
/* the same for programs that use a session: ST_OK, or ST_FORBIDDEN and a
 * sentence in r->fault */
enum status	 confirm_stands(struct request *);
/*
 * Is `password` the caller's? Under the throttle of sign-in. ST_INVALID (at
 * `field`, with `wrong`) and ST_THROTTLED are said in r->fault; o gets the
 * person and the hash that matched.
 */
enum status	 confirm_password(struct request *, const char *password,
		    const char *field, const char *wrong,
		    struct session_open *o);

#endif
