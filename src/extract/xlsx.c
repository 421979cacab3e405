/*
 * Excel (ECMA-376, part 1, 18). Texts stand once in a shared table and cells
 * name them by number, so the table is read in a pass of its own.
 */
#include "extract/formats.h"

#include <stdlib.h>

#include "extract/parts.h"
#include "extract/strings.h"

#define VALUE_MAX	((size_t)32)

struct book {
	struct strings	 texts;
	bool		 shared;	/* this cell holds a number of a text */
	struct buf	 number;
};

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool
table_start(struct xml *x, const char *name)
{
	if (is(name, "t"))
		x->keep++;
	return !is(name, "rPh");	/* how to pronounce it */
}

static void
table_end(struct xml *x, const char *name)
{
	if (is(name, "t"))
		x->keep--;
	else if (is(name, "si"))
		strings_end(&((struct book *)x->state)->texts);
}

static void
table_text(struct xml *x, const char *s, size_t n)
{
	struct book	*b = x->state;

	buf_add(&b->texts.bytes, s, n);
}

static bool
names_start(struct xml *x, const char *name)
{
	const char	*s;
	size_t		 n;

	if (is(name, "sheet") && (s = xml_attr(x, "name", &n)) != NULL) {
		out_text(x->out, s, n);
		out_line(x->out);
	}
	return true;
}

static void
names_end(struct xml *x, const char *name)
{
	(void)x, (void)name;
}

static bool
sheet_start(struct xml *x, const char *name)
{
	struct book	*b = x->state;

	if (is(name, "c")) {
		b->shared = xml_attr_is(x, "t", "s");
		buf_reset(&b->number);
		out_tab(x->out);
	} else if (is(name, "t") || is(name, "v") || is(name, "oddHeader") ||
	    is(name, "oddFooter")) {
		x->keep++;
	}
	return !is(name, "f") && !is(name, "rPh");	/* formulas */
}

static void
look_up(struct book *b, struct out *o)
{
	char	*after;
	size_t	 i = strtoul(b->number.data, &after, 10);

	if (after != b->number.data)
		strings_put(&b->texts, i, o);
}

static void
sheet_end(struct xml *x, const char *name)
{
	struct book	*b = x->state;

	if (is(name, "t") || is(name, "v") || is(name, "oddHeader") ||
	    is(name, "oddFooter"))
		x->keep--;
	if (is(name, "c") && b->shared)
		look_up(b, x->out);
	if (is(name, "c"))
		b->shared = false;
	if (is(name, "row") || is(name, "sheetData") || is(name, "oddHeader"))
		out_line(x->out);
}

static void
sheet_text(struct xml *x, const char *s, size_t n)
{
	struct book	*b = x->state;

	if (b->shared)
		buf_add(&b->number, s, n);
	else
		out_flow(x->out, s, n);
}

static bool
runs_start(struct xml *x, const char *name)
{
	if (is(name, "t"))
		x->keep++;
	return !is(name, "Fallback");
}

static void
runs_end(struct xml *x, const char *name)
{
	if (is(name, "t"))
		x->keep--;
	if (is(name, "p") || is(name, "comment"))
		out_line(x->out);
}

static void
runs_text(struct xml *x, const char *s, size_t n)
{
	out_text(x->out, s, n);
}

static const struct xml_events	 table = { table_start, table_end,
	table_text };
static const struct xml_events	 names = { names_start, names_end, NULL };
static const struct xml_events	 sheet = { sheet_start, sheet_end,
	sheet_text };
static const struct xml_events	 runs = { runs_start, runs_end, runs_text };

/* the names of the sheets come first, as on the tabs */
static const struct part_rule	 first_pass[] = {
	{ "xl/sharedStrings.xml", 1, &table, false },
	{ "xl/workbook*.xml", 2, &names, false },
	{ 0 },
};

static const struct part_rule	 second_pass[] = {
	{ "xl/worksheets/*.xml", 1, &sheet, true },
	{ "xl/comments*.xml", 2, &runs, false },
	{ "xl/threadedComments/*.xml", 2, &runs, false },
	{ "xl/drawings/drawing*.xml", 3, &runs, false },
	{ "xl/charts/chart*.xml", 4, &runs, false },
	{ 0 },
};

enum extract_reason
xlsx_extract(struct out *o)
{
	struct book		 b = { 0 };
	enum extract_reason	 r;

	strings_init(&b.texts);
	buf_init(&b.number, VALUE_MAX);
	r = parts_extract(o, first_pass, &b);
	if (r == EXTRACT_OK || r == EXTRACT_DAMAGED || r == EXTRACT_PICTURES) {
		out_line(o);
		r = parts_extract(o, second_pass, &b);
	}
	o->cut |= b.texts.bytes.failed;
	buf_free(&b.number);
	strings_free(&b.texts);
	return r;
}
