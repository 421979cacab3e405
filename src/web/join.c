/*
 * join: see join.h.
 */
#include "web/join.h"

#include "storage/join.h"
#include "views/join.h"
#include "web/check.h"
#include "web/country.h"
#include "web/login.h"
#include "web/page.h"
#include "web/problem.h"

static struct reply *
form(struct request *r, int code)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct join_view	 v = { .fault = &r->fault };
	struct html		*h;
	struct reply		*reply;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	h = reply_page(r);
	v.page = page_new(r, _("Ask to join"));
	if (r->actor.kind == ACTOR_SESSION)
		v.csrf = r->actor.csrf;
	v.name = form_text(r, "name");
	v.email = form_text(r, "email");
	v.org = form_text(r, "org");
	v.message = form_text(r, "message");
	v.countries = country_options(r, voc, form_text(r, "country"),
	    _("Choose, or leave open"), &v.ncountries);
	view_join(h, &v);
	reply = reply_html(r, code, h);
	reply_wait(r, reply);
	return reply;
}

struct reply *
join_form(struct request *r)
{
	return form(r, 200);
}

static void
check(struct request *r, const struct join_request *q)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);

	check_text(r, "name", q->name, 1, 200, _("Write your name."));
	check_email(r, "email", q->email);
	check_text(r, "org", q->org, 1, 200,
	    _("Write the name of your organisation."));
	check_text(r, "message", q->message, 0, 2000, "");
	if (*q->country != '\0' && voc != NULL &&
	    vocabulary_country(voc, q->country) == NULL)
		fault_field(&r->fault, "country",
		    _("Choose a country of the list."));
}

struct reply *
join_send(struct request *r)
{
	struct join_request	 q = { .id = "" };
	struct throttle		 t;
	struct html		*h;
	struct page		*page;
	enum status		 st;
	int			 wait;

	q.name = form_text(r, "name");
	q.email = form_text(r, "email");
	q.org = form_text(r, "org");
	q.country = form_text(r, "country");
	q.message = form_text(r, "message");
	check(r, &q);
	if (r->fault.status != ST_OK)
		return form(r, 422);
	throttle_keys(&t, "", r->address);
	st = join_ask(r->db, &t, &q, &wait);
	if (st == ST_THROTTLED) {
		fault_set(&r->fault, ST_THROTTLED, login_wait(r, wait));
		return form(r, 429);
	}
	if (st != ST_OK)
		return problem(r, st);
	h = reply_page(r);
	page = page_new(r, _("Thank you"));
	page->path = "/join";
	view_joined(h, page);
	return reply_html(r, 200, h);
}
