/*
 * invitation: one-time links, for somebody new or for a new password. The
 * link holds 32 random bytes; the database keeps their SHA-256 alone.
 */
#ifndef CS_STORAGE_INVITATION_H
#define CS_STORAGE_INVITATION_H

#include "storage/session.h"

#define INVITATION_DAYS	7

struct invitation {
	const char	*id;		/* names it in lists */
	const char	*email, *name, *role;
	const char	*org;		/* name, "" */
	const char	*state;		/* "open" "used" "over" */
	bool		 again;		/* new password of somebody there */
	int64_t		 expires;
};

/*
 * By who leads the organisation, or a platform administrator: else
 * ST_FORBIDDEN. person 0: somebody new, with name and role. *token is the last
 * part of the link, or NULL: the e-mail is known, and its owner became a
 * member at once (ST_CONFLICT: was one). In a DB_WRITE unit.
 */
enum status	invitation_add(struct db *, struct arena *, int64_t org,
		    int64_t person, const char *email, const char *name,
		    const char *role, const char **token);
/* by the command line (cs_worker): a new password for a person */
enum status	invitation_insert(struct db *, struct arena *, int64_t person,
		    const char *email, const char **token);
/* ST_NOT_FOUND when it is not open; in a DB_WRITE unit */
enum status	invitation_end(struct db *, const char *id);
/* the open ones of an organisation, newest first */
void		invitation_list_send(struct db *, int64_t org);
enum status	invitation_list_take(struct db *, struct arena *,
		    struct invitation **, size_t *n);

/* What a link is for; ST_NOT_FOUND when there never was one. A unit of its
 * own, for anybody. */
enum status	invitation_look(struct db *, struct arena *,
		    const char *token, struct invitation *);
/*
 * Uses it: the person is made or gets the password, and `s` opens. ST_STALE:
 * it is not open any more; ST_CONFLICT: the e-mail has an account. A unit of
 * its own, for anybody.
 */
enum status	invitation_use(struct db *, const char *token,
		    const char *name, const char *hash, const char *lang,
		    const struct session_new *s, const char *agent,
		    int *seconds);

#endif
