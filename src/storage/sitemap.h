/*
 * sitemap: the addresses of what everyone on the web can see. Whoever asks:
 * nothing that is shared with partners alone stands in it.
 */
#ifndef CS_STORAGE_SITEMAP_H
#define CS_STORAGE_SITEMAP_H

#include "storage/db.h"

#define SITEMAP_MAX	20000	/* of each; the protocol ends at 50,000 */

struct sitemap_line {
	const char	*id, *title;	/* title NULL: an organisation's slug */
	int64_t		 changed;
};

/* queues two statements: items, organisations */
void		sitemap_send(struct db *);
enum status	sitemap_take(struct db *, struct arena *,
		    struct sitemap_line **, size_t *n);

#endif
