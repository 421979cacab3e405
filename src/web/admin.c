/*
 * admin: see admin.h. One form for each thing; `do` says which, and the table
 * at the end what that is.
 */
#include "web/admin.h"

#include "storage/standing.h"
#include "storage/invitation.h"
#include "storage/join.h"
#include "storage/org.h"
#include "storage/person.h"
#include "storage/vocabulary.h"
#include "web/check.h"
#include "web/confirm.h"
#include "web/problem.h"

static const char *
link_of(struct request *r, const char *token)
{
	return request_url(r, arena_printf(r->arena, "/invitations/%s",
	    token));
}

static void
invited(struct request *r, const char *email, const char *token,
    struct admin_news *news)
{
	if (token != NULL) {
		news->link = link_of(r, token);
		news->done = arena_printf(r->arena, _("The link for %s is "
		    "ready."), email);
	} else {
		news->done = arena_printf(r->arena, _("%s has an account "
		    "already and is in the organisation now. No link is "
		    "needed."), email);
	}
}

static void
check_org(struct request *r, const struct org *o)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	const char		*s;

	check_text(r, "name", o->name, 1, 200, _("Write its name."));
	if (*o->country != '\0' && (voc == NULL ||
	    vocabulary_country(voc, o->country) == NULL))
		fault_field(&r->fault, "country",
		    _("Choose a country of the list."));
	if (o->slug == NULL)
		return;
	for (s = o->slug; (*s >= 'a' && *s <= 'z') || (*s >= '0' &&
	    *s <= '9') || (*s == '-' && s > o->slug); s++)
		;
	if (*s != '\0' || s - o->slug < 2 || s - o->slug > 60)
		fault_field(&r->fault, "slug", _("Use small letters, digits "
		    "and hyphens, from 2 to 60 of them."));
}

/* an organisation whose name leaves nothing for an address, or a taken one */
static enum status
insert_org(struct request *r, struct org *o)
{
	enum status	st = org_insert(r->db, r->arena, o);

	if (st == ST_CONFLICT)
		fault_field(&r->fault, "slug", _("Another organisation has "
		    "this short name. Write a different one."));
	else if (st == ST_INVALID)
		fault_field(&r->fault, "slug", _("Write a short name for its "
		    "addresses."));
	return r->fault.status != ST_OK ? ST_INVALID : st;
}

static enum status
add(struct request *r, struct admin_news *news)
{
	const char	*email = form_text(r, "email"), *token;
	const char	*slug = form_text(r, "slug");
	struct org	 o = { .slug = *slug == '\0' ? NULL : slug };
	enum status	 st;

	o.name = form_text(r, "name");
	o.country = form_text(r, "country");
	check_org(r, &o);
	if (*email != '\0')
		check_email(r, "email", email);
	if (r->fault.status != ST_OK)
		return ST_INVALID;
	if ((st = insert_org(r, &o)) != ST_OK)
		return st;
	news->done = arena_printf(r->arena, _("%s is there."), o.name);
	if (*email == '\0')
		return ST_OK;
	st = invitation_add(r->db, r->arena, o.key, 0, email, "", "admin",
	    &token);
	if (st == ST_OK)
		invited(r, email, token, news);
	return st;
}

static enum status
chosen_org(struct request *r, struct org *o)
{
	struct org	*found;
	enum status	 st;

	org_send(r->db, o->slug);
	if ((st = org_take(r->db, r->arena, &found)) == ST_OK)
		*o = *found;
	return st;
}

static enum status
accept_request(struct request *r, struct admin_news *news)
{
	const char		*slug = form_text(r, "org"), *token;
	struct org		 o = { .slug = *slug == '\0' ? NULL : slug };
	struct join_request	 q;
	enum status		 st;

	if ((st = join_get(r->db, r->arena, form_text(r, "id"), &q)) != ST_OK)
		return st;
	o.name = q.org;
	o.country = q.country;
	if (*slug == '\0')
		st = insert_org(r, &o);
	else
		st = chosen_org(r, &o);
	if (st != ST_OK)
		return st;
	if ((st = join_decide(r->db, q.id, true)) != ST_OK)
		return st;
	st = invitation_add(r->db, r->arena, o.key, 0, q.email, q.name,
	    *slug == '\0' ? "admin" : "contributor", &token);
	if (st == ST_CONFLICT) {
		r->fault.status = ST_INVALID;
		r->fault.detail = _("This person is in the organisation "
		    "already.");
		return ST_INVALID;
	}
	if (st == ST_OK)
		invited(r, q.email, token, news);
	return st;
}

