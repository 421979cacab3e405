/*
 * Excel 5 to 2003 (MS-XLS): a stream of records. Texts stand in a shared
 * table, which goes on over several records, or in the cell itself.
 */
#include "extract/ole.h"

#include "extract/formats.h"
#include "extract/strings.h"

#define BIFF_8		0x0600
#define CONTINUE	0x003C
#define TEXT_MAX	((size_t)256 * 1024)	/* of one cell */

struct xls {
	struct out	*out;
	struct strings	 texts;
	struct out	 one;		/* a text that is put together */
	bool		 biff_8;
	char		 set[16];	/* of texts before BIFF 8 */
	uint32_t	 row;
	bool		 locked;
};

/* a record, and what it goes on in */
struct reader {
	const char	*s;
	size_t		 n, at, end;
};

static bool
go_on(struct reader *r)
{
	r->at = r->end;
	if (r->at + 4 > r->n || ole_u16(r->s + r->at) != CONTINUE)
		return false;
	r->end = r->at + 4 + ole_u16(r->s + r->at + 2);
	r->at += 4;
	if (r->end > r->n)
		r->end = r->n;
	return true;
}

static uint32_t
number(struct reader *r, int bytes)
{
	uint32_t	 v = 0;

	for (int i = 0; i < bytes; i++) {
		if (r->at >= r->end && !go_on(r))
			return 0;
		if (r->at < r->end)
			v |= (uint32_t)(unsigned char)r->s[r->at++] <<
			    8 * i;
	}
	return v;
}

static void
skip(struct reader *r, size_t n)
{
	while (n > r->end - r->at) {
		n -= r->end - r->at;
		if (!go_on(r))
			return;
	}
	r->at += n;
}

/* characters into x->one; in a record that goes on a flag comes first */
static void
characters(struct xls *x, struct reader *r, size_t n, bool wide)
{
	while (n > 0) {
		size_t	 take = (r->end - r->at) / (wide ? 2 : 1);

		if (take == 0) {
			if (!go_on(r) || r->at >= r->end)
				return;
			wide = (r->s[r->at++] & 1) != 0;
			continue;
		}
		if (take > n)
			take = n;
		if (wide)
			out_utf16(&x->one, r->s + r->at, 2 * take);
		else
			out_latin(&x->one, r->s + r->at, take);
		r->at += wide ? 2 * take : take;
		n -= take;
	}
}

static void
old_characters(struct xls *x, struct reader *r, size_t n)
{
	char	 bytes[256];

	if (n > r->end - r->at)
		n = r->end - r->at;
	if (n > sizeof(bytes))
		n = sizeof(bytes);
	memcpy(bytes, r->s + r->at, n);
	r->at += n;
	charset_named(x->set, bytes, n, charset_to_out, &x->one);
}

/* with a length of 1 or 2 bytes before it; the text stands in x->one */
static void
string(struct xls *x, struct reader *r, int length)
{
	size_t		 n = number(r, length), runs = 0, more = 0;
	uint32_t	 flags;

	buf_reset(&x->one.b);
	if (!x->biff_8) {
		old_characters(x, r, n);
		return;
	}
	flags = number(r, 1);
	if ((flags & 8) != 0)
		runs = number(r, 2);
	if ((flags & 4) != 0)
		more = number(r, 4);
	characters(x, r, n, (flags & 1) != 0);
	skip(r, 4 * runs);
	skip(r, more);
}

static void
shared_texts(struct xls *x, struct reader *r)
{
	uint32_t	 n;

	number(r, 4);
	n = number(r, 4);
	for (uint32_t i = 0; i < n; i++) {
		if (r->at >= r->end && !go_on(r))
			return;
		string(x, r, 2);
		buf_add(&x->texts.bytes, x->one.b.data, x->one.b.len);
		strings_end(&x->texts);
	}
}

static void
put_one(struct xls *x)
{
	out_flow(x->out, x->one.b.data, x->one.b.len);
}

/* a header or footer: "&P" and the like stand for what is filled in */
static void
margin(struct xls *x, struct reader *r)
{
	const char	*s, *end, *q;

	out_line(x->out);
	if (r->end <= r->at)
		return;
	string(x, r, x->biff_8 ? 2 : 1);
	end = x->one.b.data + x->one.b.len;
	for (s = x->one.b.data; s < end; s++) {
		if (*s != '&') {
			out_flow(x->out, s, 1);
			continue;
		}
		q = s + 1 < end && s[1] == '"' ?
		    memchr(s + 2, '"', (size_t)(end - s - 2)) : NULL;
		s = q != NULL ? q : s + 1;	/* a font's name, a letter */
		out_flow(x->out, " ", 1);
	}
	out_line(x->out);
}

static void
line_of_one(struct xls *x, struct reader *r, int length)
{
	string(x, r, length);
	put_one(x);
	out_line(x->out);
}

