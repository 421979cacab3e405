/*
 * The readers of strangers' files that work in memory. The first byte picks
 * one; what comes out is valid UTF-8 without controls, whatever went in.
 */
#include "extracting.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const	 types[] = { "application/msword",
		"text/rtf", "message/rfc822", "application/mbox", "text/html",
		"text/xml", "text/plain" };
	struct out			 o;

	extracting_start();
	if (n == 0)
		return 0;
	out_init(&o, 1 << 20);
	format_inner(&o, format_of(types[data[0] % (sizeof(types) /
	    sizeof(types[0]))])->extract, (const char *)data + 1, n - 1);
	extracting_end(&o);
	return 0;
}
