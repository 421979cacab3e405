/*
 * formats: one function per kind of file. Each reads file descriptor 0 from
 * its start inside the locked sandbox and puts text into `out`. A reason with
 * text beside it means: the text before the damage.
 */
#ifndef CS_EXTRACT_FORMATS_H
#define CS_EXTRACT_FORMATS_H

#include "base/extract_reason.h"
#include "extract/input.h"
#include "extract/out.h"

struct format {
	const char		*media_type;
	enum extract_reason	(*extract)(struct out *);
	void			(*prepare)(void);	/* before the lock */
};

/* NULL: a kind that we don't read */
const struct format	*format_of(const char *media_type);
/* the text of a file inside the file, if its kind has one that can be read
 * from memory; its type is told by its first bytes and its name */
enum extract_reason	 format_member(struct out *, const char *name,
			    const char *data, size_t);

/* the same by a reader that is known */
enum extract_reason	 format_inner(struct out *,
			    enum extract_reason (*)(struct out *),
			    const char *data, size_t);

enum extract_reason	archive_extract(struct out *);
enum extract_reason	docx_extract(struct out *);
enum extract_reason	epub_extract(struct out *);
enum extract_reason	html_extract(struct out *);
enum extract_reason	mail_extract(struct out *);
enum extract_reason	mbox_extract(struct out *);
enum extract_reason	odf_extract(struct out *);
enum extract_reason	ole_extract(struct out *);
enum extract_reason	pdf_extract(struct out *);
enum extract_reason	picture_extract(struct out *);
enum extract_reason	pptx_extract(struct out *);
enum extract_reason	rtf_extract(struct out *);
enum extract_reason	text_extract(struct out *);
enum extract_reason	vsdx_extract(struct out *);
enum extract_reason	xlsx_extract(struct out *);
enum extract_reason	xml_extract(struct out *);

void			picture_prepare(void);
/* before the lock: starts pdftotext in its own sandbox */
void			pdf_prepare(void);
/* text in pictures; ocr_use() names the languages, false: these can't be */
bool			ocr_use(const char *languages);
void			ocr_prepare(void);
void			ocr_text(struct out *, uint64_t pixels);
/* before the lock: loads the tables of the old character sets */
void			charset_prepare(void);

typedef void		charset_sink(void *, const char *, size_t);

/*
 * Turns the text into UTF-8 (still to be cleaned by out). label: the name of
 * a character set that the file itself claims, or NULL; a byte order mark goes
 * before it, then UTF-8 if it is valid, then the label, then Windows-1252.
 */
void			charset_text(const struct buf *, const char *label,
			    size_t, charset_sink *, void *);
/* by this very set, or Windows-1252 where nobody knows it */
void			charset_named(const char *label, char *, size_t,
			    charset_sink *, void *);
/* a sink: the text goes into this struct out */
void			charset_to_out(void *, const char *, size_t);

#endif
