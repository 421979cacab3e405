/* plain text, Markdown, tables of values: as they stand */
#include "extract/formats.h"

static void
to_out(void *out, const char *s, size_t n)
{
	out_text(out, s, n);
}

enum extract_reason
text_extract(struct out *o)
{
	struct buf		 b;
	bool			 cut = false;
	enum extract_reason	 r;

	r = input_read(&b, &cut);
	if (r == EXTRACT_OK)
		charset_text(&b, NULL, 0, to_out, o);
	o->cut |= cut;
	buf_free(&b);
	return r;
}
