/*
 * item_form: see item_form.h. The way of a form: files first (what came is
 * safe), fields, rules, one transaction.
 */
#include "web/item_form.h"

#include <assert.h>
#include <string.h>

#include "storage/overlap.h"
#include "storage/version.h"
#include "views/when.h"
#include "web/confirm.h"
#include "web/file.h"
#include "web/page.h"
#include "web/problem.h"
#include "web/row.h"

static struct item *
copy(struct request *r, const struct item *it)
{
	struct item	*c = arena_new_of(r->arena, struct item);

	*c = *it;
	return c;
}

static struct reply *
no_home(struct request *r)
{
	if (r->actor.platform_admin)
		return problem_because(r, ST_FORBIDDEN, _("You look after "
		    "the platform, but what is shared belongs to an "
		    "organisation. Open one under Organisations, then its "
		    "people, and add your own e-mail as contributor."));
	return problem_because(r, ST_FORBIDDEN, _("You read here, but no "
	    "organisation has made you a contributor yet. Ask its "
	    "administrator."));
}

/* what every form needs; NULL, or the answer that ends it */
static struct reply *
prepare(struct request *r, struct writing *w, const char *org)
{
	memset(w, 0, sizeof(*w));
	if ((w->voc = vocabulary_get(r->db)) == NULL)
		return problem(r, ST_UNAVAILABLE);
	w->org = org == NULL || *org == '\0' ? actor_home(&r->actor) :
	    actor_org_by_slug(&r->actor, org);
	if (w->org == NULL || w->org->role < ROLE_CONTRIBUTOR)
		return no_home(r);
	return NULL;
}

static struct item *
fresh(struct request *r, int kind)
{
	struct item	*it = arena_new_of(r->arena, struct item);

	item_init(it, (enum kind)kind);
	it->event.timezone = "";
	return it;
}

struct reply *
item_new(struct request *r)
{
	struct writing	 w;
	struct reply	*ended;
	struct html	*h;
	const char	*used = query_get(&r->query, "used");
	int		 kind = kind_of(query_get(&r->query, "kind"));

	if ((ended = prepare(r, &w, NULL)) != NULL)
		return ended;
	if (kind < 0) {
		struct page *p = page_new(r, _("Share"));

		p->no_share = true;
		h = reply_page(r);
		view_item_choose(h, p);
		return reply_html(r, 200, h);
	}
	w.it = fresh(r, kind);
	if (used != NULL && digest_is_public_id(used)) {
		w.it->experience.used.v = arena_array(r->arena, const char *,
		    1);
		w.it->experience.used.v[0] = used;
		w.it->experience.used.n = 1;
	}
	assert(w.org != NULL);		/* or prepare() had ended it */
	if (kind == KIND_EXPERIENCE && *w.org->country != '\0') {
		w.it->countries.v = arena_array(r->arena, const char *, 1);
		w.it->countries.v[0] = w.org->country;
		w.it->countries.n = 1;
	}
	return item_form_page(r, &w, 200);
}

/* the title of what was used, for the proposal of a title */
static void
name_used(struct request *r)
{
	const char	*id = query_get(&r->form.fields, "used");
	struct item	*used = NULL;
	struct pair	*p;

	if (id == NULL || !digest_is_public_id(id) ||
	    *form_text(r, "title") != '\0')
		return;
	if (db_begin(r->db, DB_READ) == ST_OK &&
	    item_get(r->db, r->arena, id, &used) == ST_OK) {
		p = arena_array(r->arena, struct pair, r->form.fields.n + 1);
		memcpy(p, r->form.fields.pairs, sizeof(*p) *
		    r->form.fields.n);
		p[r->form.fields.n].name = "used_title";
		p[r->form.fields.n].value = used->title;
		r->form.fields.pairs = p;
		r->form.fields.n++;
	}
	db_end(r->db);
}

