/*
 * Files that are archives of files: ZIP and what is built on it, TAR and what
 * is compressed. The last byte picks the reader; what comes out is text, and
 * not more than the budget of unpacking lets through.
 */
#include "extracting.h"

#include "extract/members.c"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static enum extract_reason	(*const readers[])(struct out *) = {
		archive_extract, docx_extract, pptx_extract, xlsx_extract,
		odf_extract, epub_extract, vsdx_extract };
	struct out			 o;

	extracting_start();
	if (n == 0)
		return 0;
	unpacked = 0;		/* of this file; in life it is one a process */
	out_init(&o, 1 << 20);
	format_inner(&o, readers[data[n - 1] % (sizeof(readers) /
	    sizeof(readers[0]))], (const char *)data, n - 1);
	assert(unpacked <= MEMBERS_BYTES + (1 << 20));
	extracting_end(&o);
	return 0;
}
