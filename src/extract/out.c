#include "extract/out.h"

#include "base/utf8.h"

#define UTF8_MOST	((size_t)4)
#define REPLACEMENT	0xFFFDU

void
out_init(struct out *o, size_t max)
{
	*o = (struct out){ 0 };
	buf_init(&o->b, max);
}

void
out_free(struct out *o)
{
	buf_free(&o->b);
}

/*
 * Unlike a name, a text keeps the joiners U+200B to U+200D: Persian, Hindi and
 * Khmer are spelt with them. Soft hyphens go, they would split words.
 */
static bool
dropped(uint32_t cp)
{
	if (cp == '\n' || cp == '\t' || cp == '\f')
		return false;
	return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == 0xAD ||
	    cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
	    (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF ||
	    (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp & 0xFFFE) == 0xFFFE ||
	    (cp >= 0xE0000 && cp <= 0xE007F);
}

static void
put(struct out *o, uint32_t cp)
{
	char	 bytes[4];

	if (cp == '\r') {
		o->cr = true;
		cp = '\n';
	} else if (cp == '\n' && o->cr) {
		o->cr = false;
		return;
	} else {
		o->cr = false;
	}
	if (dropped(cp) || o->cut)
		return;
	if (o->b.len + UTF8_MOST > o->b.max) {
		o->cut = true;
		return;
	}
	if (cp < 0x80)
		buf_putc(&o->b, (char)cp);
	else
		buf_add(&o->b, bytes, utf8_put(bytes, cp));
}

static void
lead(struct out *o, unsigned char c)
{
	if (c < 0x80) {
		put(o, c);
	} else if (c >= 0xC2 && c <= 0xDF) {
		o->want = 1, o->cp = c & 0x1F, o->least = 0x80;
	} else if (c >= 0xE0 && c <= 0xEF) {
		o->want = 2, o->cp = c & 0x0F, o->least = 0x800;
	} else if (c >= 0xF0 && c <= 0xF4) {
		o->want = 3, o->cp = c & 0x07, o->least = 0x10000;
	} else {
		put(o, REPLACEMENT);
	}
}

static void
byte(struct out *o, unsigned char c)
{
	if (o->want == 0) {
		lead(o, c);
		return;
	}
	if ((c & 0xC0) != 0x80) {
		o->want = 0;
		put(o, REPLACEMENT);
		lead(o, c);
		return;
	}
	o->cp = o->cp << 6 | (c & 0x3F);
	if (--o->want > 0)
		return;
	if (o->cp < o->least || o->cp > 0x10FFFF ||
	    (o->cp >= 0xD800 && o->cp <= 0xDFFF))
		o->cp = REPLACEMENT;
	put(o, o->cp);
}

void
out_text(struct out *o, const char *s, size_t n)
{
	for (size_t i = 0; i < n && !o->cut; i++)
		byte(o, (unsigned char)s[i]);
}

void
out_utf16(struct out *o, const char *s, size_t n)
{
	uint32_t	 unit, high = 0;

	for (size_t i = 0; i + 1 < n && !o->cut; i += 2) {
		unit = (uint32_t)(unsigned char)s[i] |
		    (uint32_t)(unsigned char)s[i + 1] << 8;
		if (unit >= 0xDC00 && unit <= 0xDFFF && high != 0)
			unit = 0x10000 + ((high - 0xD800) << 10) +
			    (unit - 0xDC00);
		else if (unit >= 0xDC00 && unit <= 0xDFFF)
			unit = REPLACEMENT;
		high = unit >= 0xD800 && unit <= 0xDBFF ? unit : 0;
		if (high == 0)
			put(o, unit);
	}
}

void
out_latin(struct out *o, const char *s, size_t n)
{
	for (size_t i = 0; i < n && !o->cut; i++)
		put(o, (unsigned char)s[i]);
}

static char
last(const struct out *o)
{
	return (char)(o->b.len > 0 ? o->b.data[o->b.len - 1] : '\f');
}

static bool
at_gap(const struct out *o)
{
	char	 c = last(o);

	return c == ' ' || c == '\n' || c == '\t' || c == '\f';
}

void
out_flow(struct out *o, const char *s, size_t n)
{
	for (size_t i = 0; i < n && !o->cut; i++) {
		char	 c = s[i];

		if (c != ' ' && c != '\n' && c != '\t' && c != '\r' &&
		    c != '\f')
			byte(o, (unsigned char)c);
		else if (!at_gap(o))
			byte(o, ' ');
	}
}

static void
trim(struct out *o, const char *what)
{
	while (o->b.len > 0 && strchr(what, last(o)) != NULL)
		o->b.data[--o->b.len] = '\0';
}

void
out_line(struct out *o)
{
	trim(o, " \t");
	if (last(o) != '\n' && last(o) != '\f')
		put(o, '\n');
}

void
out_tab(struct out *o)
{
	trim(o, " ");
	if (last(o) != '\n' && last(o) != '\f')
		put(o, '\t');
}

void
out_page(struct out *o)
{
	out_line(o);
	put(o, '\f');
}

bool
out_blank_page(const struct out *o)
{
	for (size_t i = o->b.len; i > 0 && o->b.data[i - 1] != '\f'; i--)
		if (strchr(" \t\n", o->b.data[i - 1]) == NULL)
			return false;
	return true;
}

bool
out_finish(struct out *o)
{
	if (o->want > 0) {
		o->want = 0;
		put(o, REPLACEMENT);
	}
	trim(o, " \t\n\f");
	if (o->b.len == 0)
		return false;
	o->cr = false;
	put(o, '\n');
	return true;
}

size_t
out_pages(const struct out *o)
{
	size_t	 n = o->b.len > 0 ? 1 : 0;

	for (size_t i = 0; i < o->b.len; i++)
		n += o->b.data[i] == '\f';
	return n;
}
