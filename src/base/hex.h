/*
 * hex: bytes as two hexadecimal digits, of either case (RFC 4648, section 8).
 */
#ifndef CS_HEX_H
#define CS_HEX_H

/* the two digits at s as a byte, -1 when they are none; what stands behind a
 * sign that is none is not read */
int	 hex_byte(const char *s);

#endif
