/*
 * password: see password.h.
 */
#include "domain/password.h"

#include <libintl.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define OPSLIMIT	2
#define MEMLIMIT	(19u << 20)
#define KINDS_LEAST	5	/* different characters */

#define _(s)		gettext(s)

_Static_assert(PASSWORD_HASH >= crypto_pwhash_STRBYTES, "room for the hash");

static size_t
kinds_of_bytes(const char *s)
{
	bool	seen[256] = { false };
	size_t	n = 0;

	for (; *s != '\0'; s++) {
		n += !seen[(unsigned char)*s];
		seen[(unsigned char)*s] = true;
	}
	return n;
}

/* does it hold the part of the address before the @? */
static bool
holds_name(const char *password, const char *email)
{
	char	name[64];
	size_t	n = strcspn(email, "@");

	if (n < 4 || n >= sizeof(name))
		return false;
	memcpy(name, email, n);
	name[n] = '\0';
	return strcasestr(password, name) != NULL;
}

const char *
password_fault(const char *password, const char *email)
{
	if (!utf8_valid(password, strlen(password)) ||
	    utf8_count(password) < PASSWORD_LEAST)
		return _("Use at least 12 characters. Four words that do not "
		    "belong together are easy to keep in mind.");
	if (strlen(password) > PASSWORD_MOST)
		return _("This is too long. Use at most 128 characters.");
	if (kinds_of_bytes(password) < KINDS_LEAST)
		return _("Use more than a few different characters.");
	if (strcasestr(password, "commonshelf") != NULL ||
	    (email != NULL && holds_name(password, email)))
		return _("Leave out your e-mail address and the name of this "
		    "site: they are tried first.");
	return NULL;
}

bool
password_hash(const char *password, char out[PASSWORD_HASH])
{
	return sodium_init() >= 0 && crypto_pwhash_str(out, password,
	    strlen(password), OPSLIMIT, MEMLIMIT) == 0;
}

bool
password_matches(const char *stored, const char *password)
{
	/* of random bytes that nobody knows, with the parameters above */
	static char	nobody[PASSWORD_HASH];
	uint8_t		random[32];
	char		text[sizeof(random) * 2 + 1];
	bool		ok;

	if (strlen(password) > PASSWORD_MOST)
		password = "";
	if (nobody[0] == '\0') {
		if (sodium_init() < 0)
			return false;
		randombytes_buf(random, sizeof(random));
		sodium_bin2hex(text, sizeof(text), random, sizeof(random));
		if (!password_hash(text, nobody))
			return false;
	}
	ok = crypto_pwhash_str_verify(stored != NULL && *stored != '\0' ?
	    stored : nobody, password, strlen(password)) == 0;
	return ok && stored != NULL;
}
