/*
 * item_options: the page of a form: what can be chosen, and what is chosen.
 */
#include <string.h>

#include "base/settings.h"
#include "storage/readers.h"
#include "views/markdown.h"
#include "views/words.h"
#include "web/item_form.h"

#include "web/changes.h"
#include "web/item_view.h"
#include "web/overlap.h"
#include "web/page.h"
#include "web/problem.h"
#include "web/row.h"

#define TOOLKITS_MAX	200	/* offered as "what did you use?" */

static struct option *
options_new(struct request *r, struct choices *c, const char *name,
    const char *legend, size_t max)
{
	struct option	*o = arena_array(r->arena, struct option, max + 1);

	c->name = name;
	c->legend = legend;
	c->option = o;
	c->n = 0;
	c->error = fault_of(&r->fault, name);
	return o;
}

static void
add(struct choices *c, struct option *o, const char *value, const char *label,
    bool chosen)
{
	o[c->n].value = value;
	o[c->n].label = label;
	o[c->n++].chosen = chosen;
}

static void
topics(struct request *r, const struct writing *w, struct choices *c)
{
	size_t			 i, n;
	const struct topic	*t = vocabulary_topics(w->voc, &n), *top;
	struct option		*o = options_new(r, c, "topic",
				    _("Topics (up to 5)"), n);

	c->many = true;
	c->optional = true;
	for (i = 0; i < n; i++) {
		for (top = &t[i]; top->parent != NULL; top = top->parent)
			;
		add(c, o, t[i].slug, vocabulary_topic_label(w->voc, t[i].slug,
		    r->lang), words_have(&w->it->topics, t[i].slug));
		o[c->n - 1].group = vocabulary_topic_label(w->voc, top->slug,
		    r->lang);
	}
}

static void
countries(struct request *r, const struct writing *w, struct choices *c)
{
	size_t				 i, n;
	const struct country *const	*k = vocabulary_by_region(w->voc,
					    r->lang, &n);
	struct option			*o = options_new(r, c, "countries",
					    w->it->kind == KIND_EXPERIENCE ?
					    _("Where") : _("Countries it is "
					    "for"), n);

	c->many = true;
	c->optional = true;
	c->hint = w->it->kind == KIND_EXPERIENCE ? NULL :
	    _("None ticked: any country.");
	for (i = 0; i < n; i++) {
		add(c, o, k[i]->code, vocabulary_country_label(w->voc,
		    k[i]->code, r->lang),
		    words_have(&w->it->countries, k[i]->code));
		o[c->n - 1].group = k[i]->region == NULL ? _("Elsewhere") :
		    vocabulary_region_label(w->voc, k[i]->region->code,
		    r->lang);
	}
}

static void
country(struct request *r, const struct writing *w, struct choices *c)
{
	size_t				 i, n;
	const struct country *const	*k = vocabulary_countries(w->voc,
					    r->lang, &n);
	struct option			*o = options_new(r, c, "country",
					    _("Country"), n + 1);

	add(c, o, "", _("On-line, or not known yet"),
	    *w->it->event.country == '\0');
	for (i = 0; i < n; i++)
		add(c, o, k[i]->code, vocabulary_country_label(w->voc,
		    k[i]->code, r->lang),
		    strcmp(k[i]->code, w->it->event.country) == 0);
}

static void
for_whom(struct request *r, const struct writing *w, struct choices *c)
{
	struct option	*o = options_new(r, c, "for", _("For whom"), 16);
	const char	*word;
	size_t		 i;

	c->many = true;
	c->optional = true;
	for (i = 0; (word = for_whom_word(i)) != NULL; i++) {
		add(c, o, word, for_whom_label(word),
		    words_have(&w->it->for_whom, word));
		o[c->n - 1].group = _("People it is meant for");
	}
}

static void
languages(struct request *r, const struct writing *w, struct choices *c)
{
	static const char *const offered[] = { "en", "fr", "pt", "sw", "es",
	    "ar", "zh", "hi", "ru", "de", "mt", "ms", "ta", "ur", "bn", "si",
	    "sm", "ja", NULL };
	struct option	*o = options_new(r, c, "language", _("Language"), 24);
	bool		 found = *w->it->language == '\0';
	size_t		 i;

	add(c, o, "", _("Find it out from the text"), found);
	for (i = 0; offered[i] != NULL; i++) {
		add(c, o, offered[i], language_label(offered[i]),
		    strcmp(offered[i], w->it->language) == 0);
		found = found || o[c->n - 1].chosen;
	}
	if (!found)
		add(c, o, w->it->language, w->it->language, true);
}

static void
event_choices(struct request *r, const struct writing *w,
    struct item_form_view *v)
{
	static const char *const precise[] = { N_("Exact time"),
	    N_("Whole days"), N_("Only the month is known") };
	const struct event	*e = &w->it->event;
	struct option		*o;
	int			 i;

