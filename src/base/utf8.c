#include "base/utf8.h"

/*
 * One code point from s, which has n > 0 bytes; its length, or 0 when it is
 * none (RFC 3629, 4: the second byte alone tells overlong forms, surrogates
 * and what lies beyond 10FFFF).
 */
static size_t
sequence(const unsigned char *s, size_t n)
{
	unsigned char	lead = s[0], low = 0x80, high = 0xbf;
	size_t		len, i;

	if (lead < 0x80)
		return lead != 0;
	if (lead < 0xc2 || lead > 0xf4)
		return 0;
	len = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
	if (lead == 0xe0)
		low = 0xa0;
	else if (lead == 0xed)
		high = 0x9f;
	else if (lead == 0xf0)
		low = 0x90;
	else if (lead == 0xf4)
		high = 0x8f;
	if (n < len || s[1] < low || s[1] > high)
		return 0;
	for (i = 2; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

bool
utf8_valid(const char *text, size_t n)
{
	const unsigned char	*s = (const unsigned char *)text;
	size_t			 len;

	for (; n > 0; s += len, n -= len)
		if ((len = sequence(s, n)) == 0)
			return false;
	return true;
}

size_t
utf8_count(const char *s)
{
	size_t	n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

uint32_t
utf8_next(const char **text)
{
	const unsigned char	*s = (const unsigned char *)*text;
	uint32_t		 cp = s[0];

	if (cp == 0)
		return 0;
	if (cp < 0x80) {
		*text += 1;
	} else if (cp < 0xe0) {
		cp = (cp & 0x1f) << 6 | (s[1] & 0x3fu);
		*text += 2;
	} else if (cp < 0xf0) {
		cp = (cp & 0x0f) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
		*text += 3;
	} else {
		cp = (cp & 0x07) << 18 | (s[1] & 0x3fu) << 12 |
		    (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
		*text += 4;
	}
	return cp;
}

size_t
utf8_put(char *out, uint32_t cp)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

bool
utf8_is_control(uint32_t cp)
{
	static const struct {
		uint32_t	first, last;
	} ranges[] = {
		{ 0x00, 0x1f }, { 0x7f, 0x9f },
		{ 0x061c, 0x061c },	/* Arabic letter mark */
		{ 0x180e, 0x180e },	/* once a space, now zero wide */
		{ 0x200b, 0x200f },	/* zero width, left-to-right marks */
		{ 0x2028, 0x202e },	/* line ends, embeddings, overrides */
		{ 0x2060, 0x206f },	/* joiner, isolates, deprecated */
		{ 0xfeff, 0xfeff },	/* byte order mark */
		{ 0xfff9, 0xfffb },	/* interlinear annotation */
		{ 0xe0000, 0xe007f },	/* tags */
	};
	size_t	i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	return false;
}

size_t
utf8_cut(const char *s, size_t n)
{
	size_t	len = strnlen(s, n + 1);

	if (len <= n)
		return len;
	while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return n;
}
