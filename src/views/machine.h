/*
 * machine: the pages that programs read: a feed of a search (RFC 4287), how to
 * search here (OpenSearch 1.1), and what there is (sitemaps.org).
 */
#ifndef CS_VIEWS_MACHINE_H
#define CS_VIEWS_MACHINE_H

#include <stddef.h>

#include "views/html.h"

struct atom_entry {
	const char	*id, *href, *title, *summary, *lang;
	const char	*org, *updated, *published, *kind;
};
struct atom_view {
	const char		*id, *title, *self, *page, *updated;
	const char		*next, *previous;	/* pages of it, or NULL */
	size_t			 n;
	const struct atom_entry	*entries;
};
void	view_atom(struct html *, const struct atom_view *);

void	view_opensearch(struct html *, const char *base);

struct sitemap_address {
	const char	*href, *changed;	/* changed: or NULL */
};
void	view_sitemap(struct html *, const struct sitemap_address *, size_t n);

#endif
