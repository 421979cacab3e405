/*
 * The readers of strangers' files that work in memory. The first byte picks
 * one; what comes out is valid UTF-8 without controls, whatever went in.
 */
#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "extract/formats.h"

/* other people's libraries, and a program: not what is fuzzed here */
enum extract_reason
pdf_extract(struct out *o)
{
	(void)o;
	return EXTRACT_UNSUPPORTED;
}

void
pdf_prepare(void)
{
}

enum extract_reason
picture_extract(struct out *o)
{
	return pdf_extract(o);
}

void
picture_prepare(void)
{
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const	 types[] = { "application/msword",
		"text/rtf", "message/rfc822", "application/mbox", "text/html",
		"text/xml", "text/plain" };
	static bool			 ready;
	struct out			 o;

	if (!ready)
		charset_prepare();
	ready = true;
	if (n == 0)
		return 0;
	out_init(&o, 1 << 20);
	format_inner(&o, format_of(types[data[0] % (sizeof(types) /
	    sizeof(types[0]))])->extract, (const char *)data + 1, n - 1);
	if (out_finish(&o)) {
		assert(utf8_valid(o.b.data, o.b.len));
		for (size_t i = 0; i < o.b.len; i++)
			assert((unsigned char)o.b.data[i] >= 0x20 ||
			    strchr("\n\t\f", o.b.data[i]) != NULL);
	}
	out_free(&o);
	return 0;
}
