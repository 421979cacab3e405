/*
 * item_view: see item_view.h.
 */
#include "web/item_view.h"

#include <string.h>

#include "base/extract_reason.h"
#include "base/settings.h"
#include "storage/filetype.h"
#include "views/markdown.h"
#include "views/when.h"
#include "views/words.h"
#include "web/page.h"
#include "web/row.h"

const char *
for_whom_label(const char *word)
{
	static const struct {
		const char *word, *label;
	} labels[] = {
		{ "investigators", N_("Investigators") },
		{ "prosecutors", N_("Prosecutors") },
		{ "judges", N_("Judges") },
		{ "incident-responders", N_("Incident responders") },
		{ "policy-makers", N_("Policy makers") },
		{ "trainers", N_("Trainers") },
		{ "teachers", N_("Teachers") },
		{ "children-and-parents", N_("Children and parents") },
		{ "small-business", N_("Small businesses") },
		{ "critical-infrastructure", N_("Critical infrastructure") },
		{ "public", N_("The public") },
	};
	size_t	i;

	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i].word, word) == 0)
			return _(labels[i].label);
	return word;
}

const char *
event_type_label(enum event_type type)
{
	static const char *const labels[EVENT_TYPE_COUNT] = { N_("Workshop"),
	    N_("Course"), N_("Meeting"), N_("Exercise"), N_("Mission"),
	    N_("Initiative") };

	return _(labels[type]);
}

const char *
licence_label(enum licence licence)
{
	static const char *const labels[LICENCE_COUNT] = {
	    N_("Yes, use and adapt it freely"),
	    N_("Yes, unchanged and with its source named"),
	    N_("Governments may use it"),
	    N_("Ask first"), N_("Not said: ask first") };

	return _(labels[licence]);
}

const char *
certainty_label(enum certainty certainty)
{
	static const char *const labels[CERTAINTY_COUNT] = {
	    N_("An idea so far"), N_("Planned, dates may change"),
	    N_("Confirmed"), N_("Cancelled") };

	return _(labels[certainty]);
}

static const char *
kind_words(struct arena *a, const struct item *it)
{
	static const char *const certain[CERTAINTY_COUNT] = { N_("an idea so "
	    "far"), N_("planned (dates may change)"), N_("confirmed"),
	    N_("cancelled") };

	if (it->kind == KIND_EVENT)
		return arena_printf(a, "%s · %s",
		    event_type_label(it->event.type),
		    _(certain[it->event.certainty]));
	return row_kind_label(kind_word(it->kind));
}

static const char *
url_part(struct arena *a, const char *s)
{
	struct html	 h;
	char		*out;

	buf_init(&h.out, 4096);
	html_url(&h, s);
	out = arena_strdup(a, h.out.len == 0 ? "" : h.out.data);
	buf_free(&h.out);
	return out;
}

const char *
file_path(struct arena *a, const struct file *f)
{
	return arena_printf(a, "/files/%s/%s", f->id, url_part(a, f->name));
}

static const char *
trouble(const struct file *f)
{
	if (f->text == TEXT_PENDING)
		return _("The text inside is being read.");
	if (*f->reason == '\0')
		return NULL;
	return _(extract_reason_sentence(extract_reason_of(f->reason,
	    strlen(f->reason))));
}

static void
files(struct request *r, const struct item *it, struct item_view *v)
{
	struct file_view	*out = arena_array(r->arena, struct file_view,
				    it->nfiles + 1);
	const struct file	*f;
	size_t			 i;

	for (i = 0; i < it->nfiles; i++) {
		f = &it->files[i];
		out[i].name = f->name;
		out[i].type = _(filetype_words(f->media_type));
		out[i].size = words_size(r->arena, f->size, r->lang);
		out[i].slow = words_slow(r->arena, f->size);
		out[i].href = file_path(r->arena, f);
		out[i].trouble = trouble(f);
		if (f->text != TEXT_EXTRACTED)
			continue;
		out[i].text_href = arena_printf(r->arena, "/files/%s/text",
		    f->id);
		out[i].text_size = words_size(r->arena, f->text_size, r->lang);
	}
	v->nfiles = it->nfiles;
	v->files = out;
}

static void
topics(struct request *r, const struct vocabulary *voc, const struct item *it,
    struct item_view *v)
{
	struct label	 *t = arena_array(r->arena, struct label,
			    it->topics.n + 1);
	const char	**w = arena_array(r->arena, const char *,
			    it->for_whom.n + 1);
	size_t		  i;

	for (i = 0; i < it->topics.n; i++) {
		t[i].text = vocabulary_topic_label(voc, it->topics.v[i],
		    r->lang);
		t[i].href = arena_printf(r->arena, "/search?topic=%s",
		    it->topics.v[i]);
	}
	for (i = 0; i < it->for_whom.n; i++)
		w[i] = for_whom_label(it->for_whom.v[i]);
	v->topics = t;
	v->ntopics = it->topics.n;
	v->for_whom = w;
	v->nfor = it->for_whom.n;
}

static const char *
where(struct request *r, const struct vocabulary *voc, const struct event *e)
{
	const char	*country = *e->country == '\0' ? "" :
			    vocabulary_country_label(voc, e->country, r->lang);

	if (*e->place == '\0' || *country == '\0')
		return *e->place == '\0' ? country : e->place;
	return arena_printf(r->arena, "%s, %s", e->place, country);
}

static void
event(struct request *r, const struct vocabulary *voc, const struct item *it,
    struct item_view *v)
{
	const struct event	*e = &it->event;
	char			 stamp[CLOCK_TEXT];

