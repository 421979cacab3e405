/*
 * Rich Text Format 1.9: words behind a backslash, groups in braces. Letters
 * come as bytes in the character set of their font or as Unicode numbers with
 * a substitute for old readers.
 */
#include "extract/formats.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/hex.h"
#include "base/utf8.h"

#define DEPTH_MAX	200
#define FONTS_MAX	512
#define WORD_MAX	32

enum where { IN_TEXT, IN_FONTS, IN_NOTHING };

struct group {
	enum where	 where;
	int		 skip;		/* bytes that stand for one \u */
	int		 font;
	bool		 hidden;
	bool		 line;		/* ends with one */
};

struct rtf {
	const char	*s, *end;
	struct out	*out;
	struct group	 g[DEPTH_MAX];
	int		 depth;
	int		 beyond;	/* groups deeper than we count */
	int		 to_skip;
	int		 page;		/* code page of the document */
	int		 of_font[FONTS_MAX];	/* code page, 0: the document's */
	int		 font;		/* that the list describes now */
	uint32_t	 high;		/* first half of a \u pair */
	char		 bytes[256];	/* not yet converted */
	size_t		 n;
};

static const struct {
	int	 charset, page;
} charsets[] = {
	{ 0, 1252 }, { 77, 10000 }, { 128, 932 }, { 129, 949 }, { 134, 936 },
	{ 136, 950 }, { 161, 1253 }, { 162, 1254 }, { 163, 1258 },
	{ 177, 1255 }, { 178, 1256 }, { 186, 1257 }, { 204, 1251 },
	{ 222, 874 }, { 238, 1250 },
};

static const struct {
	int		 page;
	const char	*label;
} pages[] = {
	{ 932, "shift_jis" }, { 936, "gbk" }, { 949, "euc-kr" },
	{ 950, "big5" }, { 10000, "macintosh" }, { 437, "ibm437" },
	{ 850, "ibm850" }, { 65001, "utf-8" },
};

static void
flush(struct rtf *r)
{
	char	 label[24];
	int	 font = r->g[r->depth].font, page = r->page;

	if (r->n == 0)
		return;
	if (font >= 0 && font < FONTS_MAX && r->of_font[font] != 0)
		page = r->of_font[font];
	snprintf(label, sizeof(label), "windows-%d", page);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (pages[i].page == page)
			snprintf(label, sizeof(label), "%s", pages[i].label);
	charset_named(label, r->bytes, r->n, charset_to_out, r->out);
	r->n = 0;
}

static bool
is_shown(const struct rtf *r)
{
	const struct group	*g = &r->g[r->depth];

	return r->beyond == 0 && g->where == IN_TEXT && !g->hidden;
}

static void
put_byte(struct rtf *r, char c)
{
	if (r->to_skip > 0) {
		r->to_skip--;
		return;
	}
	if (!is_shown(r))
		return;
	r->bytes[r->n++] = c;
	if (r->n == sizeof(r->bytes))
		flush(r);
}

static void
put_code(struct rtf *r, uint32_t cp)
{
	char	 s[4];

	if (!is_shown(r))
		return;
	flush(r);
	if (cp >= 0xD800 && cp <= 0xDBFF) {
		r->high = cp;
		return;
	}
	if (cp >= 0xDC00 && cp <= 0xDFFF)
		cp = r->high == 0 ? 0xFFFD : 0x10000 +
		    ((r->high - 0xD800) << 10) + (cp - 0xDC00);
	r->high = 0;
	out_text(r->out, s, utf8_put(s, cp));
}

/* what holds no text of the document */
static const char *const	 dropped[] = { "colortbl", "stylesheet",
	"pict", "object", "objdata", "themedata", "colorschememapping",
	"latentstyles", "datastore", "listtable", "listoverridetable",
	"rsidtbl", "generator", "fldinst", "xmlnstbl", "filetbl", "mmathPr",
	"pgdsctbl", "operator", "creatim", "revtim", "printim", "buptim",
	"fontemb", "fontfile", "falt", "panose", "bkmkstart", "bkmkend",
	"datafield", "do", "shpinst", "nonshppict", "blipuid", "deleted",
	"template", "hlinkbase", NULL };

