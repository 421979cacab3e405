/*
 * filetype: what kind of file it is, by its content. The name decides only
 * between kinds of text that look alike (Markdown, tables of values).
 */
#ifndef CS_STORAGE_FILETYPE_H
#define CS_STORAGE_FILETYPE_H

#include <stdbool.h>

#define FILETYPE_MAX	128	/* with NUL */

/* loads the tables, once per process; call it before the process locks itself
 * in. False: libmagic's database is missing. */
bool		 filetype_open(void);
/*
 * Media type of an open file into out[FILETYPE_MAX], "application/octet-stream"
 * when nothing is known. Reads by offset, so the descriptor's own stays.
 */
void		 filetype_of_fd(int fd, const char *name, char *out);
/* untranslated words for people: "PDF", "Word", "Picture", …; "File" else */
const char	*filetype_words(const char *media_type);

#endif
