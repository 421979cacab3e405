/*
 * reply: what goes back. This file alone writes headers and cookies: a value
 * with CR, LF, NUL or anything outside printable ASCII is refused (dropped and
 * logged), so no text of a user can make a header.
 */
#ifndef CS_WEB_REPLY_H
#define CS_WEB_REPLY_H

#include <jansson.h>

#include "base/buf.h"
#include "views/html.h"
#include "web/request.h"

#define REPLY_HEADERS_MAX	24
#define REPLY_MAX		(64u << 20)	/* bytes of a body */

struct header {
	const char	*name, *value;
};

struct reply {
	int		 code;
	size_t		 nheaders;
	struct header	 headers[REPLY_HEADERS_MAX];
	struct buf	 body;
};

/* type NULL: no body */
struct reply	*reply_new(struct request *, int code, const char *type);
void		 reply_header(struct request *, struct reply *,
		    const char *name, const char *value);
/* a page; takes the bytes of html over */
struct reply	*reply_html(struct request *, int code, struct html *);
/* takes the reference of json; the answer ends with a newline */
struct reply	*reply_json(struct request *, int code, json_t *);
/* 303 to a path of ours (or an absolute address made by us) */
struct reply	*reply_redirect(struct request *, const char *path);
/* Retry-After (RFC 9110, 10.2.3) from the request's fault, when it has one */
void		 reply_wait(struct request *, struct reply *);
/* a header's value, NULL without it; the first of several */
const char	*reply_value(const struct reply *, const char *name);
/* 304 without body when If-None-Match of a GET names the reply's ETag
 * (RFC 9110, 13.1.2) */
struct reply	*reply_condition(struct request *, struct reply *);
/* sets ETag to "tag", then reply_condition() */
struct reply	*reply_etag(struct request *, struct reply *, const char *tag);
/* ETag from the bytes of the body */
struct reply	*reply_etag_of_body(struct request *, struct reply *);
/* our cookies, and what they are called at our address (http or https) */
enum reply_cookie { COOKIE_SESSION, COOKIE_LANG };
const char	*reply_cookie_name(enum reply_cookie);
/* session: max_age 0 ends it */
void		 reply_session(struct request *, struct reply *,
		    const char *value, int max_age);
void		 reply_lang(struct request *, struct reply *, const char *lang);
/* Content-Disposition: attachment with the name as RFC 6266 and 8187 say */
void		 reply_attachment(struct request *, struct reply *,
		    const char *name);

/* an html to print a page into, in the reader's language */
struct html	*reply_page(struct request *);

#endif
