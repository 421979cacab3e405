/*
 * item_fields: from the fields of a form to an item. Nothing that was typed
 * is dropped: what can't be read becomes a fault at its field.
 */
#include <string.h>

#include "search/language.h"
#include "web/item_form.h"
#include "web/overlap.h"
#include "web/row.h"

static struct words
words_of(struct request *r, const char *name, size_t max)
{
	struct words	 w = { 0, arena_array(r->arena, const char *, max + 1) };
	const char	*v;
	size_t		 i;

	for (i = 0; w.n < max &&
	    (v = query_nth(&r->form.fields, name, i)) != NULL; i++)
		if (*v != '\0')
			w.v[w.n++] = v;
	return w;
}

/* a word of a vocabulary; the preset stays for a missing field */
static int
pick(struct request *r, const char *name, int (*of)(const char *), int now)
{
	const char	*v = query_get(&r->form.fields, name);
	int		 i = v == NULL ? now : of(v);

	if (i < 0)
		fault_field(&r->fault, name, _("Choose one of these."));
	return i < 0 ? now : i;
}

static void
links(struct request *r, struct item *it)
{
	const char	*url, *title;
	size_t		 i;

	it->links = arena_array(r->arena, struct link, LINKS_MAX + 1);
	it->nlinks = 0;
	for (i = 0; i < LINKS_MAX && (url = query_nth(&r->form.fields,
	    "link_url", i)) != NULL; i++) {
		if (*url == '\0')
			continue;
		title = query_nth(&r->form.fields, "link_title", i);
		it->links[it->nlinks].url = url;
		it->links[it->nlinks++].title = title == NULL ? "" : title;
	}
}

/* day and time of two fields; time only where the precision asks for it */
static void
moment(struct request *r, struct event *e, const char *day_name,
    const char *time_name, bool *has, struct local *out)
{
	const char	*day = form_text(r, day_name);
	const char	*at = form_text(r, time_name);

	*has = false;
	if (*day == '\0')
		return;
	if (e->precision == PRECISION_TIME && *at != '\0')
		day = arena_printf(r->arena, "%sT%s", day, at);
	*has = clock_parse_local(day, out);
	if (!*has)
		fault_field(&r->fault, day_name, _("We can't read this day "
		    "or time. Write it as 2027-03-10 and 09:00."));
}

static void
zone(struct request *r, struct writing *w)
{
	struct event		*e = &w->it->event;
	const struct country	*c;

	e->timezone = form_text(r, "timezone");
	if (*e->timezone != '\0')
		return;
	c = vocabulary_country(w->voc, e->country);
	e->timezone = c != NULL ? c->zone : r->actor.timezone;
}

static void
event(struct request *r, struct writing *w)
{
	struct event	*e = &w->it->event;
	const char	*month = form_text(r, "month");

	e->type = (enum event_type)pick(r, "type", event_type_of, e->type);
	e->certainty = (enum certainty)pick(r, "certainty", certainty_of,
	    e->certainty);
	e->precision = (enum precision)pick(r, "precision", precision_of,
	    e->precision);
	e->country = form_text(r, "country");
	e->place = form_text(r, "place");
	e->online_url = form_text(r, "online_url");
	e->registration_url = form_text(r, "registration_url");
	e->cancelled_why = form_text(r, "cancelled_why");
	zone(r, w);
	moment(r, e, "start", "start_time", &e->has_start, &e->start);
	moment(r, e, "end", "end_time", &e->has_end, &e->end);
	if (e->precision == PRECISION_MONTH && *month != '\0') {
		e->has_end = false;
		e->has_start = clock_parse_local(arena_printf(r->arena,
		    "%s-01", month), &e->start);
		if (!e->has_start)
			fault_field(&r->fault, "month", _("We can't read this "
			    "month. Write it as 2027-03."));
	}
	if (*e->country != '\0' &&
	    vocabulary_country(w->voc, e->country) == NULL) {
		fault_field(&r->fault, "country", _("Choose a country of the "
		    "list."));
		e->country = "";
	}
	event_derive(e);
}

static void
experience(struct request *r, struct item *it)
{
	struct experience	*x = &it->experience;
	const char		*v = query_get(&r->form.fields, "outcome");
	struct local		 l;

	x->used = words_of(r, "used", 20);
	x->used_other = form_text(r, "used_other");
	x->evidence = form_text(r, "evidence");
	x->lesson = form_text(r, "lesson");
	x->outcome = v == NULL || *v == '\0' || outcome_of(v) < 0 ?
	    OUTCOME_NONE : (enum outcome)outcome_of(v);
	x->period_start = form_text(r, "period_start");
	x->period_end = form_text(r, "period_end");
	if (*x->period_start != '\0' && !clock_parse_local(x->period_start,
	    &l)) {
		fault_field(&r->fault, "period_start", _("We can't read this "
		    "day. Write it as 2027-03-10."));
		x->period_start = "";
	}
	if (*x->period_end != '\0' && !clock_parse_local(x->period_end, &l)) {
		fault_field(&r->fault, "period_end", _("We can't read this "
		    "day. Write it as 2027-03-10."));
		x->period_end = "";
	}
}