	o = options_new(r, &v->type, "type", _("Type"), EVENT_TYPE_COUNT);
	for (i = 0; i < EVENT_TYPE_COUNT; i++)
		add(&v->type, o, event_type_word((enum event_type)i),
		    event_type_label((enum event_type)i),
		    (int)e->type == i);
	o = options_new(r, &v->precision, "precision", _("When"),
	    PRECISION_COUNT);
	for (i = 0; i < PRECISION_COUNT; i++)
		add(&v->precision, o, precision_word((enum precision)i),
		    _(precise[i]), (int)e->precision == i);
	o = options_new(r, &v->certainty, "certainty", _("How sure is it?"),
	    CERTAINTY_COUNT);
	for (i = 0; i < CERTAINTY_COUNT; i++)
		if (i != CERTAINTY_CANCELLED || v->published)
			add(&v->certainty, o, certainty_word(
			    (enum certainty)i), certainty_label(
			    (enum certainty)i),
			    (int)e->certainty == i);
	country(r, w, &v->country);
}

static void
outcome(struct request *r, const struct writing *w, struct choices *c)
{
	struct option	*o = options_new(r, c, "outcome", _("How did it go?"),
			    OUTCOME_COUNT);
	int		 i;

	for (i = 0; i < OUTCOME_NONE; i++)
		add(c, o, outcome_word((enum outcome)i), row_outcome_label(
		    outcome_word((enum outcome)i)),
		    (int)w->it->experience.outcome == i);
}

static void
licences(struct request *r, const struct writing *w, struct choices *c)
{
	struct option	*o = options_new(r, c, "licence",
			    _("May others use it?"), LICENCE_COUNT);
	int		 i;

	for (i = 0; i < LICENCE_COUNT; i++)
		add(c, o, licence_word((enum licence)i),
		    licence_label((enum licence)i),
		    (int)w->it->licence == i);
}

static void
orgs(struct request *r, const struct writing *w, struct choices *c)
{
	struct option	*o = options_new(r, c, "org", _("Shared by"),
			    r->actor.norgs);
	size_t		 i;

	for (i = 0; w->before == NULL && i < r->actor.norgs; i++)
		if (r->actor.orgs[i].role >= ROLE_CONTRIBUTOR)
			add(c, o, r->actor.orgs[i].slug, r->actor.orgs[i].name,
			    &r->actor.orgs[i] == w->org);
}

static const char *
date_text(struct request *r, bool has, const struct local *l)
{
	return !has ? "" : arena_printf(r->arena, "%04d-%02d-%02d", l->year,
	    l->month, l->day);
}

/* as typed, so that nothing is lost; else as stored */
static const char *
typed(struct request *r, const char *name, const char *stored)
{
	const char	*v = query_get(&r->form.fields, name);

	return v != NULL ? v : stored;
}

static void
moments(struct request *r, const struct event *e, struct item_form_view *v)
{
	bool	timed = e->precision == PRECISION_TIME;
	bool	month = e->precision == PRECISION_MONTH;

	v->start = typed(r, "start", month ? "" :
	    date_text(r, e->has_start, &e->start));
	v->end = typed(r, "end", month ? "" :
	    date_text(r, e->has_end, &e->end));
	v->start_time = typed(r, "start_time", !timed || !e->has_start ? "" :
	    arena_printf(r->arena, "%02d:%02d", e->start.hour,
	    e->start.minute));
	v->end_time = typed(r, "end_time", !timed || !e->has_end ? "" :
	    arena_printf(r->arena, "%02d:%02d", e->end.hour, e->end.minute));
	v->month = typed(r, "month", !month || !e->has_start ? "" :
	    arena_printf(r->arena, "%04d-%02d", e->start.year,
	    e->start.month));
}

static void
zones(struct request *r, const struct writing *w, struct item_form_view *v)
{
	size_t				 i, k, n;
	const struct country *const	*c = vocabulary_countries(w->voc,
					    r->lang, &n);
	const char			**z = arena_array(r->arena,
					    const char *, n + 1);

	for (i = 0; i < n; i++) {
		for (k = 0; k < v->nzones && strcmp(z[k], c[i]->zone) != 0;)
			k++;
		if (k == v->nzones)
			z[v->nzones++] = c[i]->zone;
	}
	v->zones = z;
}

static void
used(struct request *r, const struct writing *w, const struct items *offered,
    struct choices *c)
{
	struct option	*o = options_new(r, c, "used", _("What did you use?"),
			    offered->n + 1);
	size_t		 i;

	add(c, o, "", _("Something that is not on this shelf"),
	    w->it->experience.used.n == 0);
	for (i = 0; i < offered->n; i++)
		add(c, o, offered->v[i].id, offered->v[i].title,
		    words_have(&w->it->experience.used, offered->v[i].id));
}

static const struct kept_file *
kept(struct request *r, const struct upload *u, size_t n)
{
	struct kept_file	*k = arena_array(r->arena, struct kept_file,
				    n + 1);
	size_t			 i;

	for (i = 0; i < n; i++) {
		k[i].id = u[i].id;
		k[i].name = u[i].name;
		k[i].size = words_size(r->arena, u[i].size, r->lang);
	}
	return k;
}

