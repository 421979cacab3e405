/*
 * markdown: a body as its author wrote it (CommonMark, cmark in safe mode: no
 * raw HTML, no dangerous addresses) to harmless HTML. Headings are lowered so
 * that a page keeps its one h1; links get rel="nofollow noopener".
 */
#ifndef CS_VIEWS_MARKDOWN_H
#define CS_VIEWS_MARKDOWN_H

#include "base/arena.h"
#include "views/html.h"

#define MARKDOWN_MAX	65536	/* bytes */

struct html_safe	markdown_html(struct arena *, const char *text);

#endif
