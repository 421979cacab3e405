/*
 * formats: one function per kind of file. Each reads file descriptor 0 from
 * its start inside the locked sandbox and puts text into `out`. A reason with
 * text beside it means: the text before the damage.
 */
#ifndef CS_EXTRACT_FORMATS_H
#define CS_EXTRACT_FORMATS_H

#include "base/extract_reason.h"
#include "extract/out.h"

#define INPUT_MAX	((size_t)64 * 1000 * 1000)

enum extract_reason	text_extract(struct out *);
enum extract_reason	html_extract(struct out *);
enum extract_reason	docx_extract(struct out *);
enum extract_reason	pptx_extract(struct out *);
enum extract_reason	xlsx_extract(struct out *);
enum extract_reason	odf_extract(struct out *);
enum extract_reason	pdf_extract(struct out *);

/* before the lock: starts pdftotext in its own sandbox */
void			pdf_prepare(void);
/* before the lock: loads the tables of the old character sets */
void			charset_prepare(void);

/* the file into memory; past INPUT_MAX it is cut */
enum extract_reason	input_read(struct buf *, bool *cut);
/* true when the bytes stand somewhere in the file */
bool			input_holds(const char *, size_t);

/*
 * Turns the text into UTF-8 (still to be cleaned by out). label: the name of
 * a character set that the file itself claims, or NULL; a byte order mark goes
 * before it, then UTF-8 if it is valid, then the label, then Windows-1252.
 */
void			charset_text(const struct buf *, const char *label,
			    size_t, void (*sink)(void *, const char *, size_t),
			    void *);

#endif
