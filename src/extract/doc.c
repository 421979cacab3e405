/*
 * Word 6 to 2003 (MS-DOC). The text stands in pieces of one or two bytes a
 * character anywhere in the stream; a table in a second stream puts them in
 * order, the main text first, then notes, headers, comments and boxes.
 */
#include "extract/ole.h"

#include "extract/formats.h"

#define WORD_97		0xA5EC
#define WORD_6		0xA5DC
#define LOCKED		0x0100
#define TABLE_1		0x0200
#define PIECES		0x0004		/* saved in pieces, in Word 6 */
#define HIDDEN_MAX	32		/* fields inside fields */

struct doc {
	struct out	*out;
	unsigned	 field;		/* how deep in fields */
	uint32_t	 hidden;	/* a bit a depth: in its instruction */
	char		 bytes[512];	/* one byte a character, not yet out */
	size_t		 n;
};

static void
flush(struct doc *d)
{
	charset_named("windows-1252", d->bytes, d->n, charset_to_out, d->out);
	d->n = 0;
}

/* fields: 13h instruction 14h result 15h */
static void
field(struct doc *d, uint32_t c)
{
	if (c == 0x13) {
		d->field++;
		if (d->field < HIDDEN_MAX)
			d->hidden |= 1U << d->field;
	} else if (c == 0x14 && d->field < HIDDEN_MAX) {
		d->hidden &= ~(1U << d->field);
	} else if (c == 0x15 && d->field > 0) {
		if (d->field < HIDDEN_MAX)
			d->hidden &= ~(1U << d->field);
		d->field--;
	}
}

/* true when it was a mark and not a letter */
static bool
mark(struct doc *d, uint32_t c)
{
	if (c >= 0x20 && c != 0x1E && c != 0x1F)
		return d->hidden != 0;
	flush(d);
	if (c >= 0x13 && c <= 0x15)
		field(d, c);
	else if (c == 0x07)
		out_tab(d->out);
	else if (c == 0x09)
		out_text(d->out, "\t", 1);
	else if (c == 0x0C && !out_blank_page(d->out))
		out_page(d->out);
	else if (c == 0x0D || c == 0x0B)
		out_text(d->out, "\n", 1);
	else if (c == 0x1E)
		out_text(d->out, "-", 1);
	return true;
}

static void
narrow(struct doc *d, const char *s, size_t n)
{
	for (size_t i = 0; i < n && !d->out->cut; i++) {
		if (mark(d, (unsigned char)s[i]))
			continue;
		d->bytes[d->n++] = s[i];
		if (d->n == sizeof(d->bytes))
			flush(d);
	}
	flush(d);
}

static void
wide(struct doc *d, const char *s, size_t n)
{
	size_t	 from = 0, i;

	for (i = 0; i + 1 < n && !d->out->cut; i += 2) {
		uint32_t	 c = ole_u16(s + i);

		if (c >= 0x20 && c != 0x1E && c != 0x1F && d->hidden == 0)
			continue;
		out_utf16(d->out, s + from, i - from);
		from = i + 2;
		mark(d, c);
	}
	if (i > from)
		out_utf16(d->out, s + from, i - from);
}

static bool
piece(struct doc *d, const struct buf *b, uint32_t at, uint32_t chars,
    bool word_6)
{
	bool	 bytes = word_6 || (at & 0x40000000) != 0;
	size_t	 from = word_6 ? at : bytes ? (at & 0x3FFFFFFF) / 2 : at;
	size_t	 n = bytes ? chars : (size_t)chars * 2;

	if (from > b->len)
		return false;
	if (n > b->len - from)
		n = b->len - from;
	if (bytes)
		narrow(d, b->data + from, n);
	else
		wide(d, b->data + from, n);
	return n == (bytes ? chars : (size_t)chars * 2);
}

/* skips to the table of pieces: others (1, length, …) may stand before it */
static bool
table_of(const char *s, size_t n, size_t *at, size_t *pieces)
{
	size_t	 i = 0, len;

	while (i + 3 <= n && s[i] == 1)
		i += 3 + ole_u16(s + i + 1);
	if (i + 5 > n || s[i] != 2)
		return false;
	len = ole_u32(s + i + 1);
	if (len < 16 || len > n - i - 5)
		return false;
	*at = i + 5;
	*pieces = (len - 4) / 12;
	return true;
}

static enum extract_reason
pieces(struct doc *d, const struct buf *text, const char *clx, size_t n,
    bool word_6)
{
	size_t		 at, count;
	bool		 whole = true;

	if (!table_of(clx, n, &at, &count))
		return EXTRACT_DAMAGED;
	for (size_t i = 0; i < count && !d->out->cut; i++) {
		const char	*p = clx + at + 4 * (count + 1) + 8 * i;
		uint32_t	 from = ole_u32(clx + at + 4 * i);
		uint32_t	 to = ole_u32(clx + at + 4 * i + 4);

		if (to < from || !piece(d, text, ole_u32(p + 2), to - from,
		    word_6))
			whole = false;
	}
	return whole ? EXTRACT_OK : EXTRACT_DAMAGED;
}

static enum extract_reason
word_97(struct ole *f, struct doc *d, const struct buf *text)
{
	const struct ole_entry	*e;
	struct buf		 table;
	uint32_t		 at, n;
	enum extract_reason	 r = EXTRACT_DAMAGED;

	if (text->len < 0x1AA)
		return EXTRACT_DAMAGED;
	e = ole_find(f, (ole_u16(text->data + 10) & TABLE_1) != 0 ?
	    "1Table" : "0Table");
	if (e == NULL)
		return EXTRACT_DAMAGED;
	ole_read(f, e, &table);
	at = ole_u32(text->data + 0x1A2);
	n = ole_u32(text->data + 0x1A6);
	if (at < table.len && n <= table.len - at)
		r = pieces(d, text, table.data + at, n, false);
	buf_free(&table);
	return r;
}

static enum extract_reason
word_6(struct doc *d, const struct buf *text)
{
	uint32_t	 from, to;

	if (text->len < 0x168)
		return EXTRACT_DAMAGED;
	if ((ole_u16(text->data + 10) & PIECES) != 0) {
		from = ole_u32(text->data + 0x160);
		to = ole_u32(text->data + 0x164);
		if (from > text->len || to > text->len - from)
			return EXTRACT_DAMAGED;
		return pieces(d, text, text->data + from, to, true);
	}
	from = ole_u32(text->data + 0x18);
	to = ole_u32(text->data + 0x1C);
	if (to < from || !piece(d, text, from, to - from, true))
		return EXTRACT_DAMAGED;
	return EXTRACT_OK;
}

enum extract_reason
doc_read(struct ole *f, struct out *o)
{
	struct doc		 d = { .out = o };
	struct buf		 text;
	enum extract_reason	 r = EXTRACT_DAMAGED;

	ole_read(f, ole_find(f, "WordDocument"), &text);
	if (text.len < 32)
		r = EXTRACT_DAMAGED;
	else if ((ole_u16(text.data + 10) & LOCKED) != 0)
		r = EXTRACT_PASSWORD;
	else if (ole_u16(text.data) == WORD_97)
		r = word_97(f, &d, &text);
	else if (ole_u16(text.data) == WORD_6)
		r = word_6(&d, &text);
	buf_free(&text);
	return r;
}
