/*
 * first: see first.h. The insert does nothing when somebody is there, so two
 * starts at once make one administrator.
 */
#include "cli/first.h"

#include <sodium.h>

#include "base/digest.h"
#include "base/settings.h"
#include "storage/server.h"

#define OPSLIMIT	2
#define MEMLIMIT	(19 << 20)

static char sentence[256];

/* 80 random bits in four groups that can be read out over a telephone */
static void
make_password(char out[FIRST_PASSWORD])
{
	static const char	alphabet[] = "abcdefghjkmnpqrstvwxyz0123456789";
	uint8_t			random[16];
	size_t			n = 0;

	digest_random(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++) {
		if (i > 0 && i % 4 == 0)
			out[n++] = '-';
		out[n++] = alphabet[random[i] % 32];
	}
	out[n] = '\0';
}

const char *
first_admin(bool *made, char password[FIRST_PASSWORD])
{
	char		 hash[crypto_pwhash_STRBYTES];
	const char	*why;

	*made = false;
	make_password(password);
	if (sodium_init() == -1 || crypto_pwhash_str(hash, password,
	    strlen(password), OPSLIMIT, MEMLIMIT) == -1)
		return "no memory for the first administrator's password";
	why = server_first_admin(settings.worker_url, FIRST_EMAIL, hash, made);
	if (why == NULL)
		return NULL;
	snprintf(sentence, sizeof(sentence),
	    "the first administrator could not be made: %.200s", why);
	return sentence;
}
