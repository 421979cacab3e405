/*
 * token: see token.h.
 */
#include "domain/token.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/digest.h"

#define ID_SIGNS	(TOKEN_ID - 1)
#define SUM_SIGNS	6		/* four bytes */
#define SECRET_MAX	32		/* bytes */

static const struct {
	const char	*word;
	size_t		 bytes;		/* of the secret */
	size_t		 signs;		/* that write them */
} kinds[TOKEN_KIND_COUNT] = {
	[TOKEN_API] = { "api", 32, 43 },
	[TOKEN_FEED] = { "feed", 24, 32 },
};

const char *
token_kind_word(enum token_kind kind)
{
	return kinds[kind].word;
}

static void
sum(const char *text, size_t n, char out[SUM_SIGNS + 1])
{
	uLong	crc = crc32(0, (const Bytef *)text, (uInt)n);
	uint8_t	bytes[4];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(crc >> (24 - 8 * i));
	digest_base64url(bytes, sizeof(bytes), out);
}

void
token_write(enum token_kind kind, char id[TOKEN_ID], char text[TOKEN_TEXT])
{
	uint8_t	random[SECRET_MAX];
	char	secret[SECRET_MAX * 2], end[SUM_SIGNS + 1];
	int	n;

	digest_random(random, ID_SIGNS / 2);
	digest_hex(random, ID_SIGNS / 2, id);
	digest_random(random, kinds[kind].bytes);
	digest_base64url(random, kinds[kind].bytes, secret);
	n = snprintf(text, TOKEN_TEXT, "cs_%s_%s_%s", kinds[kind].word, id,
	    secret);
	sum(text, (size_t)n, end);
	snprintf(text + n, TOKEN_TEXT - (size_t)n, "_%s", end);
}

/* moves *s over n signs of a set and the underscore behind them */
static bool
pass(const char **s, const char *set, size_t n)
{
	const char	*end = *s;

	while ((size_t)(end - *s) < n && *end != '\0' &&
	    strchr(set, *end) != NULL)
		end++;
	if ((size_t)(end - *s) != n || *end != '_')
		return false;
	*s = end + 1;
	return true;
}

bool
token_is(enum token_kind kind, const char *text)
{
	static const char	 hex[] = "0123456789abcdef";
	static const char	 signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	const char		*s = text, *word = kinds[kind].word;
	char			 end[SUM_SIGNS + 1];

	if (strncmp(s, "cs_", 3) != 0)
		return false;
	s += 3;
	if (strncmp(s, word, strlen(word)) != 0 || s[strlen(word)] != '_')
		return false;
	s += strlen(word) + 1;
	if (!pass(&s, hex, ID_SIGNS) || !pass(&s, signs, kinds[kind].signs))
		return false;
	sum(text, (size_t)(s - text) - 1, end);
	return strcmp(s, end) == 0;
}
