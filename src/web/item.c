/*
 * item: the page of an item. Two batches: the item with what can be asked by
 * its public id, then what hangs on its key.
 */
#include "web/item.h"

#include <string.h>

#include "base/settings.h"
#include "storage/event.h"
#include "storage/readers.h"
#include "views/item.h"
#include "views/markdown.h"
#include "views/when.h"
#include "web/item_view.h"
#include "web/page.h"
#include "web/overlap.h"
#include "web/problem.h"
#include "web/row.h"

const char *
item_sees(struct request *r, const struct item *it, int64_t people,
    int64_t orgs)
{
	struct arena	*a = r->arena;

	switch (it->audience) {
	case AUDIENCE_PUBLIC:
		return _("Everyone can see this");
	case AUDIENCE_NETWORK:
		return arena_printf(a, _n("Signed-in partners can see this: "
		    "%d person in %d organisations",
		    "Signed-in partners can see this: %d people in %d "
		    "organisations", people), (int)people, (int)orgs);
	case AUDIENCE_ORGANISATION:
	case AUDIENCE_COUNT:
	default:
		return arena_printf(a, _n("Only %s can see this: %d person",
		    "Only %s can see this: %d people", people), it->org_name,
		    (int)people);
	}
}

/* what a page needs beside the item */
struct around {
	struct item_around	 links;
	struct item_version	*versions;
	size_t			 nversions;
	int64_t			 people, orgs;	/* that can see it */
	struct editions		 editions;
	struct similar		 similar;
};

/* how many partners there are is nobody's business outside */
static bool
tells_readers(const struct request *r, const struct item *it)
{
	return r->actor.person != 0 && it->audience != AUDIENCE_PUBLIC;
}

/* what has to wait for the item: nothing for most */
static enum status
around_late(struct request *r, const struct vocabulary *voc,
    const struct item *it, struct around *out)
{
	bool		readers = tells_readers(r, it);
	enum status	st;

	similar_look(r, voc, it, &out->similar);
	if (!readers && !similar_asks(r, &out->similar))
		return similar_take(r, voc, it, &out->similar);
	if ((st = db_begin(r->db, DB_READ)) != ST_OK)
		return st;
	if (readers)
		readers_send(r->db, it->audience == AUDIENCE_ORGANISATION ?
		    it->org_key : 0);
	similar_send(r, it, &out->similar);
	if (readers)
		st = readers_take(r->db, &out->people, &out->orgs);
	if (st == ST_OK)
		st = similar_take(r, voc, it, &out->similar);
	db_end(r->db);
	return st;
}

static struct row_list
rows(struct request *r, const struct vocabulary *v, const struct items *items)
{
	struct row_list	list = { items->n,
			    rows_of_items(r, v, items, 3, true) };

	return list;
}

static const struct version_view *
versions(struct request *r, const struct item *it, const struct around *ar)
{
	struct version_view	*v = arena_array(r->arena, struct version_view,
				    ar->nversions + 1);
	size_t			 i;

	for (i = 0; i < ar->nversions; i++) {
		v[i].version = ar->versions[i].version;
		v[i].date = when_stamp(r->arena, ar->versions[i].created,
		    r->actor.timezone, r->lang);
		v[i].note = ar->versions[i].note;
		/* names of people to partners only */
		v[i].author = r->actor.person != 0 ?
		    ar->versions[i].author_name : it->org_name;
		v[i].href = arena_printf(r->arena, "/items/%s/versions/%d",
		    it->id, v[i].version);
		if (i + 1 < ar->nversions)
			v[i].changes_href = arena_printf(r->arena,
			    "/items/%s/changes?from=%d&to=%d", it->id,
			    ar->versions[i + 1].version, v[i].version);
	}
	return v;
}

static const char *
tally_words(struct arena *a, const struct tally *t)
{
	struct buf	 b;
	char		*out;

	buf_init(&b, 512);
	buf_printf(&b, _n("%d experience: ", "%d experiences: ", t->total),
	    t->total);
	buf_printf(&b, _("%d worked"), t->worked);
	if (t->partly > 0)
		buf_printf(&b, _(", %d partly"), t->partly);
	if (t->no > 0)
		buf_printf(&b, _(", %d did not work"), t->no);
	if (t->too_early > 0)
		buf_printf(&b, _(", %d too early to tell"), t->too_early);
	out = arena_strdup(a, b.data);
	buf_free(&b);
	return out;
}

static void
fill_around(struct request *r, const struct vocabulary *voc,
    struct around *ar, struct item_view *v)
{
	const struct item	*it = v->it;