/* groups that begin with \* and have text nevertheless */
static const char *const	 kept[] = { "shptxt", "shprslt", "annotation",
	"footnote", "listtext", "ud", "upr", "fldrslt", "company",
	"keywords", "comment", "doccomm", "shppict", "shpinst", NULL };

static const struct {
	const char	*word;
	uint32_t	 cp;		/* what it prints */
} signs[] = {
	{ "par", '\n' }, { "line", '\n' }, { "sect", '\n' }, { "row", '\n' },
	{ "nestrow", '\n' }, { "tab", '\t' }, { "cell", '\t' },
	{ "nestcell", '\t' }, { "page", '\f' }, { "emdash", 0x2014 },
	{ "endash", 0x2013 }, { "lquote", 0x2018 }, { "rquote", 0x2019 },
	{ "ldblquote", 0x201C }, { "rdblquote", 0x201D },
	{ "bullet", 0x2022 }, { "emspace", ' ' }, { "enspace", ' ' },
	{ "qmspace", ' ' },
};

static bool
one_of(const char *const *list, const char *word)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

static void
fonts(struct rtf *r, const char *word, int v)
{
	if (strcmp(word, "f") == 0)
		r->font = v;
	if (strcmp(word, "fcharset") != 0 || r->font < 0 ||
	    r->font >= FONTS_MAX)
		return;
	for (size_t i = 0; i < sizeof(charsets) / sizeof(charsets[0]); i++)
		if (charsets[i].charset == v)
			r->of_font[r->font] = v == 0 ? 0 : charsets[i].page;
}

static bool
sign(struct rtf *r, const char *word)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (strcmp(signs[i].word, word) != 0)
			continue;
		if (signs[i].cp == '\f' && is_shown(r)) {
			flush(r);
			if (!out_blank_page(r->out))
				out_page(r->out);
		} else {
			put_code(r, signs[i].cp);
		}
		return true;
	}
	return false;
}

/* words that change how what follows is read */
static bool
manner(struct rtf *r, struct group *g, const char *word, int v, bool given)
{
	if (strcmp(word, "ansicpg") == 0 && v > 0)
		r->page = v;
	else if (strcmp(word, "mac") == 0)
		r->page = 10000;
	else if (strcmp(word, "pc") == 0)
		r->page = 437;
	else if (strcmp(word, "uc") == 0)
		g->skip = v < 0 || v > 100 ? 1 : v;
	else if (strcmp(word, "plain") == 0)
		g->hidden = false;
	else if (strcmp(word, "v") == 0)
		g->hidden = !given || v != 0;
	else if (strcmp(word, "f") == 0) {
		flush(r);
		g->font = v;
	} else if (strcmp(word, "fonttbl") == 0)
		g->where = IN_FONTS;
	else if (strcmp(word, "info") == 0)
		g->line = true;
	else
		return false;
	return true;
}

static void
command(struct rtf *r, const char *word, int v, bool given, bool starred)
{
	struct group	*g = &r->g[r->depth];

	if (r->beyond > 0)
		return;
	if (g->where == IN_FONTS) {
		fonts(r, word, v);
		return;
	}
	if (strcmp(word, "bin") == 0 && v > 0) {
		r->s += v < r->end - r->s ? v : r->end - r->s;
	} else if (strcmp(word, "u") == 0) {
		put_code(r, (uint32_t)v & 0xFFFF);
		r->to_skip = g->skip;
	} else if (manner(r, g, word, v, given) || sign(r, word)) {
		return;
	} else if ((one_of(dropped, word) && !(starred &&
	    strcmp(word, "shpinst") == 0)) ||
	    (starred && !one_of(kept, word))) {
		g->where = IN_NOTHING;
	}
}

