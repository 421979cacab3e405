/*
 * Word, PowerPoint and Visio (ECMA-376). Both write text into runs "t" inside
 * paragraphs "p"; w:, a: and m: agree on the names that matter here.
 */
#include "extract/formats.h"

#include <strings.h>

#include "extract/parts.h"

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* the hint of Word's last layout and the writer's own break come in pairs */
static void
page_break(struct xml *x)
{
	if (!out_blank_page(x->out))
		out_page(x->out);
}

static bool
start(struct xml *x, const char *name)
{
	if (is(name, "t") || is(name, "v"))
		x->keep++;
	else if (is(name, "tab"))
		out_tab(x->out);
	else if (is(name, "lastRenderedPageBreak") ||
	    (is(name, "br") && xml_attr_is(x, "type", "page")))
		page_break(x);
	else if (is(name, "br") || is(name, "cr"))
		out_line(x->out);
	else if (is(name, "noBreakHyphen"))
		out_text(x->out, "-", 1);
	/* a copy for old programs; formats of tab stops */
	return !is(name, "Fallback") && !is(name, "tabs") &&
	    !is(name, "instrText") && !is(name, "delText");
}

static void
end(struct xml *x, const char *name)
{
	if (is(name, "t") || is(name, "v"))
		x->keep--;
	if (is(name, "p") || is(name, "v") || is(name, "tr"))
		out_line(x->out);
}

static void
text(struct xml *x, const char *s, size_t n)
{
	out_text(x->out, s, n);
}

static const struct xml_events	 runs = { start, end, text };

static bool
shape_start(struct xml *x, const char *name)
{
	if (is(name, "Text"))
		x->keep++;
	return true;
}

static void
shape_end(struct xml *x, const char *name)
{
	if (!is(name, "Text"))
		return;
	x->keep--;
	out_line(x->out);
}

static const struct xml_events	 shapes = { shape_start, shape_end, text };

static const struct part_rule	 word[] = {
	{ "word/document*.xml", 1, &runs, false },
	{ "word/footnotes*.xml", 2, &runs, false },
	{ "word/endnotes*.xml", 3, &runs, false },
	{ "word/diagrams/data*.xml", 4, &runs, false },
	{ "word/charts/chart*.xml", 5, &runs, false },
	{ "word/comments.xml", 6, &runs, false },
	{ "word/header*.xml", 7, &runs, false },
	{ "word/footer*.xml", 8, &runs, false },
	{ 0 },
};

static const struct part_rule	 powerpoint[] = {
	{ "ppt/slides/slide*.xml", 1, &runs, true },
	{ "ppt/notesSlides/notesSlide*.xml", 2, &runs, true },
	{ "ppt/diagrams/data*.xml", 3, &runs, false },
	{ "ppt/charts/chart*.xml", 4, &runs, false },
	{ "ppt/comments/*.xml", 5, &runs, false },
	{ 0 },
};

static const struct part_rule	 visio[] = {
	{ "visio/pages/page*.xml", 1, &shapes, true },
	{ 0 },
};

enum extract_reason
docx_extract(struct out *o)
{
	return parts_extract(o, word, NULL);
}

enum extract_reason
pptx_extract(struct out *o)
{
	return parts_extract(o, powerpoint, NULL);
}

enum extract_reason
vsdx_extract(struct out *o)
{
	return parts_extract(o, visio, NULL);
}
