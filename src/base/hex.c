/*
 * hex: see hex.h.
 */
#include "base/hex.h"

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int
hex_byte(const char *s)
{
	int	high = digit(s[0]), low;

	if (high < 0 || (low = digit(s[1])) < 0)
		return -1;
	return high * 16 + low;
}
