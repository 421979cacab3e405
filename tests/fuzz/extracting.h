/*
 * extracting: what the fuzzers of readers of files share: no place for other
 * people's libraries and programs, which are not what is fuzzed here, and
 * what holds of every text that comes out.
 */
#ifndef CS_TESTS_FUZZ_EXTRACTING_H
#define CS_TESTS_FUZZ_EXTRACTING_H

#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "extract/formats.h"

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

/* before the first file of the process */
static inline void
extracting_start(void)
{
	static bool	ready;

	if (!ready)
		charset_prepare();
	ready = true;
}

/* valid UTF-8 without controls, whatever went in */
static inline void
extracting_end(struct out *o)
{
	if (out_finish(o)) {
		assert(utf8_valid(o->b.data, o->b.len));
		for (size_t i = 0; i < o->b.len; i++)
			assert((unsigned char)o->b.data[i] >= 0x20 ||
			    strchr("\n\t\f", o->b.data[i]) != NULL);
	}
	out_free(o);
}

#endif
