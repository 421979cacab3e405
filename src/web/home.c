/*
 * home: see home.h.
 */
#include "web/home.h"

#include <string.h>

#include "search/search.h"
#include "storage/event.h"
#include "views/home.h"
#include "web/overlap.h"
#include "web/page.h"
#include "web/problem.h"
#include "web/row.h"

#define OWN_SHOWN	5	/* drafts; and what is new */
#define AHEAD_SHOWN	5
#define AHEAD_ASKED	10	/* some may be cancelled */

/* Words that a reader may well look for. Those that find something in what
 * is public stand under the search box, whoever reads. */
static const char *const candidates[] = {
	N_("phishing"), N_("electronic evidence"), N_("first response"),
	N_("mobile money"), N_("ransomware"), N_("incident response team"),
	N_("child protection online"), N_("disclosure policy"),
	N_("exercise"), N_("training"), N_("law"), N_("police")
};

#define NCANDIDATES	(sizeof(candidates) / sizeof(candidates[0]))

/* what was found to have results, for as long as the index stays as it was and
 * for a second at least: [0] English, [1] French */
static struct examples {
	int64_t		 at;
	uint64_t	 moment;
	size_t		 n;
	const char	*words[HOME_EXAMPLES];
} known[2];

struct house {
	struct items	 drafts, fresh, ahead, toolkits, lessons;
	struct neighbours near;
	struct rows	 counts;
};

static bool
has_results(struct request *r, const char *words)
{
	static const char *const key[] = { "public" };
	struct search_query	 q = { .q = words, .limit = 1,
				    .reader = r->lang };
	struct search_result	 res = { 0 };

	return finder_search(r->finder, r->arena, key, 1, &q, &res) == ST_OK &&
	    res.total > 0;
}

static const struct examples *
examples(struct request *r)
{
	struct examples	*e = &known[vocabulary_lang(r->lang)];
	uint64_t	 moment = finder_moment(r->finder);
	int64_t		 now = clock_now();
	size_t		 i;

	if (r->finder == NULL || now == e->at ||
	    (moment == e->moment && moment != 0))
		return e;
	e->n = 0;
	for (i = 0; i < NCANDIDATES && e->n < HOME_EXAMPLES; i++)
		if (has_results(r, _(candidates[i])))
			e->words[e->n++] = candidates[i];
	e->at = now;
	e->moment = moment;
	return e;
}

static void
show_examples(struct request *r, struct home_view *v)
{
	const struct examples	*e = examples(r);
	struct html		 url = { .lang = r->lang };
	size_t			 i;

	buf_init(&url.out, 1024);
	for (i = 0; i < e->n; i++) {
		buf_reset(&url.out);
		html_url(&url, _(e->words[i]));
		v->examples[i].words = _(e->words[i]);
		v->examples[i].href = arena_printf(r->arena, "/search?q=%s",
		    url.out.data);
	}
	v->nexamples = e->n;
	buf_free(&url.out);
}

/* what is cancelled stands in the calendar, but nobody can come to it */
static enum status
ahead_take(struct request *r, struct items *out)
{
	struct items	all;
	size_t		i;
	enum status	st;

	if ((st = event_list_take(r->db, r->arena, &all)) != ST_OK)
		return st;
	out->v = arena_array(r->arena, struct item, AHEAD_SHOWN);
	for (i = out->n = 0; i < all.n && out->n < AHEAD_SHOWN; i++)
		if (all.v[i].event.certainty != CERTAINTY_CANCELLED)
			out->v[out->n++] = all.v[i];
	return ST_OK;
}

static enum status
load(struct request *r, struct house *in)
{
	static const struct item_filter kits = { .kind = "toolkit",
	    .limit = 5 };
	static const struct item_filter told = { .kind = "experience",
	    .limit = 3 };
	static const struct event_filter any;
	enum status	 st;

	if ((st = db_begin(r->db, DB_READ)) != ST_OK)
		return st;
	event_list_send(r->db, r->arena, EVENTS_AHEAD, &any,
	    AHEAD_ASKED, 0);
	item_list_send(r->db, &kits);
	item_list_send(r->db, &told);
	if (r->actor.person != 0) {
		item_drafts_send(r->db, r->actor.person, OWN_SHOWN);
		item_fresh_send(r->db, OWN_SHOWN);
		neighbours_send(r->db);
	}
	item_counts_send(r->db);
	if ((st = ahead_take(r, &in->ahead)) == ST_OK &&
	    (st = items_take(r->db, r->arena, &in->toolkits)) == ST_OK &&
	    (st = items_take(r->db, r->arena, &in->lessons)) == ST_OK &&
	    (r->actor.person == 0 ||
	    ((st = items_take(r->db, r->arena, &in->drafts)) == ST_OK &&
	    (st = items_take(r->db, r->arena, &in->fresh)) == ST_OK &&
	    (st = neighbours_take(r->db, r->arena, &in->near)) == ST_OK)))
		st = db_take(r->db, &in->counts);
	db_end(r->db);
	return st;
}

