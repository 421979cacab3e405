/*
 * charset: bytes of any usual character set to UTF-8. The tables (modules of
 * the C library) are opened before the sandbox closes and only used after.
 */
#include "extract/formats.h"

#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <strings.h>

#define PIECE	8192

/* the labels of the web on the left, in their meaning there */
static struct {
	const char	*label;
	const char	*name;
	iconv_t		 open;
} sets[] = {
	{ "utf-16le", "UTF-16LE", NULL },
	{ "utf-16be", "UTF-16BE", NULL },
	{ "utf-32le", "UTF-32LE", NULL },
	{ "utf-32be", "UTF-32BE", NULL },
	{ "windows-1252", "CP1252", NULL },
	{ "iso-8859-1", "CP1252", NULL },
	{ "us-ascii", "CP1252", NULL },
	{ "windows-1250", "CP1250", NULL },
	{ "windows-1251", "CP1251", NULL },
	{ "windows-1253", "CP1253", NULL },
	{ "windows-1254", "CP1254", NULL },
	{ "windows-1255", "CP1255", NULL },
	{ "windows-1256", "CP1256", NULL },
	{ "windows-1257", "CP1257", NULL },
	{ "windows-1258", "CP1258", NULL },
	{ "windows-874", "CP874", NULL },
	{ "tis-620", "CP874", NULL },
	{ "iso-8859-2", "ISO-8859-2", NULL },
	{ "iso-8859-5", "ISO-8859-5", NULL },
	{ "iso-8859-6", "ISO-8859-6", NULL },
	{ "iso-8859-7", "ISO-8859-7", NULL },
	{ "iso-8859-8", "ISO-8859-8", NULL },
	{ "iso-8859-9", "CP1254", NULL },
	{ "iso-8859-15", "ISO-8859-15", NULL },
	{ "koi8-r", "KOI8-R", NULL },
	{ "koi8-u", "KOI8-U", NULL },
	{ "gb2312", "GB18030", NULL },
	{ "gbk", "GB18030", NULL },
	{ "gb18030", "GB18030", NULL },
	{ "big5", "BIG5", NULL },
	{ "shift_jis", "CP932", NULL },
	{ "euc-jp", "EUC-JP", NULL },
	{ "euc-kr", "CP949", NULL },
	{ "iso-2022-jp", "ISO-2022-JP", NULL },
	{ "macintosh", "MACINTOSH", NULL },
	{ "ibm437", "CP437", NULL },
	{ "ibm850", "CP850", NULL },
};

#define NSETS		(sizeof(sets) / sizeof(sets[0]))
#define WINDOWS_1252	4

void
charset_prepare(void)
{
	for (size_t i = 0; i < NSETS; i++)
		sets[i].open = iconv_open("UTF-8", sets[i].name);
}

static bool
usable(size_t i)
{
	return i < NSETS && sets[i].open != NULL &&
	    sets[i].open != (iconv_t)-1;
}

static size_t
set_of(const char *label, size_t n)
{
	for (size_t i = 0; i < NSETS; i++)
		if (strlen(sets[i].label) == n &&
		    strncasecmp(sets[i].label, label, n) == 0)
			return i;
	return NSETS;
}

struct mark {
	const char	*bytes;
	size_t		 n;
	const char	*label;
};

/* longest first: the mark of UTF-32LE begins like that of UTF-16LE */
static const struct mark marks[] = {
	{ "\xFF\xFE\0\0", 4, "utf-32le" },
	{ "\0\0\xFE\xFF", 4, "utf-32be" },
	{ "\xEF\xBB\xBF", 3, NULL },
	{ "\xFF\xFE", 2, "utf-16le" },
	{ "\xFE\xFF", 2, "utf-16be" },
};

static const struct mark *
mark_of(const struct buf *b)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (b->len >= marks[i].n &&
		    memcmp(b->data, marks[i].bytes, marks[i].n) == 0)
			return &marks[i];
	return NULL;
}

/* UTF-16 without a mark: every other byte of a Latin text is zero */
static const char *
unmarked_utf16(const struct buf *b)
{
	size_t	 n = b->len < PIECE ? b->len : PIECE, zero[2] = { 0, 0 };

	for (size_t i = 0; i < n; i++)
		if (b->data[i] == '\0')
			zero[i & 1]++;
	if (n < 4 || zero[0] + zero[1] < n / 3)
		return NULL;
	if (zero[1] > 4 * zero[0])
		return "utf-16le";
	return zero[0] > 4 * zero[1] ? "utf-16be" : NULL;
}

/* valid, or valid but for a sequence that the ceiling cut */
static bool
is_utf8(const struct buf *b)
{
	size_t	 n = b->len;
	int	 most = n + (size_t)8 * PIECE > INPUT_MAX ? 3 : 0;

	if (memchr(b->data, '\0', n) != NULL)
		return false;
	for (int cut = 0; cut <= most; cut++)
		if (utf8_valid(b->data, n - (size_t)cut))
			return true;
	return false;
}

static void
convert(size_t set, char *in, size_t left, charset_sink *sink, void *ctx)
{
	char	 piece[PIECE];

	while (left > 0) {
		char	*to = piece;
		size_t	 room = sizeof(piece), r;

		r = iconv(sets[set].open, &in, &left, &to, &room);
		sink(ctx, piece, (size_t)(to - piece));
		if (r != (size_t)-1 || errno == E2BIG)
			continue;
		sink(ctx, "\xEF\xBF\xBD", 3);	/* U+FFFD */
		if (errno == EINVAL)
			return;			/* the end is cut off */
		in++;
		left--;
	}
}

void
charset_text(const struct buf *b, const char *label, size_t n,
    charset_sink *sink, void *ctx)
{
	const struct mark	*m = mark_of(b);
	size_t			 set = NSETS, skip = 0;
	const char		*guess;

	if (m != NULL) {
		skip = m->n;
		if (m->label != NULL)
			set = set_of(m->label, strlen(m->label));
	} else if ((guess = unmarked_utf16(b)) != NULL) {
		set = set_of(guess, strlen(guess));
	} else if (n == strlen("iso-2022-jp") && label != NULL &&
	    strncasecmp(label, "iso-2022-jp", n) == 0) {
		set = set_of(label, n);		/* in ASCII's clothes */
	} else if (!is_utf8(b)) {
		set = label != NULL ? set_of(label, n) : NSETS;
		if (!usable(set))
			set = WINDOWS_1252;
	}
	if (usable(set))
		convert(set, b->data + skip, b->len - skip, sink, ctx);
	else
		sink(ctx, b->data + skip, b->len - skip);
}

void
charset_named(const char *label, char *s, size_t n, charset_sink *sink,
    void *ctx)
{
	size_t	 set = set_of(label, strlen(label));

	if (strcasecmp(label, "utf-8") == 0)
		sink(ctx, s, n);
	else
		convert(usable(set) ? set : WINDOWS_1252, s, n, sink, ctx);
}

void
charset_to_out(void *out, const char *s, size_t n)
{
	out_text(out, s, n);
}