/* what opens every cell */
static void
cell(struct xls *x, struct reader *r)
{
	uint32_t	 row = number(r, 2);

	number(r, 4);
	if (row != x->row)
		out_line(x->out);
	else
		out_tab(x->out);
	x->row = row;
}

static void
put_number(struct xls *x, double v)
{
	char	 s[32];
	int	 n = snprintf(s, sizeof(s), "%.12g", v);

	out_text(x->out, s, (size_t)n);
}

static void
real(struct xls *x, struct reader *r)
{
	uint64_t	 bits = number(r, 4);
	double		 v;

	bits |= (uint64_t)number(r, 4) << 32;
	if (bits >> 48 == 0xFFFF)	/* a text, an error, a truth value */
		return;
	memcpy(&v, &bits, sizeof(v));
	put_number(x, v);
}

/* 30 bits, and how they are meant in the other two */
static void
packed(struct xls *x, struct reader *r)
{
	uint32_t	 rk = number(r, 4);
	uint64_t	 bits = (uint64_t)(rk & ~3U) << 32;
	double		 v;

	if ((rk & 2) != 0)
		v = (double)((int32_t)rk >> 2);
	else
		memcpy(&v, &bits, sizeof(v));
	put_number(x, (rk & 1) != 0 ? v / 100 : v);
}

static void
many_packed(struct xls *x, struct reader *r)
{
	uint32_t	 row = number(r, 2);

	number(r, 2);
	if (row != x->row)
		out_line(x->out);
	x->row = row;
	while (r->end - r->at >= 6 + 2) {
		number(r, 2);
		out_tab(x->out);
		packed(x, r);
	}
}

static void
begin(struct xls *x, struct reader *r)
{
	x->biff_8 = number(r, 2) == BIFF_8;
	x->row = UINT32_MAX;
	if (!out_blank_page(x->out))
		out_page(x->out);
}

static void
code_page(struct xls *x, struct reader *r)
{
	uint32_t	 page = number(r, 2);

	if (page == 10000 || page == 0x8000)
		snprintf(x->set, sizeof(x->set), "macintosh");
	else if (page == 932)
		snprintf(x->set, sizeof(x->set), "shift_jis");
	else if (page == 437 || page == 850)
		snprintf(x->set, sizeof(x->set), "ibm%u", page);
	else
		snprintf(x->set, sizeof(x->set), "windows-%u", page & 0xFFFF);
}

static void
sheet_name(struct xls *x, struct reader *r)
{
	skip(r, 6);
	line_of_one(x, r, 1);
}

static void
cell_text(struct xls *x, struct reader *r)
{
	cell(x, r);
	string(x, r, 2);
	put_one(x);
}

/* a box or comment: its text is what the record goes on in */
static void
box(struct xls *x, struct reader *r)
{
	size_t	 n;

	skip(r, 10);
	n = number(r, 2);
	buf_reset(&x->one.b);
	r->at = r->end;
	characters(x, r, n, false);
	out_line(x->out);
	put_one(x);
	out_line(x->out);
}

static void
record(struct xls *x, uint32_t type, struct reader *r)
{
	switch (type) {
	case 0x0809: begin(x, r); break;
	case 0x0042: code_page(x, r); break;
	case 0x002F: x->locked = true; break;
	case 0x0085: sheet_name(x, r); break;
	case 0x00FC: shared_texts(x, r); break;
	case 0x00FD:
		cell(x, r);
		strings_put(&x->texts, number(r, 4), x->out);
		break;
	case 0x0204: case 0x00D6: cell_text(x, r); break;
	case 0x0207:
		string(x, r, 2);
		put_one(x);
		break;
	case 0x0203: case 0x0006: cell(x, r); real(x, r); break;
	case 0x027E: cell(x, r); packed(x, r); break;
	case 0x00BD: many_packed(x, r); break;
	case 0x0014: case 0x0015: margin(x, r); break;
	case 0x01B6: box(x, r); break;
	default: break;
	}
}

/* false when the last record is cut short */
static bool
records(struct xls *x, const char *s, size_t n)
{
	size_t	 at = 0;

	while (at + 4 <= n && !x->out->cut && !x->locked) {
		struct reader	 r = { s, n, at + 4,
			at + 4 + ole_u16(s + at + 2) };
		size_t		 next = r.end;

		if (next > n)
			return false;
		record(x, ole_u16(s + at), &r);
		at = next;
	}
	return true;
}

enum extract_reason
xls_read(struct ole *f, const struct ole_entry *e, struct out *o)
{
	struct xls	 x = { .out = o, .set = "windows-1252" };
	struct buf	 b;
	bool		 whole;

	strings_init(&x.texts);
	out_init(&x.one, TEXT_MAX);
	whole = ole_read(f, e, &b);
	whole = records(&x, b.data, b.len) && whole;
	o->cut |= x.texts.bytes.failed;
	buf_free(&b);
	strings_free(&x.texts);
	out_free(&x.one);
	if (x.locked)
		return EXTRACT_PASSWORD;
	return whole ? EXTRACT_OK : EXTRACT_DAMAGED;
}
