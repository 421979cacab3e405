/*
 * utf8: what is valid text (RFC 3629) and what may stand in a name.
 */
#ifndef CS_UTF8_H
#define CS_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* no overlong forms, surrogates, code points above 10FFFF or NUL */
bool	 utf8_valid(const char *, size_t);
/* number of code points of valid text */
size_t	 utf8_count(const char *);
/* decodes one code point of valid text and moves on; 0 at the end */
uint32_t utf8_next(const char **);
/* writes cp into out (4 bytes at least), returns its length */
size_t	 utf8_put(char *out, uint32_t cp);
/* C0, C1, DEL, bidirectional controls, zero-width and tag characters;
 * newline and tab count as control too */
bool	 utf8_is_control(uint32_t);
/* longest prefix of at most n bytes that ends between code points */
size_t	 utf8_cut(const char *, size_t n);

#endif