/* files that the form takes out of the item */
static enum status
take_out(struct request *r, const struct item *it)
{
	const char	*id;
	enum status	 st = ST_OK;
	size_t		 i;

	for (i = 0; st == ST_OK && (id = query_nth(&r->form.fields, "remove",
	    i)) != NULL; i++) {
		st = file_detach_id(r->db, it->key, id);
		if (st == ST_NOT_FOUND)	/* somebody took it out already */
			st = ST_OK;
	}
	return st;
}

static enum status
write_item(struct request *r, struct writing *w, bool publish)
{
	struct item	*it = w->it;
	bool		 live = w->before != NULL &&
			    w->before->status == ITEM_PUBLISHED;
	enum status	 st;

	if (w->before == NULL) {
		st = item_insert(r->db, r->arena, it, w->org->key,
		    r->actor.person);
	} else {
		it->rev = w->rev;
		st = publish ? ST_OK : live ? working_copy_save(r->db, it,
		    r->actor.person) : item_update(r->db, r->arena, it);
	}
	if (st == ST_OK)
		st = take_out(r, it);
	if (st == ST_OK)
		st = upload_attach(r->db, r->arena, it->key, r->actor.person,
		    w->uploads, w->nuploads);
	if (st == ST_OK)
		st = overlap_not_same(r->db, r->arena, it->key,
		    r->actor.person, &w->not_same);
	if (st == ST_OK && publish)
		st = item_publish(r->db, r->arena, it, live ? w->before : NULL,
		    r->actor.person, r->actor.name);
	return st;
}

static enum status
save(struct request *r, struct writing *w, bool publish)
{
	enum status	st;

	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK)
		return st;
	if ((st = write_item(r, w, publish)) != ST_OK) {
		db_rollback(r->db);
		return st;
	}
	return db_end(r->db);
}

/* the item as it stands, and as it is being worked on; both with rights */
static struct reply *
load(struct request *r, struct writing *w)
{
	struct item	*it = NULL;
	struct reply	*ended;
	enum status	 st = ST_NOT_FOUND;

	if (digest_is_public_id(r->args[0]) &&
	    (st = db_begin(r->db, DB_READ)) == ST_OK) {
		st = item_get(r->db, r->arena, r->args[0], &it);
		if (st == ST_OK && it->status == ITEM_PUBLISHED) {
			w->before = copy(r, it);
			st = working_copy_get(r->db, r->arena, it);
		}
		db_end(r->db);
	}
	if (st != ST_OK)
		return problem(r, st);
	if (!request_may(r, MAY_EDIT, it, 0))
		return problem(r, request_may(r, MAY_READ, it, 0) ?
		    ST_FORBIDDEN : ST_NOT_FOUND);
	struct item *before = w->before;
	if ((ended = prepare(r, w, it->org_slug)) != NULL)
		return ended;
	w->before = before != NULL ? before : copy(r, it);
	w->it = it;
	return NULL;
}

struct reply *
item_edit(struct request *r)
{
	struct writing	 w = { 0 };
	struct reply	*ended = load(r, &w);

	if (ended != NULL)
		return ended;
	assert(w.it != NULL);
	w.it->note = "";
	return item_form_page(r, &w, 200);
}

static struct reply *
conflict(struct request *r, struct writing *w)
{
	struct item	*now = NULL;
	const char	*who = "", *when;
	enum status	 st;

	if ((st = db_begin(r->db, DB_READ)) == ST_OK) {
		st = item_get(r->db, r->arena, w->before->id, &now);
		if (st == ST_OK && now->status == ITEM_PUBLISHED)
			st = working_copy_get(r->db, r->arena, now);
		if (st == ST_OK)
			st = version_writer(r->db, r->arena, now, &who);
	}
	db_end(r->db);
	if (st != ST_OK)
		return problem(r, st);
	w->before = now;
	/* whoever may edit here may know the name */
	when = when_moment(r->arena, now->updated, r->actor.timezone, r->lang);
	w->conflict = *who == '\0' ? arena_printf(r->arena, _("Somebody "
	    "changed this (%s) while you were writing."), when) :
	    arena_printf(r->arena, _("%s changed this (%s) while you were "
	    "writing."), who, when);
	return item_form_page(r, w, 409);
}

