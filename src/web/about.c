/*
 * about: see about.h.
 */
#include "web/about.h"

#include "base/settings.h"
#include "views/about.h"
#include "web/page.h"

struct reply *
about_show(struct request *r)
{
	struct about_view	 v = { .contact = settings.contact };
	struct html		*h = reply_page(r);

	v.page = page_new(r, _("About"));
	v.page->canonical = request_url(r, "/about");
	view_about(h, &v);
	return reply_etag_of_body(r, reply_html(r, 200, h));
}

struct reply *
about_accessibility(struct request *r)
{
	return reply_redirect(r, "/about#accessibility");
}

struct reply *
about_privacy(struct request *r)
{
	return reply_redirect(r, "/about#privacy");
}
