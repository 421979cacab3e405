/* plain text, Markdown, tables of values: as they stand */
#include "extract/formats.h"

enum extract_reason
text_extract(struct out *o)
{
	struct buf		 b;
	bool			 cut = false;
	enum extract_reason	 r;

	r = input_read(&b, &cut);
	if (r == EXTRACT_OK)
		charset_text(&b, NULL, 0, charset_to_out, o);
	o->cut |= cut;
	buf_free(&b);
	return r;
}
