/*
 * page: the frame's data for a request: who reads, language, CSRF text.
 */
#ifndef CS_WEB_PAGE_H
#define CS_WEB_PAGE_H

#include "views/frame.h"
#include "web/reply.h"

/* a struct page with everything that follows from the request; title in words
 * for <title> (site name is added by the frame) */
struct page	*page_new(struct request *, const char *title);

#endif
