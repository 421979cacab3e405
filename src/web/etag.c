#include <stddef.h>

#include "web/etag.h"

/* the length of the opaque-tag at s with its quotes, 0 when there is none */
static size_t
opaque(const char *s)
{
	size_t	n = 1;

	if (*s != '"')
		return 0;
	/* etagc: no blanks, quotes or control characters, any other byte */
	while ((unsigned char)s[n] > ' ' && s[n] != '"' && s[n] != 0x7f)
		n++;
	return s[n] == '"' ? n + 1 : 0;
}

static bool
listed(const char *list, const char *tag, bool weak_counts)
{
	const char	*s = list + strspn(list, ", \t");
	size_t		 n, len = strlen(tag);
	bool		 weak;

	while (*s != '\0') {
		weak = strncmp(s, "W/", 2) == 0;
		if (weak)
			s += 2;
		if ((n = opaque(s)) == 0)
			return false;
		if (n == len && memcmp(s, tag, n) == 0 &&
		    (!weak || weak_counts))
			return true;
		s += n;
		s += strspn(s, " \t");
		if (*s != ',' && *s != '\0')
			return false;
		s += strspn(s, ", \t");
	}
	return false;
}

static bool
is_star(const char *list)
{
	list += strspn(list, " \t");
	return *list == '*' && list[1 + strspn(list + 1, " \t")] == '\0';
}

bool
etag_match(const char *list, const char *tag)
{
	return tag != NULL && (is_star(list) || listed(list, tag, false));
}

bool
etag_none_match(const char *list, const char *tag)
{
	return tag != NULL && (is_star(list) || listed(list, tag, true));
}