static const struct kept_file *
kept_files(struct request *r, const struct item *it)
{
	struct kept_file	*k = arena_array(r->arena, struct kept_file,
				    it->nfiles + 1);
	size_t			 i;

	for (i = 0; i < it->nfiles; i++) {
		k[i].id = it->files[i].id;
		k[i].name = it->files[i].name;
		k[i].size = words_size(r->arena, it->files[i].size, r->lang);
	}
	return k;
}

/* everything that the page asks the database, in one batch */
static enum status
ask(struct request *r, struct writing *w, struct item_form_view *v,
    struct items *offered)
{
	struct item_filter	 f = { .kind = "toolkit",
				    .limit = TOOLKITS_MAX };
	struct upload		*u = NULL;
	int64_t			 people, norgs, members, none;
	size_t			 n;
	enum status		 st;

	if ((st = db_begin(r->db, DB_READ)) != ST_OK)
		return st;
	readers_send(r->db, 0);
	readers_send(r->db, w->org->key);
	item_list_send(r->db, &f);
	if ((st = readers_take(r->db, &people, &norgs)) == ST_OK &&
	    (st = readers_take(r->db, &members, &none)) == ST_OK &&
	    (st = items_take(r->db, r->arena, offered)) == ST_OK &&
	    w->nuploads > 0) {
		st = upload_list(r->db, r->arena, w->uploads, w->nuploads, &u,
		    &n);
		v->nuploads = n;
		v->uploads = kept(r, u, n);
	}
	db_end(r->db);
	v->who.people = (int)people;
	v->who.orgs = (int)norgs;
	v->who.members = (int)members;
	return st;
}

static void
fill(struct request *r, struct writing *w, struct item_form_view *v,
    const struct items *offered)
{
	topics(r, w, &v->topics);
	countries(r, w, &v->countries);
	for_whom(r, w, &v->for_whom);
	languages(r, w, &v->languages);
	orgs(r, w, &v->orgs);
	licences(r, w, &v->licence);
	if (w->it->kind == KIND_EVENT) {
		event_choices(r, w, v);
		moments(r, &w->it->event, v);
		zones(r, w, v);
	} else if (w->it->kind == KIND_EXPERIENCE) {
		outcome(r, w, &v->outcome);
		used(r, w, offered, &v->used);
	}
	v->who.value = audience_word(w->it->audience);
	v->who.error = fault_of(&r->fault, "audience");
	v->who.org = w->org->name;
	v->nfiles = w->it->nfiles;
	v->files = kept_files(r, w->it);
	v->file_max = settings.file_max;
}

static struct page *
page(struct request *r, const struct writing *w)
{
	static const char *const titles[] = { N_("Share a toolkit"),
	    N_("Announce something planned"), N_("Log an experience") };
	struct page	*p;

	p = page_new(r, w->before == NULL ? _(titles[w->it->kind]) :
	    arena_printf(r->arena, "%s: %s", _("Edit"), w->it->title));
	p->no_share = true;
	p->noindex = true;
	p->upload = true;
	p->overlap = true;
	return p;
}

/* beside a form that is filled in as far as a title */
static struct html_safe
near(struct request *r, const struct writing *w)
{
	struct overlap_ask	ask = { .mine = w->it,
				    .uploads = { w->nuploads, w->uploads },
				    .not_same = w->not_same };

	if (*w->it->title == '\0' && w->nuploads == 0)
		return (struct html_safe){ NULL };
	return overlap_panel(r, w->voc, &ask, w->preview);
}

struct reply *
item_form_page(struct request *r, struct writing *w, int code)
{
	struct item_form_view	 v = { 0 };
	struct items		 offered = { 0, NULL };
	struct html		*h;
	enum status		 st;

	if ((st = ask(r, w, &v, &offered)) != ST_OK)
		return problem(r, st);
	v.page = page(r, w);
	v.fault = &r->fault;
	v.csrf = r->actor.csrf;
	v.it = w->it;
	v.is_new = w->before == NULL;
	v.published = !v.is_new && w->before->status == ITEM_PUBLISHED;
	v.rev = v.is_new ? 0 : w->before->rev;
	v.action = v.is_new ? "/items/new" : arena_printf(r->arena,
	    "/items/%s/edit", w->before->id);
	v.conflict = w->conflict;
	if (w->conflict != NULL) {
		v.theirs = changes_between(r, w->voc, w->before, w->it);
		v.theirs.was = _("Stored now");
		v.theirs.is = _("Yours");
	}
	v.preview = w->preview;
	if (w->preview)
		v.body = markdown_html(r->arena, w->it->body);
	fill(r, w, &v, &offered);
	v.also = near(r, w);
	v.not_same = w->not_same;
	h = reply_page(r);
	view_item_form(h, &v);
	return reply_html(r, code, h);
}
