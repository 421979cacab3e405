/*
 * org_edit: what an organisation says of itself, by its admin.
 */
#include "web/check.h"
#include "web/country.h"
#include "web/org.h"
#include "web/page.h"
#include "web/problem.h"

struct org *
org_led(struct request *r, struct reply **fail)
{
	struct org	*o = NULL;
	enum status	 st;

	if ((st = db_begin(r->db, DB_READ)) == ST_OK) {
		org_send(r->db, r->args[0]);
		st = org_take(r->db, r->arena, &o);
		db_end(r->db);
	}
	if (st == ST_OK && request_may(r, MAY_LEAD_ORG, NULL, o->key))
		return o;
	*fail = st != ST_OK ? problem(r, st) : problem_because(r,
	    ST_FORBIDDEN, arena_printf(r->arena, _("Only an administrator of "
	    "%s can do this."), o->name));
	return NULL;
}

static struct reply *
form(struct request *r, const struct org *o, int code)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct org_form_view	 v = { .fault = &r->fault };
	struct html		*h;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	v.page = page_new(r, arena_printf(r->arena, _("Describe %s"),
	    o->name));
	v.page->noindex = true;
	v.action = arena_printf(r->arena, "/orgs/%s/edit", o->slug);
	v.csrf = r->actor.csrf;
	v.name = o->name;
	v.about = o->about;
	v.website = o->website;
	v.contact = o->contact;
	v.countries = country_options(r, voc, o->country, _("No country: it "
	    "works across borders"), &v.ncountries);
	h = reply_page(r);
	view_org_form(h, &v);
	return reply_html(r, code, h);
}

struct reply *
org_edit(struct request *r)
{
	struct reply	*fail;
	struct org	*o = org_led(r, &fail);

	return o == NULL ? fail : form(r, o, 200);
}

static void
check(struct request *r, const struct org *o)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);

	check_text(r, "name", o->name, 1, 200, _("Write its name."));
	check_text(r, "about", o->about, 0, 1000, "");
	check_url(r, "website", o->website, 500);
	check_text(r, "contact", o->contact, 0, 300, "");
	if (*o->country != '\0' && (voc == NULL ||
	    vocabulary_country(voc, o->country) == NULL))
		fault_field(&r->fault, "country",
		    _("Choose a country of the list."));
}

struct reply *
org_edit_post(struct request *r)
{
	struct reply	*fail;
	struct org	*o = org_led(r, &fail);
	enum status	 st;

	if (o == NULL)
		return fail;
	o->name = form_text(r, "name");
	o->country = form_text(r, "country");
	o->about = form_text(r, "about");
	o->website = form_text(r, "website");
	o->contact = form_text(r, "contact");
	check(r, o);
	if (r->fault.status != ST_OK)
		return form(r, o, 422);
	if ((st = db_begin(r->db, DB_WRITE)) == ST_OK &&
	    (st = org_update(r->db, o)) == ST_OK)
		st = db_end(r->db);
	else
		db_rollback(r->db);
	if (st != ST_OK)
		return problem(r, st);
	return reply_redirect(r, arena_printf(r->arena, "/orgs/%s",
	    o->slug));
}
