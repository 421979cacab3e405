/*
 * check: what a short field of a form must be. Each adds a fault to the
 * request and returns false when it is not so.
 */
#ifndef CS_WEB_CHECK_H
#define CS_WEB_CHECK_H

#include "web/request.h"

/* least 1: `missing` says what to write; most: characters */
bool	check_text(struct request *, const char *field, const char *value,
	    size_t least, size_t most, const char *missing);
bool	check_email(struct request *, const char *field, const char *value);
/* "" or an address that starts with http:// or https:// */
bool	check_url(struct request *, const char *field, const char *value,
	    size_t most);

#endif