	v->nversions = ar->nversions;
	v->versions = versions(r, it, ar);
	v->experiences = rows(r, voc, &ar->links.experiences);
	v->events = rows(r, voc, &ar->links.events);
	v->used = rows(r, voc, &ar->links.used);
	v->tally_words = tally_words(r->arena, &it->tally);
	if (it->status == ITEM_PUBLISHED) {
		v->similar = overlap_similar(r, voc, it, &ar->similar);
		v->editions = overlap_editions(r, &ar->editions);
	}
	v->sees = it->audience == AUDIENCE_PUBLIC || r->actor.person != 0 ?
	    item_sees(r, it, ar->people, ar->orgs) : "";
}

static struct reply *
page_of(struct request *r, struct item *it, struct around *ar,
    int old_version)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct item_view	 v;
	struct html		*h;
	enum status		 st;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = around_late(r, voc, it, ar)) != ST_OK)
		return problem(r, st);
	item_view_fill(r, voc, it, &v);
	v.old_version = old_version;
	fill_around(r, voc, ar, &v);
	h = reply_page(r);
	if (it->status == ITEM_WITHDRAWN)
		view_withdrawn(h, &v);
	else if (it->kind == KIND_EVENT)
		view_event(h, &v);
	else if (it->kind == KIND_EXPERIENCE)
		view_experience(h, &v);
	else
		view_toolkit(h, &v);
	return reply_html(r, 200, h);
}

/* the item, and what is around it when wanted, in one batch */
static enum status
load_with(struct request *r, struct item **it, struct around *ar)
{
	struct db	*db = r->db;
	enum status	 st;

	*it = NULL;
	if (!digest_is_public_id(r->args[0]))
		return ST_NOT_FOUND;
	if ((st = db_begin(db, DB_READ)) == ST_OK) {
		item_send(db, r->args[0]);
		if (ar != NULL) {
			item_versions_send(db, r->args[0]);
			item_around_send(db, r->args[0]);
			edition_send(db, r->arena, r->args[0], NULL, 0);
		}
		st = item_take(db, r->arena, it);
		if (st == ST_OK && ar != NULL &&
		    (st = item_versions_take(db, r->arena, &ar->versions,
		    &ar->nversions)) == ST_OK)
			st = item_around_take(db, r->arena, &ar->links);
		if (st == ST_OK && ar != NULL)
			st = edition_take(db, r->arena, &ar->editions);
	}
	db_end(db);
	if (st == ST_OK && !request_may(r, MAY_READ, *it, 0))
		st = ST_NOT_FOUND;
	return st;
}

static enum status
load(struct request *r, struct item **it)
{
	return load_with(r, it, NULL);
}

struct reply *
item_show(struct request *r)
{
	struct item	*it;
	struct around	 ar = { .people = 0 };
	const char	*slug;
	enum status	 st;

	if ((st = load_with(r, &it, &ar)) != ST_OK)
		return problem(r, st);
	slug = item_slug(r->arena, it->title);
	if (r->args[1] == NULL || strcmp(r->args[1], slug) != 0)
		return reply_redirect(r, item_path(r->arena, it));
	return page_of(r, it, &ar, 0);
}

struct reply *
item_version_show(struct request *r)
{
	struct item	*it;
	struct around	 ar = { .people = 0 };
	int		 n = request_number(r->args[1]);
	enum status	 st;

	if ((st = load_with(r, &it, &ar)) != ST_OK)
		return problem(r, st);
	if (!request_may(r, MAY_SEE_VERSIONS, it, 0) || n < 1)
		return problem(r, ST_NOT_FOUND);
	if (n == it->version)
		return reply_redirect(r, item_path(r->arena, it));
	if ((st = db_begin(r->db, DB_READ)) == ST_OK)
		st = item_version_get(r->db, r->arena, it, n);
	db_end(r->db);
	return st != ST_OK ? problem(r, st) : page_of(r, it, &ar, n);
}

struct reply *
item_versions(struct request *r)
{
	struct item		*it;
	struct around		 ar = { 0 };
	struct item_view	 v = { 0 };
	struct html		*h;
	enum status		 st;

	if ((st = load(r, &it)) != ST_OK)
		return problem(r, st);
	if (!request_may(r, MAY_SEE_VERSIONS, it, 0))
		return problem(r, ST_NOT_FOUND);
	if ((st = db_begin(r->db, DB_READ)) == ST_OK) {
		item_versions_send(r->db, it->id);
		st = item_versions_take(r->db, r->arena, &ar.versions,
		    &ar.nversions);
	}
	db_end(r->db);
	if (st != ST_OK)
		return problem(r, st);
	v.page = page_new(r, arena_printf(r->arena, "%s: %s", _("Versions"),
	    it->title));
	v.it = it;
	v.address = item_path(r->arena, it);
	v.nversions = ar.nversions;
	v.versions = versions(r, it, &ar);
	h = reply_page(r);
	view_versions(h, &v);
	return reply_html(r, 200, h);
}

