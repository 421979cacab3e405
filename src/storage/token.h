/*
 * token: access keys for programs, and the secret in a personal calendar
 * address (domain/token.h says how they are written). Shown once: the database
 * keeps the SHA-256 of the whole.
 */
#ifndef CS_STORAGE_TOKEN_H
#define CS_STORAGE_TOKEN_H

#include "domain/token.h"
#include "storage/db.h"

#define TOKEN_DAYS_MAX	366
#define TOKENS_MAX	20	/* in force, for one person */

struct token_new {
	char	text[TOKEN_TEXT];
	char	id[TOKEN_ID];
	uint8_t	hash[SHA256_LEN];
};

struct token {
	const char	*id, *kind, *label, *email;
	const char	*scopes;	/* "read, write" */
	int64_t		 created, expires;
	int64_t		 used;		/* the day, UTC; 0: never */
	bool		 over;		/* revoked or expired */
};

/* In a DB_WRITE unit. scopes: a text[] literal. ST_CONFLICT when the person
 * has TOKENS_MAX in force already. */
enum status	token_add(struct db *, int64_t person, const char *label,
		    const char *scopes, int days, struct token_new *);
/* a new calendar address of the person; the one before works no more */
enum status	token_replace_feed(struct db *, int64_t person, int days,
		    struct token_new *);
/* ST_NOT_FOUND when there is none of that id in force */
enum status	token_revoke(struct db *, const char *id);

/* newest first: of one person, or of all (0) that the caller may see. Those
 * that are over too, if asked */
void		token_list_send(struct db *, int64_t person, bool over);
enum status	token_list_take(struct db *, struct arena *, struct token **,
		    size_t *n);

#endif
