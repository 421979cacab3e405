/*
 * password: see password.h.
 */
#include "domain/password.h"

#include <libintl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <zxcvbn.h>

#include "base/utf8.h"

#define OPSLIMIT	2
#define MEMLIMIT	(19u << 20)
#define BITS_LEAST	32	/* docs/decisions/passwords.md says why */

#define _(s)		gettext(s)

_Static_assert(PASSWORD_HASH >= crypto_pwhash_STRBYTES, "room for the hash");

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

/*
 * Would a program that knows words, names, leaked passwords, rows of keys,
 * dates and repetitions come to it in some 2^BITS_LEAST guesses? That program
 * knows where the password is for, too: what the house is about, and the
 * address it belongs to, part by part.
 */
static bool
is_guessed(const char *password, const char *email)
{
	char		 address[256];
	char		*part, *rest = address;
	const char	*known[32] = { "commonshelf", "cybercrime",
			    "cybersecurity", "cyber", "cirt", "csirt", "cert",
			    "police", "interpol", "commonwealth", "shelf" };
	size_t		 n = 11;

	snprintf(address, sizeof(address), "%s", email == NULL ? "" : email);
	while (n + 1 < sizeof(known) / sizeof(known[0]) &&
	    (part = strsep(&rest, "@.-_+")) != NULL)
		if (strlen(part) > 2)
			known[n++] = part;
	return ZxcvbnMatch(password, known, NULL) < BITS_LEAST;
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
	if (strcasestr(password, "commonshelf") != NULL ||
	    (email != NULL && holds_name(password, email)))
		return _("Leave out your e-mail address and the name of this "
		    "site: they are tried first.");
	if (is_guessed(password, email))
		return _("This is one of the first that are tried: words, "
		    "names, dates and rows of keys, written in ways that "
		    "everybody knows. Take four words that do not belong "
		    "together.");
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
