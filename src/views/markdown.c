#include <cmark.h>

#include "base/utf8.h"
#include "views/markdown.h"

#define OPTIONS		(CMARK_OPT_SAFE | CMARK_OPT_VALIDATE_UTF8)
#define HREF_MAX	16384	/* bytes of one link's tag */

/* raw HTML is shown as the text that its author wrote */
static void
show_html(cmark_node *node)
{
	bool		 block = cmark_node_get_type(node) ==
			    CMARK_NODE_HTML_BLOCK;
	cmark_node	*as_text;

	as_text = cmark_node_new(block ? CMARK_NODE_CODE_BLOCK :
	    CMARK_NODE_TEXT);
	cmark_node_set_literal(as_text, cmark_node_get_literal(node));
	if (!cmark_node_replace(node, as_text))
		cmark_node_free(as_text);
	cmark_node_free(node);
}

static bool
inside_link(cmark_node *node)
{
	const char	*enter;

	while ((node = cmark_node_parent(node)) != NULL)
		if (cmark_node_get_type(node) == CMARK_NODE_CUSTOM_INLINE &&
		    (enter = cmark_node_get_on_enter(node)) != NULL &&
		    *enter != '\0')
			return true;
	return false;
}

/* the opening tag, or "" for an address that leads nowhere good */
static void
open_tag(struct html *h, const char *url)
{
	struct html	address = { .lang = h->lang };

	buf_init(&address.out, HREF_MAX);
	html_href(&address, url);
	if (!address.out.failed && strcmp(address.out.data, "#") != 0) {
		buf_puts(&h->out, "<a href=\"");
		buf_puts(&h->out, address.out.data);
		buf_puts(&h->out, "\" rel=\"nofollow noopener\">");
	}
	buf_free(&address.out);
}

/*
 * A link of ours instead of cmark's, which cannot say rel=. An image becomes a
 * link too: a page asks no other host for anything.
 */
static void
own_link(cmark_node *node)
{
	cmark_node	*own = cmark_node_new(CMARK_NODE_CUSTOM_INLINE), *child;
	struct html	 h = { 0 };

	buf_init(&h.out, HREF_MAX + 64);
	if (!inside_link(node))
		open_tag(&h, cmark_node_get_url(node));
	cmark_node_set_on_enter(own, h.out.data);
	cmark_node_set_on_exit(own, h.out.len > 0 ? "</a>" : "");
	buf_free(&h.out);
	while ((child = cmark_node_first_child(node)) != NULL)
		cmark_node_append_child(own, child);
	cmark_node_replace(node, own);
	cmark_node_free(node);
}

/*
 * The tree is walked by hand: cmark's iterator must not lose the node it
 * stands on. Returns the node to go on with, whose children are yet to come.
 */
static cmark_node *
mend(cmark_node *node)
{
	cmark_node	*before = cmark_node_previous(node);
	cmark_node	*parent = cmark_node_parent(node);
	int		 level;

	switch ((int)cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
		level = cmark_node_get_heading_level(node);
		cmark_node_set_heading_level(node, level < 6 ? level + 1 : 6);
		return node;
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_HTML_INLINE:
		show_html(node);
		break;
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		own_link(node);
		break;
	default:
		return node;
	}
	return before != NULL ? cmark_node_next(before) :
	    cmark_node_first_child(parent);
}

static void
mend_all(cmark_node *root)
{
	cmark_node	*node = root, *next;

	while (node != NULL) {
		node = mend(node);
		if ((next = cmark_node_first_child(node)) == NULL) {
			while (node != root &&
			    cmark_node_next(node) == NULL)
				node = cmark_node_parent(node);
			next = node == root ? NULL : cmark_node_next(node);
		}
		node = next;
	}
}

struct html_safe
markdown_html(struct arena *a, const char *text)
{
	cmark_node	*root;
	char		*html;
	struct html_safe safe;

	root = cmark_parse_document(text, utf8_cut(text, MARKDOWN_MAX),
	    OPTIONS);
	mend_all(root);
	html = cmark_render_html(root, OPTIONS);
	safe.html = arena_strdup(a, html);
	free(html);
	cmark_node_free(root);
	return safe;
}