static struct reply *
withdraw_form(struct request *r, struct item *it, int code)
{
	struct withdraw_view	 v = { 0 };
	struct html		*h = reply_page(r);

	v.page = page_new(r, _("Withdraw"));
	v.it = it;
	v.fault = &r->fault;
	v.why = form_text(r, "why");
	v.replaced_by = form_text(r, "replaced_by");
	v.action = arena_printf(r->arena, "/items/%s/withdraw", it->id);
	v.csrf = r->actor.csrf;
	view_withdraw(h, &v);
	return reply_html(r, code, h);
}

struct reply *
item_withdraw_ask(struct request *r)
{
	struct item	*it;
	enum status	 st;

	if ((st = load(r, &it)) != ST_OK)
		return problem(r, st);
	if (!request_may(r, MAY_WITHDRAW, it, 0))
		return problem(r, ST_FORBIDDEN);
	return withdraw_form(r, it, 200);
}

/* an id, or an address of an item of ours; "" when it is neither */
static const char *
id_in(struct arena *a, const char *s)
{
	const char	*at = strstr(s, "/items/");
	char		*id = arena_strndup(a, at == NULL ? s : at + 7,
			    strnlen(at == NULL ? s : at + 7, PUBLIC_ID_LEN));

	return digest_is_public_id(id) ? id : "";
}

static enum status
withdraw(struct request *r, struct item *it, bool restore)
{
	enum status	st;

	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK)
		return st;
	st = restore ? item_restore(r->db, it) : item_withdraw(r->db, it,
	    r->actor.person, form_text(r, "why"), id_in(r->arena,
	    form_text(r, "replaced_by")));
	if (st != ST_OK) {
		db_rollback(r->db);
		return st;
	}
	return db_end(r->db);
}

struct reply *
item_withdraw_do(struct request *r)
{
	struct item	*it;
	bool		 restore = strcmp(form_text(r, "do"), "restore") == 0;
	const char	*by = form_text(r, "replaced_by");
	enum status	 st;

	if ((st = load(r, &it)) != ST_OK)
		return problem(r, st);
	if (!request_may(r, restore ? MAY_RESTORE : MAY_WITHDRAW, it, 0))
		return problem(r, ST_FORBIDDEN);
	if (!restore && *form_text(r, "why") == '\0')
		fault_field(&r->fault, "why", _("Say why, so that readers "
		    "know what to think of their copy."));
	if (*by != '\0' && *id_in(r->arena, by) == '\0')
		fault_field(&r->fault, "replaced_by", _("This is not the "
		    "address of something on this shelf."));
	if (r->fault.nfields > 0)
		return withdraw_form(r, it, 422);
	if ((st = withdraw(r, it, restore)) != ST_OK)
		return problem(r, st);
	return reply_redirect(r, restore ? arena_printf(r->arena,
	    "/items/%s/edit", it->id) : item_path(r->arena, it));
}

struct reply *
item_receipt(struct request *r)
{
	struct item		*it;
	struct receipt_view	 v = { 0 };
	struct html		*h;
	int64_t			 people = 0, orgs = 0;
	enum status		 st;

	if ((st = load(r, &it)) != ST_OK)
		return problem(r, st);
	if ((st = db_begin(r->db, DB_READ)) == ST_OK) {
		readers_send(r->db, it->audience == AUDIENCE_ORGANISATION ?
		    it->org_key : 0);
		st = readers_take(r->db, &people, &orgs);
	}
	db_end(r->db);
	if (st != ST_OK || it->status != ITEM_PUBLISHED)
		return problem(r, st != ST_OK ? st : ST_NOT_FOUND);
	v.page = page_new(r, _("Published"));
	v.title = it->title;
	v.href = item_path(r->arena, it);
	v.address = request_url(r, v.href);
	v.sees = item_sees(r, it, people, orgs);
	v.in_feed = it->kind == KIND_EVENT && it->event.precision !=
	    PRECISION_MONTH && it->event.certainty != CERTAINTY_IDEA;
	v.next_href = "/items/new";
	v.next_words = _("Share something else");
	h = reply_page(r);
	view_receipt(h, &v);
	return reply_html(r, 200, h);
}
