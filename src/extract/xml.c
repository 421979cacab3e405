#include "extract/xml.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

static void
stop(struct xml *x, enum extract_reason r)
{
	if (x->reason == EXTRACT_OK)
		x->reason = r;
	xmlStopParser(x->ctxt);
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int nns, const xmlChar **ns, int natts, int ndefault,
    const xmlChar **atts)
{
	struct xml	*x = ctx;

	(void)prefix, (void)uri, (void)nns, (void)ns, (void)ndefault;
	if (++x->depth > XML_DEPTH_MAX) {
		stop(x, EXTRACT_BOMB);
		return;
	}
	if (x->skip > 0)
		return;
	x->atts = atts;
	x->natts = natts;
	if (!x->on->start(x, (const char *)name))
		x->skip = x->depth;
	x->natts = 0;
}

static void
on_end(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct xml	*x = ctx;

	(void)prefix, (void)uri;
	if (x->skip == 0)
		x->on->end(x, (const char *)name);
	else if (x->skip == x->depth)
		x->skip = 0;
	x->depth--;
}

static void
on_text(void *ctx, const xmlChar *s, int n)
{
	struct xml	*x = ctx;

	if (x->skip == 0 && x->keep > 0 && n > 0)
		x->on->text(x, (const char *)s, (size_t)n);
}

/* office files have none; whoever writes one wants entities */
static void
on_doctype(void *ctx, const xmlChar *name, const xmlChar *public,
    const xmlChar *address)
{
	struct xml	*x = ctx;

	(void)name, (void)public, (void)address;
	if (!x->doctype)
		stop(x, EXTRACT_DAMAGED);
}

bool
xml_open(struct xml *x)
{
	xmlSAXHandler	 sax = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start, .endElementNs = on_end,
		.characters = on_text, .cdataBlock = on_text,
		.ignorableWhitespace = on_text, .internalSubset = on_doctype };

	x->ctxt = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
	if (x->ctxt == NULL)
		return false;
	xmlCtxtUseOptions(x->ctxt, XML_PARSE_NONET | XML_PARSE_NOERROR |
	    XML_PARSE_NOWARNING);
	return true;
}

static bool
feed(struct xml *x, const void *data, size_t n, int last)
{
	int	 e;

	if (x->reason != EXTRACT_OK)
		return false;
	e = xmlParseChunk(x->ctxt, data, (int)n, last);
	if (e == XML_ERR_NO_MEMORY)
		x->reason = EXTRACT_MEMORY;
	else if (((xmlParserCtxtPtr)x->ctxt)->wellFormed == 0 &&
	    x->reason == EXTRACT_OK)
		x->reason = EXTRACT_DAMAGED;
	return x->reason == EXTRACT_OK && !x->out->cut;
}

bool
xml_feed(struct xml *x, const void *data, size_t n)
{
	return feed(x, data, n, 0);
}

enum extract_reason
xml_close(struct xml *x)
{
	if (!x->out->cut)
		feed(x, "", 0, 1);
	xmlFreeParserCtxt(x->ctxt);
	return x->reason;
}

const char *
xml_attr(const struct xml *x, const char *name, size_t *n)
{
	const xmlChar *const	*a = x->atts;

	/* name, prefix, namespace, value, end of value */
	for (int i = 0; i < x->natts; i++, a += 5)
		if (strcmp((const char *)a[0], name) == 0) {
			*n = (size_t)(a[4] - a[3]);
			return (const char *)a[3];
		}
	return NULL;
}

bool
xml_attr_is(const struct xml *x, const char *name, const char *value)
{
	size_t		 n;
	const char	*v = xml_attr(x, name, &n);

	return v != NULL && n == strlen(value) && memcmp(v, value, n) == 0;
}
