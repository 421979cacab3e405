/*
 * auth: who the caller is, as the database says.
 */
#ifndef CS_STORAGE_AUTH_H
#define CS_STORAGE_AUTH_H

#include "domain/actor.h"
#include "storage/db.h"

/*
 * Fills the actor from a session cookie or a bearer token (both may be NULL)
 * and makes the connection act as it from now on. An unknown or expired
 * secret gives nobody and ST_OK. One round trip, none for nobody.
 */
enum status	auth_actor(struct db *, struct arena *, const char *session,
		    const char *bearer, struct actor *);
/* the connection acts as the caller of this secret from now on; who that is
 * was asked before */
void		auth_again(struct db *, const char *session,
		    const char *bearer);
/* the same for the token in a calendar address */
enum status	auth_feed(struct db *, struct arena *, const char *token,
		    struct actor *);
/* the present moment (see struct actor) for nobody */
enum status	auth_moment(struct db *, struct arena *, const char **);

#endif