	v->where = where(r, voc, e);
	v->cancelled = e->certainty == CERTAINTY_CANCELLED;
	v->over = e->has_start && e->end_utc < clock_now();
	v->show_online = r->actor.person != 0 ||
	    it->audience == AUDIENCE_PUBLIC;
	v->when = e->has_start ? when_event(r->arena, e, r->lang) :
	    _("Not known yet");
	v->cancelled_on = when_stamp(r->arena, e->cancelled_at,
	    r->actor.timezone, r->lang);
	v->datetime = "";
	if (!e->has_start)
		return;
	if (e->precision == PRECISION_TIME) {
		clock_rfc3339(e->start_utc, stamp);
		v->datetime = arena_strdup(r->arena, stamp);
		v->when = arena_printf(r->arena, "%s %s", v->when,
		    when_zone(r->arena, e->timezone, r->lang));
		v->when_utc = arena_printf(r->arena, "%s %s",
		    when_event_in(r->arena, e, r->actor.timezone, r->lang),
		    when_zone(r->arena, r->actor.timezone, r->lang));
	} else {
		v->datetime = arena_printf(r->arena,
		    e->precision == PRECISION_DAY ? "%04d-%02d-%02d" :
		    "%04d-%02d", e->start.year, e->start.month, e->start.day);
	}
	if (e->precision != PRECISION_MONTH) {
		v->day = arena_printf(r->arena, "%d", e->start.day);
		v->month = when_month_short(e->start.month, r->lang);
		v->date = arena_printf(r->arena, "%04d-%02d-%02d",
		    e->start.year, e->start.month, e->start.day);
	}
	if (e->precision != PRECISION_MONTH && it->status == ITEM_PUBLISHED &&
	    e->certainty != CERTAINTY_IDEA)
		v->ics_href = arena_printf(r->arena, "/items/%s.ics", it->id);
}

static const char *
period(struct request *r, const struct experience *x)
{
	struct local	from, to;

	if (!clock_parse_local(x->period_start, &from))
		return NULL;
	if (!clock_parse_local(x->period_end, &to))
		return arena_printf(r->arena, _("since %s"),
		    when_month(r->arena, &from, r->lang));
	return arena_printf(r->arena, _("%s to %s"),
	    when_month(r->arena, &from, r->lang),
	    when_month(r->arena, &to, r->lang));
}

static void
owner(struct request *r, const struct item *it, struct item_view *v)
{
	v->may_edit = request_may(r, MAY_EDIT, it, 0);
	v->may_withdraw = request_may(r, MAY_WITHDRAW, it, 0);
	v->may_restore = request_may(r, MAY_RESTORE, it, 0);
	v->has_working_copy = it->has_working_copy;
	v->edit_href = arena_printf(r->arena, "/items/%s/edit", it->id);
	v->withdraw_href = arena_printf(r->arena, "/items/%s/withdraw",
	    it->id);
	v->versions_href = arena_printf(r->arena, "/items/%s/versions",
	    it->id);
	v->log_href = arena_printf(r->arena, "/items/new?kind=experience&used="
	    "%s", it->id);
	v->csrf = r->actor.csrf;
}

static void
withdrawn(struct request *r, const struct item *it, struct item_view *v)
{
	v->withdrawn_on = when_stamp(r->arena, it->withdrawn,
	    r->actor.timezone, r->lang);
	if (*it->replaced_by != '\0')
		v->replacement_href = arena_printf(r->arena, "/items/%s",
		    it->replaced_by);
}

static void
page(struct request *r, const struct item *it, struct item_view *v)
{
	struct page	*p = page_new(r, it->title);
	const char	*path = item_path(r->arena, it);

	p->canonical = request_url(r, path);
	p->description = *it->summary ? it->summary : NULL;
	p->noindex = it->audience != AUDIENCE_PUBLIC ||
	    it->status != ITEM_PUBLISHED;
	p->nav = it->kind == KIND_TOOLKIT ? "toolkits" :
	    it->kind == KIND_EVENT ? "calendar" : "experiences";
	v->page = p;
	v->address = p->canonical;
}

void
item_view_fill(struct request *r, const struct vocabulary *voc,
    const struct item *it, struct item_view *v)
{
	struct arena	*a = r->arena;

	memset(v, 0, sizeof(*v));
	v->it = it;
	page(r, it, v);
	v->body = markdown_html(a, it->body);
	v->kind_words = kind_words(a, it);
	v->org_href = arena_printf(a, "/orgs/%s", it->org_slug);
	v->countries = item_countries(a, voc, it, r->lang);
	v->language = language_label(it->language);
	v->updated = arena_printf(a, _("updated %s (version %d)"),
	    when_stamp(a, it->updated, r->actor.timezone, r->lang),
	    it->version);
	v->tlp = arena_printf(a, "TLP:%s", audience_tlp(it->audience));
	v->licence = licence_label(it->licence);
	v->cite = arena_printf(a, "%s. %s. %s. %s", it->org_name, it->title,
	    when_stamp(a, it->updated, "UTC", r->lang), v->address);
	files(r, it, v);
	topics(r, voc, it, v);
	owner(r, it, v);
	if (it->kind == KIND_EVENT)
		event(r, voc, it, v);
	if (it->kind == KIND_EXPERIENCE)
		v->period = period(r, &it->experience);
	if (it->status == ITEM_WITHDRAWN)
		withdrawn(r, it, v);
}
