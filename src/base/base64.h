/*
 * base64: RFC 4648, section 4, as the database and tus send it.
 */
#ifndef CS_BASE64_H
#define CS_BASE64_H

#include <stddef.h>
#include <stdint.h>

/* Decodes up to '=' or the end; other characters (line ends) are passed over.
 * out holds 3 * strlen(s) / 4 bytes; returns how many were written. */
size_t	 base64_decode(const char *s, uint8_t *out);
/* the same of n bytes; out may be s itself */
size_t	 base64_read(const char *s, size_t n, uint8_t *out);

#endif
