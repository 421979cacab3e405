/*
 * token: how the secrets of programs are written. SECURITY.md, 5.5.
 *
 *	cs_api_<12 hexadecimal>_<43 signs: 256 bits>_<6 signs>	access key
 *	cs_feed_<12 hexadecimal>_<32 signs: 192 bits>_<6 signs>	calendar address
 *
 * Signs are base64url (RFC 4648, 5). The last six are the CRC-32 of all that
 * stands before their underscore: a typing error, or what never was one of
 * ours, is told from the text alone; and a scanner can find what leaked.
 */
#ifndef CS_DOMAIN_TOKEN_H
#define CS_DOMAIN_TOKEN_H

#include <stdbool.h>

#define TOKEN_TEXT	96	/* the longest with NUL, and room */
#define TOKEN_ID	13	/* with NUL */

enum token_kind { TOKEN_API, TOKEN_FEED, TOKEN_KIND_COUNT };

const char	*token_kind_word(enum token_kind);	/* "api" "feed" */

/* a new one out of the system's randomness; id is public, text is the secret */
void		 token_write(enum token_kind, char id[TOKEN_ID],
		    char text[TOKEN_TEXT]);
/* has it the form of one of that kind, sum and all? Says nothing of whether
 * it is in force. */
bool		 token_is(enum token_kind, const char *text);

#endif
