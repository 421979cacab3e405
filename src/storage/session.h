/*
 * session: signing in, and where somebody is signed in. The cookie holds 32
 * random bytes; the database keeps their SHA-256 alone.
 */
#ifndef CS_STORAGE_SESSION_H
#define CS_STORAGE_SESSION_H

#include "storage/db.h"

#define SESSION_TEXT	44	/* 32 bytes as base64url, NUL */
#define THROTTLE_KEY	65	/* a digest in hexadecimal, NUL */

/* secrets of a new session: the cookie, its hash, the secret of its forms */
struct session_new {
	char	cookie[SESSION_TEXT];
	uint8_t	hash[SHA256_LEN];
	char	csrf[SESSION_TEXT];
};
void		 session_make(struct session_new *);

/*
 * What throttling counts by: digests of the account's e-mail and of the
 * caller's address (IPv6: its /64). The address is "" where it is not known.
 */
struct throttle {
	char	account[THROTTLE_KEY];
	char	address[THROTTLE_KEY];
};
void		 throttle_keys(struct throttle *, const char *email,
		    const char *address);

/*
 * Counts a try and reads the stored password of an account. ST_THROTTLED
 * with *wait in seconds: nothing may be compared now. *person is 0 for nobody;
 * *stored may be NULL. A unit of work of its own.
 */
enum status	 session_try(struct db *, struct arena *,
		    const struct throttle *, const char *email, int *wait,
		    int64_t *person, const char **stored);

struct session_open {
	int64_t			 person;
	const char		*stored;	/* the hash that matched */
	const char		*before;	/* cookie until now, or NULL */
	const char		*agent;		/* or NULL */
	const struct throttle	*throttle;
	/* out */
	const char		*lang;
	int			 seconds;	/* the cookie's life */
};
/* ST_UNAUTHENTICATED when the password or the account changed meanwhile. A
 * unit of work of its own. */
enum status	 session_open(struct db *, struct arena *,
		    const struct session_new *, struct session_open *);

#define CONFIRM_MINUTES	5	/* a proof of the password counts for so long */

/*
 * The caller has proved the password again (`stored` is the hash that
 * matched): the session goes on under the cookie of `fresh`, the one before is
 * dead; the secret of its forms stays, fresh->csrf means nothing. The
 * connection acts as the new one. *seconds: the cookie's life.
 * ST_UNAUTHENTICATED when password or session changed meanwhile. A unit of
 * work of its own.
 */
enum status	 session_confirm(struct db *, const char *cookie,
		    const char *stored, const struct throttle *,
		    struct session_new *fresh, int *seconds);
/* was the password proved in it within CONFIRM_MINUTES? A unit of its own */
enum status	 session_confirmed(struct db *, const char *cookie,
		    bool *recently);

/* ends the caller's session with this cookie; in a DB_WRITE unit */
enum status	 session_end(struct db *, const char *cookie);
/* ends the one of that id if it is the caller's; in a DB_WRITE unit */
enum status	 session_end_one(struct db *, const char *id);
/* ends all of the caller's sessions; in a DB_WRITE unit */
enum status	 session_end_all(struct db *);

struct session {
	const char	*id, *agent;
	int64_t		 created, seen;
	bool		 here;		/* the one that asks */
};
/* the caller's sessions, newest use first; cookie says which is `here` */
void		 session_list_send(struct db *, const char *cookie);
enum status	 session_list_take(struct db *, struct arena *,
		    struct session **, size_t *n);

/*
 * The caller's password becomes `hash` if `stored` still is what it was; all
 * sessions end and `fresh` opens. A unit of work of its own.
 */
enum status	 session_change_password(struct db *, struct arena *,
		    const char *hash, const struct session_new *fresh,
		    struct session_open *);

#endif
