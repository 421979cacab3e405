/*
 * actor: who asks, as the database told it (auth_session).
 */
#ifndef CS_DOMAIN_ACTOR_H
#define CS_DOMAIN_ACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum role { ROLE_NONE, ROLE_READER, ROLE_CONTRIBUTOR, ROLE_ADMIN };
enum actor_kind { ACTOR_ANYBODY, ACTOR_SESSION, ACTOR_TOKEN, ACTOR_FEED };

struct actor_org {
	int64_t		 key;
	const char	*slug, *name, *country;
	enum role	 role;
};

struct actor {
	enum actor_kind	 kind;
	int64_t		 person;	/* 0: nobody */
	const char	*email, *name, *lang, *timezone, *csrf;
	bool		 platform_admin;
	bool		 may_write;	/* a session, or a token with scope write */
	bool		 may_read;
	size_t		 norgs;
	struct actor_org *orgs;
	/* state of the database when the actor was looked up; equal texts:
	 * nothing was committed in between. NULL: not asked */
	const char	*moment;
};

const char	*role_word(enum role);
int		 role_of(const char *);		/* -1: none of them */
enum role	 actor_role(const struct actor *, int64_t org);
const struct actor_org *actor_org_by_slug(const struct actor *, const char *);
/* first organisation the actor may write for, NULL if there is none */
const struct actor_org *actor_home(const struct actor *);

#endif
