/*
 * Web pages, by libxml2's forgiving reader, event by event: no tree, so depth
 * costs nothing. Scripts, styles and what a browser never shows are dropped.
 */
#include "extract/formats.h"

#include <libxml/HTMLparser.h>
#include <strings.h>

#define HEAD	4096	/* where a page names its character set */

struct html {
	struct out	*out;
	int		 hidden;	/* open elements that show no text */
	int		 pre;
};

static bool
one_of(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcasecmp(name, *list) == 0)
			return true;
	return false;
}

static const char *const	 unseen[] = { "script", "style", "template",
	"noscript", "object", "applet", "svg", "math", NULL };
static const char *const	 blocks[] = { "address", "article", "aside",
	"blockquote", "body", "br", "caption", "center", "dd", "details",
	"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
	"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend",
	"li", "main", "nav", "ol", "option", "p", "pre", "section", "select",
	"summary", "table", "textarea", "title", "tr", "ul", NULL };

static void
start(void *ctx, const xmlChar *element, const xmlChar **atts)
{
	struct html	*h = ctx;
	const char	*name = (const char *)element;

	if (one_of(name, unseen))
		h->hidden++;
	if (strcasecmp(name, "pre") == 0)
		h->pre++;
	if (one_of(name, blocks))
		out_line(h->out);
	if (strcasecmp(name, "td") == 0 || strcasecmp(name, "th") == 0)
		out_tab(h->out);
	if (strcasecmp(name, "img") != 0 || atts == NULL || h->hidden > 0)
		return;
	for (; atts[0] != NULL; atts += 2)
		if (strcasecmp((const char *)atts[0], "alt") == 0 &&
		    atts[1] != NULL)
			out_flow(h->out, (const char *)atts[1],
			    strlen((const char *)atts[1]));
}

static void
end(void *ctx, const xmlChar *element)
{
	struct html	*h = ctx;
	const char	*name = (const char *)element;

	if (one_of(name, unseen) && h->hidden > 0)
		h->hidden--;
	if (strcasecmp(name, "pre") == 0 && h->pre > 0)
		h->pre--;
	if (one_of(name, blocks))
		out_line(h->out);
}

static void
characters(void *ctx, const xmlChar *s, int n)
{
	struct html	*h = ctx;

	if (h->hidden > 0 || n <= 0)
		return;
	if (h->pre > 0)
		out_text(h->out, (const char *)s, (size_t)n);
	else
		out_flow(h->out, (const char *)s, (size_t)n);
}

/* <meta charset=x> or content="text/html; charset=x" near the top */
static const char *
label_of(const struct buf *b, size_t *n)
{
	size_t		 have = b->len < HEAD ? b->len : HEAD;
	const char	*end_of = b->data + have;

	for (const char *p = b->data; p + 8 < end_of; p++) {
		const char	*q = p + 7;

		if (strncasecmp(p, "charset", 7) != 0)
			continue;
		while (q < end_of && strchr(" =\"'", *q) != NULL)
			q++;
		*n = strcspn(q, " \"'>;/\r\n");
		return q;
	}
	return NULL;
}

static void
to_buf(void *b, const char *s, size_t n)
{
	buf_add(b, s, n);
}

static enum extract_reason
parse(struct html *h, const struct buf *utf8)
{
	htmlParserCtxtPtr	 ctxt;
	enum extract_reason	 r;
	htmlSAXHandler		 sax = { .startElement = start,
		.endElement = end, .characters = characters,
		.ignorableWhitespace = characters };

	ctxt = htmlCreatePushParserCtxt(&sax, h, NULL, 0, NULL,
	    XML_CHAR_ENCODING_UTF8);
	if (ctxt == NULL)
		return EXTRACT_MEMORY;
	htmlCtxtUseOptions(ctxt, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
	    HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	htmlParseChunk(ctxt, utf8->data, (int)utf8->len, 1);
	r = ctxt->errNo == XML_ERR_NO_MEMORY ? EXTRACT_MEMORY : EXTRACT_OK;
	xmlFreeDoc(ctxt->myDoc);
	htmlFreeParserCtxt(ctxt);
	return r;
}

/* clean text first: the reader of libxml2 stops at the first invalid byte */
static enum extract_reason
clean(const struct buf *raw, struct out *page)
{
	struct buf	 utf8;
	const char	*label;
	size_t		 n = 0;

	buf_init(&utf8, 2 * INPUT_MAX);
	label = label_of(raw, &n);
	charset_text(raw, label, n, to_buf, &utf8);
	out_text(page, utf8.data, utf8.len);
	buf_free(&utf8);
	return page->b.failed ? EXTRACT_MEMORY : EXTRACT_OK;
}

enum extract_reason
html_extract(struct out *o)
{
	struct html		 h = { .out = o };
	struct buf		 raw;
	struct out		 page;
	bool			 cut = false;
	enum extract_reason	 r;

	r = input_read(&raw, &cut);
	out_init(&page, INPUT_MAX);
	if (r == EXTRACT_OK)
		r = clean(&raw, &page);
	buf_free(&raw);
	if (r == EXTRACT_OK)
		r = parse(&h, &page.b);
	o->cut |= cut || page.cut;
	out_free(&page);
	return r;
}
