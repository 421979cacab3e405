/*
 * overlap_words: reasons in words, and the panel beside a form.
 */
#include <stdlib.h>
#include <string.h>

#include "views/overlap.h"
#include "web/item_form.h"
#include "web/item_view.h"
#include "web/overlap.h"
#include "web/problem.h"
#include "web/row.h"

#define PERCENT_LEAST	25	/* of the words: worth saying */

static void
say(struct buf *b, const char *words)
{
	buf_printf(b, b->len == 0 ? "%s" : ", %s", words);
}

static const char *
apart(struct arena *a, const struct overlap_facts *f)
{
	int	days = abs(f->days), n;

	if (f->by_month) {
		n = (days + 15) / 30;
		return n == 0 ? _("in the same month") : arena_printf(a,
		    _n("%d month apart", "%d months apart", n), n);
	}
	if (days == 0)
		return _("at the same time");
	if (days < 14)
		return arena_printf(a, _n("%d day apart", "%d days apart",
		    days), days);
	if (days < 70) {
		n = (days + 3) / 7;
		return arena_printf(a, _n("%d week apart", "%d weeks apart",
		    n), n);
	}
	n = (days + 15) / 30;
	return arena_printf(a, _n("%d month apart", "%d months apart", n), n);
}

static void
say_words(struct buf *b, const struct overlap_facts *f)
{
	int	percent = (int)(f->shared * 100 + 0.5);

	if (f->same_language && percent >= PERCENT_LEAST) {
		say(b, "");
		buf_printf(b, _("%d %% of the words"), percent);
	} else if (!f->same_language && f->nconcepts >= 2) {
		say(b, _("the same matters in another language"));
	}
}

const char *
overlap_reasons(struct arena *a, const struct overlap *o)
{
	const struct overlap_facts	*f = &o->facts;
	struct buf			 b;
	char				*out;

	buf_init(&b, 1024);
	if (f->same_file)
		say(&b, _("the same file"));
	else if (f->same_text > 0)
		say(&b, _("nearly the same text"));
	if (f->place == NEAR_SAME)
		say(&b, _("same country"));
	else if (f->place == NEAR_WIDE)
		say(&b, _("same region"));
	if (f->topic == NEAR_SAME)
		say(&b, _("same topic"));
	else if (f->topic == NEAR_WIDE)
		say(&b, _("related topic"));
	if (f->people == NEAR_SAME)
		say(&b, _("same people"));
	if (f->dated)
		say(&b, apart(a, f));
	say_words(&b, f);
	if (b.len == 0)
		say(&b, _("similar words"));
	/* a sentence; all of these begin with a letter of ASCII but two */
	if (b.data[0] >= 'a' && b.data[0] <= 'z')
		b.data[0] = (char)(b.data[0] - 'a' + 'A');
	out = arena_strdup(a, b.data);
	buf_free(&b);
	return out;
}

const char *
edition_words(struct arena *a, const struct edition *e)
{
	int	percent = (int)(e->share * 100 + 0.5);

	if (e->how == EDITION_BYTES)
		return arena_printf(a, _("the same file: %s"), e->file);
	if (e->how == EDITION_LANGUAGE)
		return *e->file == '\0' ? _("probably the same in another "
		    "language") : arena_printf(a, _("probably the same in "
		    "another language: %s"), e->file);
	return *e->file == '\0' ? arena_printf(a, _("%d %% the same text"),
	    percent) : arena_printf(a, _("%d %% the same text: %s"), percent,
	    e->file);
}

static const char *
mail_to(struct arena *a, const char *contact)
{
	/* a contact with spaces is no address */
	if (strchr(contact, '@') == NULL ||
	    strpbrk(contact, " \t\r\n<>\"?&") != NULL)
		return NULL;
	return arena_printf(a, "mailto:%s", contact);
}

static void
offers(struct request *r, const struct item *it, struct overlap_row *row)
{
	const struct event	*e = &it->event;

	row->write_to = mail_to(r->arena, it->contact);
	if (row->write_to == NULL)
		row->write_to = arena_printf(r->arena, "/orgs/%s",
		    it->org_slug);
	if (it->kind == KIND_EVENT && e->end_utc > clock_now())
		row->join = e->registration_url != NULL &&
		    *e->registration_url != '\0' ? e->registration_url :
		    item_path(r->arena, it);
	if (it->kind == KIND_TOOLKIT)
		row->reuse = item_path(r->arena, it);
}

static const struct edition_row *
editions(struct request *r, const struct editions *e)
{
	struct edition_row	*v = arena_array(r->arena,
				    struct edition_row, e->n + 1);

	for (size_t i = 0; i < e->n; i++) {
		v[i].href = item_path(r->arena, &e->v[i].item);
		v[i].title = e->v[i].item.title;
		v[i].org = e->v[i].item.org_name;
		v[i].words = edition_words(r->arena, &e->v[i]);
	}
	return v;
}

static struct html_safe
print(struct request *r, const struct overlap_view *v)
{
	struct html		 h = { .lang = r->lang };
	struct html_safe	 out = { NULL };

	buf_init(&h.out, 128 << 10);
	view_overlap(&h, v);
	if (!h.out.failed && h.out.len > 0)
		out.html = arena_strdup(r->arena, h.out.data);
	buf_free(&h.out);
	return out;
}

