/*
 * password: the rule for a new one, and its hash (Argon2id by libsodium, PHC
 * string). docs/decisions/passwords.md says why these numbers.
 */
#ifndef CS_DOMAIN_PASSWORD_H
#define CS_DOMAIN_PASSWORD_H

#include <stdbool.h>

#define PASSWORD_LEAST	12	/* characters */
#define PASSWORD_MOST	128	/* bytes */
#define PASSWORD_HASH	128	/* bytes of a PHC string with NUL */

/* NULL when it will do, else a translated sentence. email may be NULL. */
const char	*password_fault(const char *password, const char *email);
/* false when there is no memory for it */
bool		 password_hash(const char *password, char out[PASSWORD_HASH]);
/*
 * Does it match the stored string? NULL (nobody of that name, or nobody can
 * sign in as them yet) costs the same time and never matches.
 */
bool		 password_matches(const char *stored, const char *password);

#endif
