/*
 * check: see check.h.
 */
#include "web/check.h"

#include <strings.h>

#include "base/utf8.h"
#include "views/html.h"

static bool
wrong(struct request *r, const char *field, const char *detail)
{
	fault_field(&r->fault, field, detail);
	return false;
}

bool
check_text(struct request *r, const char *field, const char *value,
    size_t least, size_t most, const char *missing)
{
	const char	*s = value;
	uint32_t	 cp;
	size_t		 n = 0;

	while ((cp = utf8_next(&s)) != 0) {
		if (cp != '\n' && utf8_is_control(cp))
			return wrong(r, field, _("There are signs in it that "
			    "can't be printed. Write it again."));
		n++;
	}
	if (n < least)
		return wrong(r, field, missing);
	if (n > most)
		return wrong(r, field, arena_printf(r->arena, _("This is too "
		    "long. Use at most %d characters."), (int)most));
	return true;
}

bool
check_email(struct request *r, const char *field, const char *value)
{
	const char	*at = strrchr(value, '@'), *s;
	bool		 ok = at != NULL && at > value && at[1] != '\0' &&
			    strchr(value, '@') == at && strlen(value) <= 254;

	for (s = value; ok && *s != '\0'; s++)
		if ((unsigned char)*s <= 0x20 || *s == 0x7f ||
		    strchr("<>\",;\\()", *s) != NULL)
			ok = false;
	return ok || wrong(r, field,
	    _("Write an e-mail address, like name@example.org."));
}

bool
check_url(struct request *r, const char *field, const char *value,
    size_t most)
{
	const char	*s;
	bool		 ok = *value == '\0' ||
			    strncasecmp(value, "https://", 8) == 0 ||
			    strncasecmp(value, "http://", 7) == 0;

	for (s = value; ok && *s != '\0'; s++)
		ok = (unsigned char)*s > 0x20 && *s != 0x7f;
	if (!ok)
		return wrong(r, field, _("Write an address that starts with "
		    "https://."));
	return check_text(r, field, value, 0, most, "");
}