static const char *
title(enum kind kind, bool warn)
{
	if (kind == KIND_EVENT)
		return warn ? _("Somebody plans the same") :
		    _("Also planned or done");
	return warn ? _("Somebody has done the same") :
	    _("Close to this");
}

struct html_safe
overlap_panel(struct request *r, const struct vocabulary *voc,
    const struct overlap_ask *ask, bool say_none)
{
	struct overlaps		 found;
	struct overlap_view	 v = { .say_none = say_none,
				    .offers = true };
	struct overlap_row	*rows;

	/* the form stands without it */
	if (r->finder == NULL || overlap_find(r, voc, ask, &found) != ST_OK)
		return (struct html_safe){ NULL };
	rows = arena_array(r->arena, struct overlap_row, found.n + 1);
	for (size_t i = 0; i < found.n; i++) {
		row_of_item(r, voc, found.v[i].item, &rows[i].row);
		rows[i].row.summary = NULL;
		rows[i].row.quote = NULL;
		rows[i].id = found.v[i].item->id;
		rows[i].reason = overlap_reasons(r->arena, &found.v[i]);
		offers(r, found.v[i].item, &rows[i]);
	}
	v.rows = rows;
	v.n = found.n;
	v.warn = found.n > 0 && found.v[0].verdict.warn;
	v.title = title(ask->mine->kind, v.warn);
	v.editions = editions(r, &found.editions);
	v.neditions = found.editions.n;
	return print(r, &v);
}

struct html_safe
overlap_similar(struct request *r, const struct vocabulary *voc,
    const struct item *it, const struct similar *s)
{
	struct overlap_view	 v = { .n = s->n };
	struct overlap_row	*rows = arena_array(r->arena,
				    struct overlap_row, s->n + 1);

	v.title = it->kind == KIND_EVENT ? _("Also planned or done") :
	    _("Similar");
	for (size_t i = 0; i < s->n; i++) {
		row_of_item(r, voc, s->v[i], &rows[i].row);
		rows[i].row.summary = NULL;
		rows[i].row.quote = NULL;
		rows[i].reason = s->why[i];
		rows[i].write_to = mail_to(r->arena, s->v[i]->contact);
	}
	v.rows = rows;
	return print(r, &v);
}

struct html_safe
overlap_editions(struct request *r, const struct editions *e)
{
	struct html		 h = { .lang = r->lang };
	struct html_safe	 out = { NULL };

	buf_init(&h.out, 64 << 10);
	view_editions(&h, editions(r, e), e->n);
	if (!h.out.failed && h.out.len > 0)
		out.html = arena_strdup(r->arena, h.out.data);
	buf_free(&h.out);
	return out;
}

/* the form as far as it is filled in; what is wrong in it is no matter here */
struct reply *
overlap_fragment(struct request *r)
{
	struct writing		 w = { .voc = vocabulary_get(r->db) };
	struct item		 it;
	struct overlap_ask	 ask = { .mine = &it };
	struct html		*h;
	struct html_safe	 part;
	int			 kind = kind_of(form_text(r, "kind"));
	const char		*id = form_text(r, "item");

	if (w.voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if (kind < 0)
		return problem(r, ST_MALFORMED);
	w.org = actor_home(&r->actor);
	item_init(&it, (enum kind)kind);
	it.event.timezone = "";
	w.it = &it;
	item_fields_read(r, &w);
	it.id = digest_is_public_id(id) ? id : "";
	if (*it.language == '\0')
		it.language = r->lang;
	ask.uploads = overlap_list(r, &r->form.fields, "upload", FILES_MAX);
	ask.not_same = overlap_list(r, &r->form.fields, "not_same",
	    NOT_SAME_MAX);
	memset(&r->fault, 0, sizeof(r->fault));
	part = overlap_panel(r, w.voc, &ask, true);
	h = reply_page(r);
	if (part.html != NULL)
		html_safe(h, part);
	return reply_html(r, 200, h);
}

struct reply *
overlap_seen(struct request *r)
{
	const char	*id = form_text(r, "item");
	enum status	 st;

	if (!digest_is_public_id(id))
		return problem(r, ST_MALFORMED);
	if ((st = neighbour_seen(r->db, id, r->actor.person)) != ST_OK)
		return problem(r, st);
	return reply_redirect(r, "/");
}

const struct neighbour_row *
overlap_neighbours(struct request *r, const struct vocabulary *voc,
    const struct neighbours *n)
{
	struct neighbour_row	*v = arena_array(r->arena,
				    struct neighbour_row, n->n + 1);

	for (size_t i = 0; i < n->n; i++) {
		row_of_item(r, voc, &n->v[i].item, &v[i].row);
		v[i].row.quote = NULL;
		v[i].id = n->v[i].item.id;
		v[i].mine = n->v[i].mine_title;
		v[i].mine_href = arena_printf(r->arena, "/items/%s",
		    n->v[i].mine_id);
	}
	return v;
}