static struct reply *
done(struct request *r, struct writing *w, bool publish)
{
	return reply_redirect(r, arena_printf(r->arena, publish ?
	    "/items/%s/published" : "/items/%s/edit", w->it->id));
}

/* files that came with the form travel on by their ids */
static void
name_uploads(struct request *r, const struct writing *w)
{
	const struct query	*q = &r->form.fields;
	struct pair		*p = arena_array(r->arena, struct pair,
				    q->n + w->nuploads + 1);
	size_t			 i, n = 0;

	for (i = 0; i < q->n; i++)
		if (strcmp(q->pairs[i].name, "upload") != 0)
			p[n++] = q->pairs[i];
	for (i = 0; i < w->nuploads; i++) {
		p[n].name = "upload";
		p[n++].value = w->uploads[i];
	}
	r->form.fields.pairs = p;
	r->form.fields.n = n;
}

/* more people than now would see what is published: NULL, or who asks is
 * asked. Audiences stand in the order of their size, the largest first. */
static struct reply *
widened(struct request *r, const struct writing *w)
{
	if (w->before == NULL || w->before->status != ITEM_PUBLISHED ||
	    w->it->audience >= w->before->audience)
		return NULL;
	name_uploads(r, w);
	return confirm(r, w->it->audience == AUDIENCE_PUBLIC ?
	    _("Everyone on the web will see this, and it can't be unseen.") :
	    _("All partners will see this, and it can't be unseen."));
}

/* fields are read; says what is wrong or stores it */
static struct reply *
finish(struct request *r, struct writing *w)
{
	bool		 publish = strcmp(form_text(r, "do"), "draft") != 0;
	struct reply	*asked;
	enum status	 st;

	if (w->preview) {
		item_validate(w->it, true, &r->fault);
		return item_form_page(r, w, r->fault.nfields > 0 ? 422 : 200);
	}
	item_validate(w->it, publish, &r->fault);
	if (r->fault.nfields > 0)
		return item_form_page(r, w, 422);
	if (publish && (asked = widened(r, w)) != NULL)
		return asked;
	st = save(r, w, publish);
	if (st == ST_STALE)
		return conflict(r, w);
	if (st != ST_OK)
		return problem(r, st);
	return done(r, w, publish);
}

struct reply *
item_new_post(struct request *r)
{
	struct writing	 w;
	struct reply	*ended;
	int		 kind = kind_of(form_text(r, "kind"));
	enum status	 st;

	if ((ended = prepare(r, &w, form_text(r, "org"))) != NULL)
		return ended;
	if (kind < 0)
		return problem_because(r, ST_MALFORMED, _("Say what you want "
		    "to share: a toolkit, an event or an experience."));
	w.it = fresh(r, kind);
	if ((st = upload_form(r, &w.uploads, &w.nuploads)) != ST_OK)
		return problem(r, st);
	if (kind == KIND_EXPERIENCE)
		name_used(r);
	item_fields_read(r, &w);
	return finish(r, &w);
}

static struct reply *
discard(struct request *r, struct writing *w, bool whole)
{
	enum status	st;

	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK)
		return problem(r, st);
	st = whole ? item_delete(r->db, w->before) :
	    working_copy_drop(r->db, w->before);
	if (st != ST_OK) {
		db_rollback(r->db);
		return problem(r, st);
	}
	if ((st = db_end(r->db)) != ST_OK)
		return problem(r, st);
	return reply_redirect(r, whole ? "/" : item_path(r->arena,
	    w->before));
}

struct reply *
item_edit_post(struct request *r)
{
	struct writing	 w = { 0 };
	struct reply	*ended = load(r, &w);
	const char	*what = form_text(r, "do");
	enum status	 st;

	if (ended != NULL)
		return ended;
	if (strcmp(what, "delete") == 0 || strcmp(what, "discard") == 0)
		return discard(r, &w, strcmp(what, "delete") == 0);
	if ((st = upload_form(r, &w.uploads, &w.nuploads)) != ST_OK)
		return problem(r, st);
	item_fields_read(r, &w);
	if (w.rev != w.before->rev)
		return conflict(r, &w);
	return finish(r, &w);
}
