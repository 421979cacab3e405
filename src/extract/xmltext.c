/*
 * Data and drawings in XML: every text in it, an element a line. A document
 * type is passed over, the entities that it declares are never replaced.
 */
#include "extract/formats.h"

#include <strings.h>

#include "extract/xml.h"

static bool
start(struct xml *x, const char *name)
{
	(void)x;
	return strcasecmp(name, "script") != 0 &&
	    strcasecmp(name, "style") != 0 && strcasecmp(name, "binary") != 0 &&
	    strcasecmp(name, "binary-data") != 0;
}

static void
end(struct xml *x, const char *name)
{
	if (strcasecmp(name, "tspan") != 0)
		out_line(x->out);
}

static void
text(struct xml *x, const char *s, size_t n)
{
	out_flow(x->out, s, n);
}

enum extract_reason
xml_extract(struct out *o)
{
	static const struct xml_events	 all = { start, end, text };
	struct xml			 x = { .on = &all, .out = o,
		.keep = 1, .doctype = true };
	struct buf			 b;
	bool				 cut = false;
	enum extract_reason		 r, end_of;

	r = input_read(&b, &cut);
	if (r == EXTRACT_OK && !xml_open(&x))
		r = EXTRACT_MEMORY;
	if (r == EXTRACT_OK) {
		xml_feed(&x, b.data, b.len);
		end_of = xml_close(&x);
		r = cut && end_of == EXTRACT_DAMAGED ? EXTRACT_OK : end_of;
	}
	o->cut |= cut;
	buf_free(&b);
	return r;
}
