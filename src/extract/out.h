/*
 * out: the text on its way out. Whatever goes in, what comes out is valid
 * UTF-8 without control characters other than newline, tab and form feed
 * (= next page), at most `max` bytes; what is more is dropped and `cut` says
 * so. Invalid bytes become U+FFFD.
 */
#ifndef CS_EXTRACT_OUT_H
#define CS_EXTRACT_OUT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct out {
	struct buf	 b;
	bool		 cut;
	bool		 cr;		/* the last byte was a carriage return */
	uint32_t	 cp, least;	/* a code point half read */
	int		 want;		/* bytes of it that are missing */
};

void	 out_init(struct out *, size_t max);
void	 out_free(struct out *);
/* as it stands; a code point may be spread over two calls */
void	 out_text(struct out *, const char *, size_t);
/* the same from UTF-16, low bytes first; n bytes */
void	 out_utf16(struct out *, const char *, size_t n);
/* the same from one byte a character (ISO 8859-1) */
void	 out_latin(struct out *, const char *, size_t n);
/* runs of white space become one space, none at the start of a line */
void	 out_flow(struct out *, const char *, size_t);
/* ends the line, unless at the start of one */
void	 out_line(struct out *);
/* next cell of a row */
void	 out_tab(struct out *);
/* ends the page, even an empty one: page numbers stay true */
void	 out_page(struct out *);
/* true when the text after the last page break is blank */
bool	 out_blank_page(const struct out *);
/* drops white space and empty pages at the end; true when text is left */
bool	 out_finish(struct out *);
size_t	 out_pages(const struct out *);

#endif
