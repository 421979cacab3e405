#include "extract/mime.h"

#include <ctype.h>
#include <strings.h>

#include "base/base64.h"
#include "base/hex.h"
#include "extract/formats.h"

/* %41 or =41 */
static bool
escape(const char *s, size_t left, char *c)
{
	if (left < 3 || hex_byte(s + 1) < 0)
		return false;
	*c = (char)hex_byte(s + 1);
	return true;
}

/* a soft line break: "=" and white space up to the end of the line */
static size_t
soft_break(const char *s, size_t left)
{
	size_t	 i = 1;

	while (i < left && (s[i] == ' ' || s[i] == '\t'))
		i++;
	if (i < left && s[i] == '\r')
		i++;
	return i < left && s[i] == '\n' ? i + 1 : i == left ? i : 0;
}

size_t
mime_quoted(char *s, size_t n)
{
	size_t	 out = 0, gone;
	char	 c;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '=' && escape(s + i, n - i, &c)) {
			s[out++] = c;
			i += 2;
		} else if (s[i] == '=' &&
		    (gone = soft_break(s + i, n - i)) > 0) {
			i += gone - 1;
		} else {
			s[out++] = s[i];
		}
	}
	return out;
}

/* a line holds its own length, then three bytes in four letters */
static size_t
uu_line(char *to, const char *s, const char *end)
{
	int	 n = (*s++ - ' ') & 63, i = 0;
	size_t	 out = 0;

	for (; i < n && end - s >= 4; s += 4) {
		unsigned	 v = 0;

		for (int k = 0; k < 4; k++)
			v = v << 6 | (unsigned)((s[k] - ' ') & 63);
		for (int k = 16; k >= 0 && i < n; k -= 8, i++)
			to[out++] = (char)(v >> k & 0xFF);
	}
	return out;
}

size_t
mime_uu(char *s, size_t n)
{
	const char	*p = s, *end = s + n, *nl;
	size_t		 out = 0;

	for (; p < end; p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(end - p));
		if (nl == NULL)
			nl = end;
		if (nl - p >= 3 && memcmp(p, "end", 3) == 0)
			break;
		if (nl > p && memcmp(p, "begin ", 6) != 0)
			out += uu_line(s + out, p, nl);
		if (nl == end)
			break;
	}
	return out;
}

/* one =?set?B?words?= ; the length of it, 0: it is none */
static size_t
encoded_word(struct out *o, const char *s, size_t n)
{
	char		 bytes[1024], set[64];
	const char	*q[3], *end;
	size_t		 len;

	if (n < 8 || memcmp(s, "=?", 2) != 0)
		return 0;
	q[0] = memchr(s + 2, '?', n - 2);
	if (q[0] == NULL || n - (size_t)(q[0] - s) < 5 || q[0][2] != '?')
		return 0;
	q[1] = q[0] + 2;
	end = memmem(q[1] + 1, n - (size_t)(q[1] + 1 - s), "?=", 2);
	if (end == NULL || (size_t)(end - q[1]) > sizeof(bytes))
		return 0;
	len = (size_t)(end - q[1] - 1);
	memcpy(bytes, q[1] + 1, len);
	snprintf(set, sizeof(set), "%.*s", (int)strcspn(s + 2, "?*"), s + 2);
	if ((q[0][1] | 32) == 'b') {
		len = base64_read(bytes, len, (uint8_t *)bytes);
	} else {
		for (size_t i = 0; i < len; i++)
			if (bytes[i] == '_')
				bytes[i] = ' ';
		len = mime_quoted(bytes, len);
	}
	charset_named(set, bytes, len, charset_to_out, o);
	return (size_t)(end + 2 - s);
}

/* white space between two encoded words is not meant */
void
mime_words(struct out *o, const char *s, size_t n)
{
	size_t	 i = 0, from = 0, gap, len;
	bool	 was_word = false;

	while (i < n) {
		struct buf	 plain = { .data = (char *)(uintptr_t)(s +
			from), .len = i - from };

		if (s[i] != '=' || i + 8 > n) {
			i++;
			continue;
		}
		for (gap = 0; gap < plain.len &&
		    isspace((unsigned char)plain.data[gap]); gap++)
			continue;
		if (memcmp(s + i, "=?", 2) == 0 &&
		    !(was_word && gap == plain.len) && plain.len > 0) {
			charset_text(&plain, NULL, 0, charset_to_out, o);
			from = i;
		}
		len = encoded_word(o, s + i, n - i);
		was_word = len > 0;
		i += len > 0 ? len : 1;
		if (len > 0)
			from = i;
	}
	if (n > from) {
		struct buf	 rest = { .data = (char *)(uintptr_t)(s +
			from), .len = n - from };

		charset_text(&rest, NULL, 0, charset_to_out, o);
	}
}

/* where "name=", "name*=" or "name*0=" has its value; NULL: nowhere */
static const char *
find(const char *header, const char *name, int piece, bool *coded)
{
	char	 with[4][80];
	size_t	 n;

	snprintf(with[0], sizeof(with[0]), "%s*%d*=", name, piece);
	snprintf(with[1], sizeof(with[1]), "%s*%d=", name, piece);
	snprintf(with[2], sizeof(with[2]), "%s*=", name);
	snprintf(with[3], sizeof(with[3]), "%s=", name);
	for (const char *p = strchr(header, ';'); p != NULL;
	    p = strchr(p, ';')) {
		p += 1 + strspn(p + 1, " \t\r\n");
		for (int i = 0; i < (piece == 0 ? 4 : 2); i++) {
			n = strlen(with[i]);
			if (strncasecmp(p, with[i], n) == 0) {
				*coded = i == 0 || i == 2;
				return p + n;
			}
		}
	}
	return NULL;
}

static size_t
take(const char *p, bool coded, char *value, size_t n, size_t max)
{
	bool	 quoted = *p == '"';
	char	 c;

	if (coded && strchr(p, '\'') != NULL) {
		const char	*second = strchr(strchr(p, '\'') + 1, '\'');

		if (second != NULL && strcspn(p, ";") > (size_t)(second - p))
			p = second + 1;
	}
	for (p += quoted; *p != '\0' && n + 1 < max; p++) {
		if (quoted ? *p == '"' : strchr("; \t\r\n", *p) != NULL)
			break;
		c = *p;
		if (coded && c == '%' && escape(p, strlen(p), &c))
			p += 2;
		else if (quoted && c == '\\' && p[1] != '\0')
			c = *++p;
		value[n++] = c;
	}
	return n;
}

void
mime_parameter(const char *header, const char *name, char *value, size_t max)
{
	const char	*p;
	size_t		 n = 0;
	bool		 coded = false;

	for (int piece = 0; piece < 20 && (p = find(header, name, piece,
	    &coded)) != NULL; piece++)
		n = take(p, coded, value, n, max);
	value[n] = '\0';
}
