/*
 * etag: lists of entity tags in If-Match and If-None-Match (RFC 9110, 8.8.3,
 * 13.1.1, 13.1.2). Our own tags are strong; nginx makes W/"…" of them when it
 * compresses an answer.
 */
#ifndef CS_WEB_ETAG_H
#define CS_WEB_ETAG_H

#include <stdbool.h>

/*
 * Does the list name the state's tag, written with its quotes ("3")? `*` names
 * any state; tag is NULL when there is none. A list that is out of form ends
 * where its form ends.
 */
bool	etag_match(const char *list, const char *tag);		/* strong */
bool	etag_none_match(const char *list, const char *tag);	/* weak */

#endif
