/*
 * plain: see plain.h.
 */
#include "worker/plain.h"

#include <cmark.h>

#include "base/buf.h"

#define PLAIN_MAX	(256 << 10)

static void
add(struct buf *b, cmark_event_type ev, cmark_node *node)
{
	const char	*s;

	switch ((int)cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_CODE_BLOCK:
		s = cmark_node_get_literal(node);
		buf_puts(b, s == NULL ? "" : s);
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		buf_putc(b, ' ');
		break;
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
	case CMARK_NODE_ITEM:
		if (ev == CMARK_EVENT_EXIT)
			buf_putc(b, '\n');
		break;
	default:
		break;
	}
}

const char *
plain_text(struct arena *a, const char *markdown)
{
	cmark_node		*doc;
	cmark_iter		*it;
	cmark_event_type	 ev;
	struct buf		 b;
	char			*out;

	buf_init(&b, PLAIN_MAX);
	doc = cmark_parse_document(markdown, strlen(markdown),
	    CMARK_OPT_DEFAULT);
	it = cmark_iter_new(doc);
	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE)
		add(&b, ev, cmark_iter_get_node(it));
	cmark_iter_free(it);
	cmark_node_free(doc);
	out = arena_strdup(a, b.len == 0 ? "" : b.data);
	buf_free(&b);
	return out;
}
