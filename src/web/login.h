/*
 * login: signing in and out.
 */
#ifndef CS_WEB_LOGIN_H
#define CS_WEB_LOGIN_H

#include "storage/session.h"
#include "web/reply.h"

struct reply	*login_form(struct request *);
struct reply	*login_do(struct request *);
struct reply	*logout_do(struct request *);

/* "Too many tries. Try again in 4 minutes."; sets r->fault */
const char	*login_wait(struct request *, int seconds);
/* hands out the cookie of a session that was just opened */
void		 login_cookie(struct request *, struct reply *,
		    const struct session_new *, int seconds, const char *lang);

#endif
