/*
 * admin_page: the page of platform administrators, put together.
 */
#include "storage/standing.h"
#include "storage/join.h"
#include "storage/org.h"
#include "storage/person.h"
#include "views/admin.h"
#include "views/when.h"
#include "web/admin.h"
#include "web/country.h"
#include "web/page.h"
#include "web/problem.h"

#define LATE	300	/* seconds a job may wait before we say so */

struct loaded {
	struct standing		 health;
	struct join_request	*requests;
	struct org		*orgs;
	struct person		*people;
	size_t			 nrequests, norgs, npeople;
};

static enum status
load(struct request *r, struct loaded *l)
{
	struct db	*db = r->db;
	enum status	 st;

	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	standing_send(db);
	join_list_send(db);
	org_list_send(db, NULL, true);
	person_list_send(db);
	if ((st = standing_take(db, &l->health)) == ST_OK &&
	    (st = join_list_take(db, r->arena, &l->requests,
	    &l->nrequests)) == ST_OK &&
	    (st = org_list_take(db, r->arena, &l->orgs, &l->norgs)) == ST_OK)
		st = person_list_take(db, r->arena, &l->people, &l->npeople);
	db_end(db);
	return st;
}

static void
health(struct request *r, const struct standing *k, struct admin_view *v)
{
	const char	**s = arena_array(r->arena, const char *, 4);
	int64_t		 behind = k->last_change - k->indexed;
	size_t		 n = 0;

	v->well = behind <= 0 && k->failed == 0 && k->oldest < LATE;
	s[n++] = behind <= 0 ? _("Search is up to date.") :
	    arena_printf(r->arena, _n("Search is %d change behind.",
	    "Search is %d changes behind.", behind), (int)behind);
	s[n++] = k->jobs == 0 ? _("Every file has been read.") :
	    arena_printf(r->arena, _n("%d piece of work waits.",
	    "%d pieces of work wait.", k->jobs), (int)k->jobs);
	if (k->oldest >= LATE)
		s[n++] = _("Work waits for more than five minutes: is the "
		    "worker running?");
	if (k->failed > 0)
		s[n++] = arena_printf(r->arena, _n("%d piece of work did not "
		    "succeed and is tried again.", "%d pieces of work did not "
		    "succeed and are tried again.", k->failed),
		    (int)k->failed);
	v->health = s;
	v->nhealth = n;
}

static void
requests(struct request *r, const struct vocabulary *voc,
    const struct loaded *l, struct admin_view *v)
{
	struct request_line		*q;
	const struct join_request	*j;

	q = arena_array(r->arena, struct request_line, l->nrequests + 1);
	for (size_t i = 0; i < l->nrequests; i++) {
		j = &l->requests[i];
		q[i].id = j->id;
		q[i].name = j->name;
		q[i].email = j->email;
		q[i].org = j->org;
		q[i].country = *j->country == '\0' ? NULL :
		    vocabulary_country_label(voc, j->country, r->lang);
		q[i].message = j->message;
		q[i].date = when_stamp(r->arena, j->created,
		    r->actor.timezone, r->lang);
	}
	v->requests = q;
	v->nrequests = l->nrequests;
}

static void
orgs(struct request *r, const struct loaded *l, struct admin_view *v)
{
	struct admin_org_line	*o;
	struct option		*c;

	o = arena_array(r->arena, struct admin_org_line, l->norgs + 1);
	c = arena_array(r->arena, struct option, l->norgs + 1);
	c[0].value = "";
	c[0].label = _("A new organisation, as written");
	v->norg_options = 1;
	for (size_t i = 0; i < l->norgs; i++) {
		o[i].slug = l->orgs[i].slug;
		o[i].name = l->orgs[i].name;
		o[i].suspended = l->orgs[i].suspended;
		o[i].people = arena_printf(r->arena, _n("%d person",
		    "%d people", l->orgs[i].people), l->orgs[i].people);
		o[i].people_href = arena_printf(r->arena, "/orgs/%s/people",
		    l->orgs[i].slug);
		if (l->orgs[i].suspended)
			continue;
		c[v->norg_options].value = l->orgs[i].slug;
		c[v->norg_options++].label = l->orgs[i].name;
	}
	v->orgs = o;
	v->norgs = l->norgs;
	v->org_options = c;
}

static void
people(struct request *r, const struct loaded *l, struct admin_view *v)
{
	struct admin_person_line	*p;

	p = arena_array(r->arena, struct admin_person_line, l->npeople + 1);
	for (size_t i = 0; i < l->npeople; i++) {
		p[i].name = l->people[i].name;
		p[i].email = l->people[i].email;
		p[i].orgs = l->people[i].orgs;
		p[i].closed = l->people[i].disabled;
		p[i].administers = l->people[i].platform_admin;
		p[i].self = l->people[i].key == r->actor.person;
	}
	v->people = p;
	v->npeople = l->npeople;
}

static void
sample(struct request *r, const struct standing *k, struct admin_view *v)
{
	v->sample_there = k->samples > 0;
	v->sample_busy = k->sample_job;
	if (k->sample_job)
		v->sample = _("Under way. Open this page again in a moment.");
	else if (k->samples > 0)
		v->sample = arena_printf(r->arena, _n("%d invented item is "
		    "there to try things with.", "%d invented items are there "
		    "to try things with.", k->samples), (int)k->samples);
	else
		v->sample = _("It is not loaded. It brings invented items of "
		    "invented organisations, to try things with.");
}

struct reply *
admin_page(struct request *r, int code, const struct admin_news *news)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct admin_view	 v = { .fault = &r->fault };
	struct loaded		 l = { 0 };
	struct html		*h;
	struct reply		*reply;
	enum status		 st;
	bool			 again = code == 422;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = load(r, &l)) != ST_OK)
		return problem(r, st);
	v.page = page_new(r, _("Administration"));
	v.page->nav = "admin";
	v.page->noindex = true;
	v.page->path = "/admin";
	v.csrf = r->actor.csrf;
	v.done = news->done;
	v.link = news->link;
	health(r, &l.health, &v);
	requests(r, voc, &l, &v);
	orgs(r, &l, &v);
	people(r, &l, &v);
	sample(r, &l.health, &v);
	v.name = again ? form_text(r, "name") : "";
	v.slug = again ? form_text(r, "slug") : "";
	v.email = again ? form_text(r, "email") : "";
	v.countries = country_options(r, voc, again ?
	    form_text(r, "country") : "", _("No country: it works across "
	    "borders"), &v.ncountries);
	h = reply_page(r);
	view_admin(h, &v);
	reply = reply_html(r, code, h);
	reply_header(r, reply, "cache-control", "no-store");
	return reply;
}
