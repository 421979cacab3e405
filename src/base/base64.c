/*
 * base64: see base64.h.
 */
#include "base/base64.h"

#include <string.h>

static int
value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

size_t
base64_decode(const char *s, uint8_t *out)
{
	return base64_read(s, strlen(s), out);
}

size_t
base64_read(const char *s, size_t len, uint8_t *out)
{
	uint32_t	 bits = 0;
	int		 n = 0, value;
	uint8_t		*o = out;

	for (size_t i = 0; i < len && s[i] != '='; i++) {
		if ((value = value_of(s[i])) < 0)
			continue;
		bits = bits << 6 | (uint32_t)value;
		if ((n += 6) >= 8)
			*o++ = (uint8_t)(bits >> (n -= 8));
	}
	return (size_t)(o - out);
}
