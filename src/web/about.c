/*
 * about: see about.h.
 */
#include "web/about.h"

#include "base/settings.h"
#include "views/about.h"
#include "views/words.h"
#include "web/health.h"
#include "web/page.h"

#define SENTENCES	6

static const struct library	libraries[] = {
#include "libraries.h"
};

/* what is not well, and what is, for those who can do something about it */
static void
details(struct request *r, const struct health_now *n, struct about_view *v)
{
	const char	**s = arena_array(r->arena, const char *, SENTENCES);
	int		  behind = (int)n->figures.behind;
	size_t		  i = 0;

	s[i++] = n->database ? _("The database answers.") :
	    _("The database does not answer.");
	s[i++] = n->index ? _("The index can be read.") :
	    _("The index can't be read.");
	if (n->rebuilding)
		s[i++] = _("The index is built again: searches may miss "
		    "something.");
	if (n->database && n->indexed)
		s[i++] = behind == 0 ? _("Search is up to date.") :
		    arena_printf(r->arena, _n("Search is %d change behind.",
		    "Search is %d changes behind.", behind), behind);
	s[i++] = n->store ? arena_printf(r->arena,
	    _("There is room for files: %s."), words_size(r->arena,
	    n->free_bytes, r->lang)) : _("There is no place for files.");
	v->health = s;
	v->nhealth = i;
}

struct reply *
about_show(struct request *r)
{
	struct about_view	 v = { .contact = settings.contact,
				    .version = CS_VERSION,
				    .libraries = libraries,
				    .nlibraries = sizeof(libraries) /
				    sizeof(libraries[0]) };
	struct html		*h = reply_page(r);
	struct health_now	 now;

	health_look(r, false, &now);
	v.well = health_all(&now);
	if (r->actor.platform_admin)
		details(r, &now, &v);
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