static void
open_group(struct rtf *r)
{
	flush(r);
	r->to_skip = 0;
	if (r->depth + 1 == DEPTH_MAX) {
		r->beyond++;
		return;
	}
	r->g[r->depth + 1] = r->g[r->depth];
	r->depth++;
}

static void
close_group(struct rtf *r)
{
	flush(r);
	r->to_skip = 0;
	if (r->beyond > 0) {
		r->beyond--;
		return;
	}
	if (r->depth == 0)
		return;
	/* title, author and the like: each a line */
	if (r->g[r->depth].line && is_shown(r))
		out_line(r->out);
	r->depth--;
}

static int
value(struct rtf *r, bool *given)
{
	bool	 minus = r->s < r->end && *r->s == '-';
	int	 v = 0;

	if (minus)
		r->s++;
	*given = false;
	while (r->s < r->end && isdigit((unsigned char)*r->s)) {
		*given = true;
		if (v < 100000000)
			v = v * 10 + (*r->s - '0');
		r->s++;
	}
	return minus ? -v : v;
}

static void
word(struct rtf *r, bool starred)
{
	char	 w[WORD_MAX];
	size_t	 n = 0;
	bool	 given;
	int	 v;

	while (r->s < r->end && isalpha((unsigned char)*r->s)) {
		if (n + 1 < sizeof(w))
			w[n++] = *r->s;
		r->s++;
	}
	w[n] = '\0';
	v = value(r, &given);
	if (r->s < r->end && *r->s == ' ')
		r->s++;
	command(r, w, v, given, starred);
}

/* behind a backslash */
static void
control(struct rtf *r)
{
	char	 c = *r->s;
	bool	 starred = false;

	if (c == '*') {
		r->s++;
		while (r->s < r->end && isspace((unsigned char)*r->s))
			r->s++;
		if (r->s + 1 >= r->end || *r->s != '\\')
			return;
		c = *++r->s;
		starred = true;
	}
	if (isalpha((unsigned char)c)) {
		word(r, starred);
		return;
	}
	r->s++;
	if (c == '\'' && r->end - r->s >= 2) {
		put_byte(r, (char)(hex_byte(r->s) < 0 ? '?' :
		    hex_byte(r->s)));
		r->s += 2;
	} else if (c == '~') {
		put_code(r, ' ');
	} else if (c == '_') {
		put_code(r, '-');
	} else if (c == '\n' || c == '\r') {
		put_code(r, '\n');
	} else if (strchr("\\{}", c) != NULL) {
		put_byte(r, c);
	}
}

static void
read_all(struct rtf *r)
{
	while (r->s < r->end && !r->out->cut) {
		char	 c = *r->s++;

		if (c == '{')
			open_group(r);
		else if (c == '}')
			close_group(r);
		else if (c == '\\' && r->s < r->end)
			control(r);
		else if (c != '\r' && c != '\n' && c != '\0')
			put_byte(r, c);
	}
	flush(r);
}

enum extract_reason
rtf_extract(struct out *o)
{
	struct rtf		*r = calloc(1, sizeof(*r));
	struct buf		 b;
	bool			 cut = false;
	enum extract_reason	 why = input_read(&b, &cut);

	if (r == NULL)
		why = EXTRACT_MEMORY;
	if (why == EXTRACT_OK && (b.len < 5 ||
	    memcmp(b.data, "{\\rtf", 5) != 0))
		why = EXTRACT_DAMAGED;
	if (why == EXTRACT_OK) {
		r->out = o;
		r->s = b.data;
		r->end = b.data + b.len;
		r->page = 1252;
		r->g[0].skip = 1;
		read_all(r);
		if (r->depth > 0 && !o->cut && !cut)
			why = EXTRACT_DAMAGED;
	}
	o->cut |= cut;
	buf_free(&b);
	free(r);
	return why;
}
