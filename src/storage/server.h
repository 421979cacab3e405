/*
 * server: the database server as whoever sets it up sees it; one connection a
 * call, apart from the units of work of db.h. Every function returns NULL or
 * the server's own sentence (one line, in a static buffer).
 */
#ifndef CS_STORAGE_SERVER_H
#define CS_STORAGE_SERVER_H

#include <stdbool.h>

/* does it take connections already? */
bool		 server_listens(const char *url);
/* signs in; *major: 15 */
const char	*server_answers(const char *url, int *major);
/* as a superuser: the three roles and the empty database, where missing */
const char	*server_prepare(const char *url);
/* an administrator of the platform, unless somebody (not of the sample) is
 * there; password: PHC string */
const char	*server_first_admin(const char *url, const char *email,
		    const char *password, bool *made);

#endif
