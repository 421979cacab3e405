#include <assert.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/digest.h"
#include "base/hex.h"

#define READ_SIZE	((size_t)65536)

static const char	crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void
digest_sha256(const void *data, size_t n, uint8_t out[SHA256_LEN])
{
	int	ok;

	ok = EVP_Digest(data, n, out, NULL, EVP_sha256(), NULL);
	assert(ok == 1);
}

int
digest_begin(struct digest *d)
{
	d->size = 0;
	d->state = EVP_MD_CTX_new();
	assert(d->state != NULL);
	return EVP_DigestInit_ex(d->state, EVP_sha256(), NULL) == 1 ? 0 : -1;
}

int
digest_go_on(struct digest *d, int fd, uint64_t most)
{
	static uint8_t	 block[READ_SIZE];
	ssize_t		 n = 1;
	size_t		 want;

	for (; most > 0 && n > 0; most -= (uint64_t)n) {
		want = most < sizeof(block) ? (size_t)most : sizeof(block);
		n = pread(fd, block, want, (off_t)d->size);
		if (n < 0 || EVP_DigestUpdate(d->state, block, (size_t)n) != 1)
			return -1;
		d->size += (uint64_t)n;
	}
	return 0;
}

int
digest_end(struct digest *d, uint8_t out[SHA256_LEN])
{
	int	ok = out == NULL || EVP_DigestFinal_ex(d->state, out, NULL);

	EVP_MD_CTX_free(d->state);
	d->state = NULL;
	return ok == 1 ? 0 : -1;
}

int
digest_file(int fd, uint8_t out[SHA256_LEN], uint64_t *size)
{
	struct digest	d;
	int		rc = digest_begin(&d);

	if (rc == 0)
		rc = digest_go_on(&d, fd, UINT64_MAX);
	*size = d.size;
	return digest_end(&d, out) == 0 ? rc : -1;
}

void
digest_hex(const uint8_t *data, size_t n, char *out)
{
	static const char	digits[] = "0123456789abcdef";
	size_t			i;

	for (i = 0; i < n; i++) {
		out[2 * i] = digits[data[i] >> 4];
		out[2 * i + 1] = digits[data[i] & 15];
	}
	out[2 * n] = '\0';
}

bool
digest_unhex(const char *s, uint8_t *out, size_t n)
{
	size_t	i;
	int	byte;

	for (i = 0; i < n; i++) {
		if ((byte = hex_byte(s + 2 * i)) < 0)
			return false;
		out[i] = (uint8_t)byte;
	}
	return s[2 * n] == '\0';
}

void
digest_random(void *out, size_t n)
{
	arc4random_buf(out, n);
}

void
digest_public_id(char out[PUBLIC_ID_LEN + 1])
{
	uint8_t	bytes[PUBLIC_ID_LEN];
	size_t	i;

	digest_random(bytes, sizeof(bytes));
	for (i = 0; i < PUBLIC_ID_LEN; i++)
		out[i] = crockford[bytes[i] & 31];
	out[PUBLIC_ID_LEN] = '\0';
}

bool
digest_is_public_id(const char *s)
{
	return strspn(s, crockford) == PUBLIC_ID_LEN &&
	    s[PUBLIC_ID_LEN] == '\0';
}

void
digest_base64url(const uint8_t *data, size_t n, char *out)
{
	static const char	digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	uint32_t		bits = 0;
	unsigned		have = 0;
	size_t			i;

	for (i = 0; i < n; i++) {
		bits = (bits << 8 | data[i]) & 0xffff;
		for (have += 8; have >= 6; have -= 6)
			*out++ = digits[bits >> (have - 6) & 63];
	}
	if (have > 0)
		*out++ = digits[bits << (6 - have) & 63];
	*out = '\0';
}

bool
digest_same(const char *a, const char *b)
{
	size_t	n = strlen(a);

	return n == strlen(b) && CRYPTO_memcmp(a, b, n) == 0;
}
