/*
 * Files that are archives of files: ZIP and what is built on it, TAR and what
 * is compressed. The last byte picks the reader; what comes out is text, and
 * not more than the budget of unpacking lets through.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "extract/formats.h"
#include "extract/members.c"

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
	static enum extract_reason	(*const readers[])(struct out *) = {
		archive_extract, docx_extract, pptx_extract, xlsx_extract,
		odf_extract, epub_extract, vsdx_extract };
	static bool			 ready;
	struct out			 o;

	if (!ready)
		charset_prepare();
	ready = true;
	if (n == 0)
		return 0;
	unpacked = 0;		/* of this file; in life it is one a process */
	out_init(&o, 1 << 20);
	format_inner(&o, readers[data[n - 1] % (sizeof(readers) /
	    sizeof(readers[0]))], (const char *)data, n - 1);
	assert(unpacked <= MEMBERS_BYTES + (1 << 20));
	if (out_finish(&o)) {
		assert(utf8_valid(o.b.data, o.b.len));
		for (size_t i = 0; i < o.b.len; i++)
			assert((unsigned char)o.b.data[i] >= 0x20 ||
			    strchr("\n\t\f", o.b.data[i]) != NULL);
	}
	out_free(&o);
	return 0;
}
