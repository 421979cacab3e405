/*
 * page: see page.h.
 */
#include "web/page.h"

#include <string.h>

struct page *
page_new(struct request *r, const char *title)
{
	struct page	*p = arena_new_of(r->arena, struct page);

	p->title = title;
	p->path = r->target;
	if (r->actor.kind == ACTOR_SESSION) {
		p->reader = r->actor.name;
		p->csrf = r->actor.csrf;
		p->admin = r->actor.platform_admin;
	}
	return p;
}