/* countries and topics that we do not have are said at their field */
static void
known(struct request *r, struct writing *w)
{
	size_t	i;

	for (i = 0; i < w->it->countries.n; i++)
		if (vocabulary_country(w->voc, w->it->countries.v[i]) == NULL)
			fault_field(&r->fault, "countries", _("Choose "
			    "countries of the list."));
	for (i = 0; i < w->it->topics.n; i++)
		if (vocabulary_topic(w->voc, w->it->topics.v[i]) == NULL)
			fault_field(&r->fault, "topic", _("Choose topics of "
			    "the list."));
}

/* the name of the first file without its ending */
static const char *
title_of_file(struct request *r, const struct writing *w)
{
	struct upload	*u;
	char		*name, *dot;
	size_t		 n = 0;

	if (w->nuploads == 0 || db_begin(r->db, DB_READ) != ST_OK)
		return "";
	upload_list(r->db, r->arena, w->uploads, w->nuploads, &u, &n);
	db_end(r->db);
	if (n == 0)
		return "";
	name = arena_strdup(r->arena, u[0].name);
	if ((dot = strrchr(name, '.')) != NULL && dot != name)
		*dot = '\0';
	for (dot = name; *dot != '\0'; dot++)
		if (*dot == '_')
			*dot = ' ';
	return name;
}

static const char *
title_of_experience(struct request *r, struct writing *w)
{
	static const char *const began[] = { N_("What worked"),
	    N_("What worked in part"), N_("What did not work"),
	    N_("A first report") };
	const struct experience	*x = &w->it->experience;
	const char		*what = x->used_other;

	if (x->outcome == OUTCOME_NONE)
		return "";
	if (*what == '\0')
		what = *form_text(r, "used_title") ? form_text(r,
		    "used_title") : item_countries(r->arena, w->voc, w->it,
		    r->lang);
	return arena_printf(r->arena, "%s: %.200s", _(began[x->outcome]),
	    what);
}

/* what the form leaves out and we can tell */
static void
propose(struct request *r, struct writing *w)
{
	struct item	*it = w->it;

	if (*it->title == '\0' && it->kind == KIND_TOOLKIT)
		it->title = title_of_file(r, w);
	if (*it->title == '\0' && it->kind == KIND_EXPERIENCE)
		it->title = title_of_experience(r, w);
	if (*it->language == '\0')
		it->language = language_of(r->arena, arena_printf(r->arena,
		    "%s. %s. %s. %s", it->title, it->summary, it->body,
		    it->experience.lesson), r->lang);
}

/* what was said not to be the same, by the button pressed last too */
static void
not_same(struct request *r, struct writing *w)
{
	static const char	 button[] = "not-same-";
	const char		*pressed = form_text(r, "do");

	w->not_same = overlap_list(r, &r->form.fields, "not_same",
	    NOT_SAME_MAX);
	if (strncmp(pressed, button, strlen(button)) != 0)
		return;
	pressed += strlen(button);
	w->preview = true;
	if (digest_is_public_id(pressed) && w->not_same.n < NOT_SAME_MAX)
		w->not_same.v[w->not_same.n++] = pressed;
}

void
item_fields_read(struct request *r, struct writing *w)
{
	struct item	*it = w->it;

	it->title = form_text(r, "title");
	it->summary = form_text(r, "summary");
	it->body = form_text(r, "body");
	it->language = form_text(r, "language");
	it->contact = form_text(r, "contact");
	it->note = form_text(r, "note");
	it->countries = words_of(r, "countries", COUNTRIES_MAX + 1);
	it->topics = words_of(r, "topic", TOPICS_MAX + 1);
	it->for_whom = words_of(r, "for", 12);
	it->audience = (enum audience)pick(r, "audience", audience_of,
	    it->audience);
	links(r, it);
	if (it->kind == KIND_TOOLKIT) {
		it->source = form_text(r, "source");
		it->licence = (enum licence)pick(r, "licence", licence_of,
		    it->licence);
	} else if (it->kind == KIND_EVENT) {
		event(r, w);
	} else {
		experience(r, it);
	}
	known(r, w);
	propose(r, w);
	w->rev = (int)strtol(form_text(r, "rev"), NULL, 10);
	w->preview = strcmp(form_text(r, "do"), "preview") == 0;
	not_same(r, w);
}
