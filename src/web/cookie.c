#include <stdbool.h>

#include "web/cookie.h"

/* cookie-octet (RFC 6265, 4.1.1) */
static bool
is_octet(unsigned char c)
{
	return c > ' ' && c < 0x7f && strchr("\",;\\", c) == NULL;
}

/* a cookie-value of n bytes, perhaps in quotes, or NULL */
static const char *
value(struct arena *a, const char *s, size_t n)
{
	size_t	i;

	if (n >= 2 && s[0] == '"' && s[n - 1] == '"') {
		s++;
		n -= 2;
	}
	for (i = 0; i < n; i++)
		if (!is_octet((unsigned char)s[i]))
			return NULL;
	return arena_strndup(a, s, n);
}

const char *
cookie_get(struct arena *a, const char *header, const char *name)
{
	const char	*s = header, *found;
	size_t		 n = strlen(name), len;

	while (*s != '\0') {
		s += strspn(s, "; \t");
		len = strcspn(s, ";");
		while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
			len--;
		if (len > n && strncmp(s, name, n) == 0 && s[n] == '=' &&
		    (found = value(a, s + n + 1, len - n - 1)) != NULL)
			return found;
		s += strcspn(s, ";");
	}
	return NULL;
}
