/*
 * OpenDocument text, presentation and table (ISO/IEC 26300). Text stands in
 * paragraphs "p" and headings "h" with white space collapsed.
 */
#include "extract/formats.h"

#include <stdlib.h>

#include "extract/parts.h"

#define SPACES_MAX	100

struct odf {
	int	 cells;		/* open table cells */
	bool	 locked;	/* the manifest names a cipher */
};

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static void
spaces(struct xml *x)
{
	char		 count[8];
	size_t		 n;
	const char	*s = xml_attr(x, "c", &n);
	long		 c = 1;

	if (s != NULL && n < sizeof(count)) {
		memcpy(count, s, n);
		count[n] = '\0';
		c = strtol(count, NULL, 10);
	}
	for (long i = 0; i < c && i < SPACES_MAX; i++)
		out_text(x->out, " ", 1);
}

static void
mark(struct xml *x, const char *name)
{
	struct odf	*d = x->state;

	if (is(name, "s"))
		spaces(x);
	else if (is(name, "tab"))
		out_tab(x->out);
	else if (is(name, "line-break"))
		out_line(x->out);
	else if (is(name, "soft-page-break") && d->cells == 0 &&
	    !out_blank_page(x->out))
		out_page(x->out);
	else if (is(name, "table-cell"))
		d->cells++;
}

static bool
start(struct xml *x, const char *name)
{
	struct odf	*d = x->state;

	if (is(name, "p") || is(name, "h")) {
		/* a note or box inside a paragraph is a line of its own */
		if (x->keep++ > 0 || d->cells == 0)
			out_line(x->out);
	} else {
		mark(x, name);
	}
	return !is(name, "tracked-changes") && !is(name, "binary-data") &&
	    !is(name, "script");
}

static void
end(struct xml *x, const char *name)
{
	struct odf	*d = x->state;

	if (is(name, "p") || is(name, "h")) {
		x->keep--;
		if (d->cells > 0)
			out_text(x->out, " ", 1);
		else
			out_line(x->out);
	} else if (is(name, "table-cell")) {
		d->cells--;
		out_tab(x->out);
	} else if (is(name, "table-row")) {
		out_line(x->out);
	} else if (is(name, "page")) {
		out_page(x->out);
	}
}

static void
text(struct xml *x, const char *s, size_t n)
{
	out_flow(x->out, s, n);
}

static bool
manifest_start(struct xml *x, const char *name)
{
	struct odf	*d = x->state;

	d->locked |= is(name, "encryption-data");
	return true;
}

static void
manifest_end(struct xml *x, const char *name)
{
	(void)x, (void)name;
}

static const struct xml_events	 content = { start, end, text };
static const struct xml_events	 manifest = { manifest_start, manifest_end,
	NULL };

static const struct part_rule	 rules[] = {
	{ "META-INF/manifest.xml", 0, &manifest, false },
	{ "content.xml", 1, &content, false },
	{ "Object */content.xml", 2, &content, false },
	{ "styles.xml", 3, &content, false },	/* headers and footers */
	{ 0 },
};

enum extract_reason
odf_extract(struct out *o)
{
	struct odf		 d = { 0 };
	enum extract_reason	 r;

	r = parts_extract(o, rules, &d);
	return d.locked ? EXTRACT_PASSWORD : r;
}