static void
shelf(struct request *r, const struct vocabulary *voc,
    const struct items *items, struct shelf_view *s)
{
	s->n = items->n;
	s->rows = rows_of_items(r, voc, items, 3, true);
}

/* a lesson speaks for itself: without the summary and the rest */
static void
lessons(struct request *r, const struct vocabulary *voc,
    const struct items *items, struct shelf_view *s)
{
	struct row_view	*rows = rows_of_items(r, voc, items, 3, true);
	size_t		 i;

	for (i = 0; i < items->n; i++) {
		rows[i].summary = NULL;
		rows[i].files = NULL;
	}
	s->n = items->n;
	s->rows = rows;
}

static void
shelves(struct request *r, const struct vocabulary *voc,
    const struct house *in, struct home_view *v)
{
	v->near = overlap_neighbours(r, voc, &in->near);
	v->nnear = in->near.n;
	v->csrf = r->actor.csrf;
	v->own.title = _("For you");
	v->own.all_href = "/account";
	v->own.all_words = _("Your account");
	shelf(r, voc, &in->drafts, &v->own);
	v->fresh.title = _("New since your last visit");
	v->fresh.all_href = "/search?sort=newest";
	v->fresh.all_words = _("Everything, newest first");
	shelf(r, voc, &in->fresh, &v->fresh);
	v->ahead.title = _("Coming up");
	v->ahead.empty = _("Nothing is planned yet that you can see.");
	v->ahead.all_href = "/calendar";
	v->ahead.all_words = _("All events and calendar feed");
	shelf(r, voc, &in->ahead, &v->ahead);
	v->toolkits.title = _("New on the shelf");
	v->toolkits.empty = _("No toolkit is shared yet.");
	v->toolkits.all_href = "/toolkits";
	v->toolkits.all_words = _("All toolkits");
	shelf(r, voc, &in->toolkits, &v->toolkits);
	v->lessons.title = _("What partners learned");
	v->lessons.empty = _("Nobody has told yet what happened.");
	v->lessons.all_href = "/experiences";
	v->lessons.all_words = _("All experiences");
	lessons(r, voc, &in->lessons, &v->lessons);
}

static void
counts(struct request *r, const struct rows *rows, struct home_view *v)
{
	struct arena	*a = r->arena;
	int		 n[HOME_COUNTS], i;

	for (i = 0; i < HOME_COUNTS; i++)
		n[i] = (int)rows_int(rows, 0, i);
	v->counts[0].words = arena_printf(a, _n("%d toolkit", "%d toolkits",
	    n[0]), n[0]);
	v->counts[0].href = "/toolkits";
	v->counts[1].words = arena_printf(a, _n("%d event ahead",
	    "%d events ahead", n[1]), n[1]);
	v->counts[1].href = "/calendar";
	v->counts[2].words = arena_printf(a, _n("%d experience",
	    "%d experiences", n[2]), n[2]);
	v->counts[2].href = "/experiences";
	v->counts[3].words = arena_printf(a, _n("%d organisation",
	    "%d organisations", n[3]), n[3]);
	v->counts[3].href = "/orgs";
	v->counts[4].words = arena_printf(a, _n("%d country",
	    "%d countries", n[4]), n[4]);
	v->counts[4].href = "/countries";
	v->ncounts = HOME_COUNTS;
}

struct reply *
home_show(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct house		 in = { 0 };
	struct home_view	 v = { 0 };
	struct html		*h;
	enum status		 st;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = load(r, &in)) != ST_OK)
		return problem(r, st);
	v.page = page_new(r, _("What partners share"));
	v.page->no_search = true;
	v.page->suggest = true;
	v.page->canonical = request_url(r, "/");
	v.page->description = _("Find toolkits others already use, see what "
	    "is planned, and tell what happened.");
	v.page->atom = "/search.atom?sort=newest";
	v.page->ics = "/calendar.ics";
	show_examples(r, &v);
	shelves(r, voc, &in, &v);
	counts(r, &in.counts, &v);
	h = reply_page(r);
	view_home(h, &v);
	return reply_etag_of_body(r, reply_html(r, 200, h));
}