static enum status
decline(struct request *r, struct admin_news *news)
{
	news->done = _("The request is declined. Nobody is told.");
	return join_decide(r->db, form_text(r, "id"), false);
}

static enum status
suspend(struct request *r, struct admin_news *news)
{
	news->done = _("It is suspended: its people act for it no more.");
	return org_suspend(r->db, form_text(r, "slug"), true);
}

static enum status
resume(struct request *r, struct admin_news *news)
{
	news->done = _("Its people can act for it again.");
	return org_suspend(r->db, form_text(r, "slug"), false);
}

static enum status
new_link(struct request *r, struct admin_news *news)
{
	const char	*email = form_text(r, "email"), *token;
	int64_t		 person;
	enum status	 st;

	if ((st = person_find(r->db, email, &person)) != ST_OK)
		return st;
	st = invitation_add(r->db, r->arena, 0, person, email, "", "",
	    &token);
	if (st == ST_OK)
		invited(r, email, token, news);
	return st;
}

static enum status
close_account(struct request *r, struct admin_news *news)
{
	news->done = _("The account is closed and signed out everywhere.");
	return person_disable(r->db, form_text(r, "email"), true);
}

static enum status
open_account(struct request *r, struct admin_news *news)
{
	news->done = _("The account is open again.");
	return person_disable(r->db, form_text(r, "email"), false);
}

static enum status
load_sample(struct request *r, struct admin_news *news)
{
	news->done = _("The sample library is on its way.");
	return sample_ask(r->db, true);
}

static enum status
remove_sample(struct request *r, struct admin_news *news)
{
	news->done = _("The sample library is being removed.");
	return sample_ask(r->db, false);
}

static const struct deed {
	const char	*what;
	enum status	(*run)(struct request *, struct admin_news *);
	bool		 opens;		/* gives somebody rights */
} deeds[] = {
	{ "accept", accept_request, true },
	{ "add", add, true },
	{ "close", close_account, false },
	{ "decline", decline, false },
	{ "link", new_link, true },
	{ "open", open_account, true },
	{ "resume", resume, true },
	{ "sample-load", load_sample, false },
	{ "sample-remove", remove_sample, false },
	{ "suspend", suspend, false },
};

static const struct deed *
deed_of(const char *what)
{
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strcmp(deeds[i].what, what) == 0)
			return &deeds[i];
	return NULL;
}

/* the page is not there for anybody else */
static bool
is_admin(struct request *r)
{
	return request_may(r, MAY_ADMINISTER, NULL, 0);
}

struct reply *
admin_show(struct request *r)
{
	struct admin_news	news = { 0 };

	return is_admin(r) ? admin_page(r, 200, &news) :
	    problem(r, ST_NOT_FOUND);
}

struct reply *
admin_post(struct request *r)
{
	struct admin_news	 news = { 0 };
	const struct deed	*d = deed_of(form_text(r, "do"));
	struct reply		*asked;
	enum status		 st;

	if (!is_admin(r))
		return problem(r, ST_NOT_FOUND);
	if (d == NULL)
		return problem(r, ST_MALFORMED);
	if (d->opens && (asked = confirm(r, _("You are about to give somebody "
	    "rights."))) != NULL)
		return asked;
	/* before the unit of work: it may have to be read */
	if (vocabulary_get(r->db) == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = db_begin(r->db, DB_WRITE)) == ST_OK &&
	    (st = d->run(r, &news)) == ST_OK)
		st = db_end(r->db);
	else
		db_rollback(r->db);
	if (st == ST_INVALID && r->fault.status == ST_INVALID) {
		news.done = news.link = NULL;
		return admin_page(r, 422, &news);
	}
	return st != ST_OK ? problem(r, st) : admin_page(r, 200, &news);
}
