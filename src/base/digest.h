/*
 * digest: SHA-256, random identifiers and their spellings.
 */
#ifndef CS_DIGEST_H
#define CS_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHA256_LEN	32
#define SHA256_HEX	65	/* with NUL */
#define PUBLIC_ID_LEN	10

void	 digest_sha256(const void *, size_t, uint8_t out[SHA256_LEN]);
/* the hash of a file that may still grow: of its first `size` bytes */
struct digest {
	void		*state;
	uint64_t	 size;
};
int	 digest_begin(struct digest *);
/* goes on with at most so many bytes of the file; -1 with errno */
int	 digest_go_on(struct digest *, int fd, uint64_t most);
/* frees it; out may be NULL */
int	 digest_end(struct digest *, uint8_t out[SHA256_LEN]);
/* hashes an open file from its start; -1 with errno */
int	 digest_file(int fd, uint8_t out[SHA256_LEN], uint64_t *size);
void	 digest_hex(const uint8_t *, size_t, char *out);  /* 2n + NUL */
bool	 digest_unhex(const char *, uint8_t *out, size_t n);
void	 digest_random(void *, size_t);
/* ten characters of Crockford's base 32 (no I L O U) and NUL */
void	 digest_public_id(char out[PUBLIC_ID_LEN + 1]);
bool	 digest_is_public_id(const char *);
/* base64url without padding (RFC 4648, 5); out holds 4 * ((n + 2) / 3) + 1 */
void	 digest_base64url(const uint8_t *, size_t n, char *out);
bool	 digest_same(const char *, const char *);	/* constant time */

#endif
