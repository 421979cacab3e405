/*
 * tus: the headers of tus 1.0.0; see transfer.h.
 */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/utf8.h"
#include "web/transfer.h"

static int64_t
number(const char *s)
{
	size_t	n = strlen(s);

	if (n == 0 || n > 15 || strspn(s, "0123456789") != n)
		return -1;
	return strtoll(s, NULL, 10);
}

bool
tus_parse(struct arena *a, const char *s, struct tus *out)
{
	char	*part[5], *copy = arena_strdup(a, s == NULL ? ";;;;" : s);
	size_t	 i;

	for (i = 0; i < 4; i++) {
		part[i] = copy;
		if ((copy = strchr(copy, ';')) == NULL)
			return false;
		*copy++ = '\0';
	}
	part[4] = copy;
	if (strchr(copy, ';') != NULL)
		return false;
	out->version = part[0];
	out->offset = number(part[1]);
	out->length = number(part[2]);
	out->checksum = part[3];
	out->metadata = part[4];
	return true;
}

const char *
tus_metadata(struct arena *a, const char *metadata, const char *key)
{
	const char	*s = metadata, *end;
	char		*value;
	size_t		 n = strlen(key), len;

	for (; s != NULL && *s != '\0'; s = *end ? end + 1 : end) {
		s += strspn(s, " ");
		end = s + strcspn(s, ",");
		if (strncmp(s, key, n) != 0 || s[n] != ' ')
			continue;
		value = arena_strndup(a, s + n + 1,
		    (size_t)(end - s) - n - 1);
		len = base64_decode(value, (uint8_t *)value);
		value[len] = '\0';
		return len > 0 && strlen(value) == len &&
		    utf8_valid(value, len) ? value : NULL;
	}
	return NULL;
}

static bool
sum_of(int fd, const EVP_MD *md, uint8_t *out)
{
	static uint8_t	 block[65536];
	EVP_MD_CTX	*ctx = EVP_MD_CTX_new();
	off_t		 at = 0;
	ssize_t		 n;
	int		 ok = EVP_DigestInit_ex(ctx, md, NULL);

	while ((n = pread(fd, block, sizeof(block), at)) > 0) {
		ok &= EVP_DigestUpdate(ctx, block, (size_t)n);
		at += n;
	}
	ok &= EVP_DigestFinal_ex(ctx, out, NULL);
	EVP_MD_CTX_free(ctx);
	return (ok & (n == 0)) == 1;
}

enum tus_sum
tus_checksum(int fd, const char *checksum)
{
	uint8_t		 is[EVP_MAX_MD_SIZE], said[128];
	const char	*space = strchr(checksum, ' ');
	const EVP_MD	*md = NULL;
	size_t		 n;

	if (space == NULL || strlen(space) > sizeof(said))
		return TUS_SUM_UNKNOWN;
	if (strncmp(checksum, "sha1 ", 5) == 0)
		md = EVP_sha1();
	else if (strncmp(checksum, "sha256 ", 7) == 0)
		md = EVP_sha256();
	if (md == NULL)
		return TUS_SUM_UNKNOWN;
	n = base64_decode(space + 1, said);
	return n == (size_t)EVP_MD_get_size(md) && sum_of(fd, md, is) &&
	    memcmp(is, said, n) == 0 ? TUS_SUM_SAME : TUS_SUM_OTHER;
}
