/*
 * org_people: members of an organisation and links for new ones, by its admin.
 * One address, one form for each thing; `do` says which.
 */
#include "storage/invitation.h"
#include "storage/person.h"
#include "views/when.h"
#include "web/check.h"
#include "web/confirm.h"
#include "web/org.h"
#include "web/page.h"
#include "web/problem.h"

/* what just happened, for the page after a POST */
struct told {
	const char	*done, *link;
};

static const char *
what_role(const char *role)
{
	switch (role_of(role)) {
	case ROLE_ADMIN:
		return _("Administers");
	case ROLE_CONTRIBUTOR:
		return _("Reads and shares");
	default:
		return _("Reads");
	}
}

/* see may_reset() of the database, which decides */
static void
members(struct request *r, const struct person *p, size_t n,
    struct org_people_view *v)
{
	struct member_line	*m = arena_array(r->arena, struct member_line,
				    n + 1);

	for (size_t i = 0; i < n; i++) {
		m[i].name = p[i].name;
		m[i].email = p[i].email;
		m[i].role = p[i].role;
		m[i].role_word = what_role(p[i].role);
		m[i].closed = p[i].disabled;
		m[i].may_reset = !p[i].disabled && p[i].key != r->actor.person;
	}
	v->members = m;
	v->nmembers = n;
}

static void
invited(struct request *r, const struct invitation *inv, size_t n,
    struct org_people_view *v)
{
	struct invited_line	*l = arena_array(r->arena, struct invited_line,
				    n + 1);

	for (size_t i = 0; i < n; i++) {
		l[i].id = inv[i].id;
		l[i].email = inv[i].email;
		l[i].what = inv[i].again ? _("A new password") :
		    what_role(inv[i].role);
		l[i].until = when_moment(r->arena, inv[i].expires,
		    r->actor.timezone, r->lang);
	}
	v->invited = l;
	v->ninvited = n;
}

static struct reply *
show(struct request *r, const struct org *o, int code,
    const struct told *out)
{
	struct org_people_view	 v = { .fault = &r->fault };
	struct invitation	*inv;
	struct person		*p;
	struct html		*h;
	struct reply		*reply;
	enum status		 st;
	size_t			 np, ni;

	if ((st = db_begin(r->db, DB_READ)) != ST_OK)
		return problem(r, st);
	member_list_send(r->db, o->key);
	invitation_list_send(r->db, o->key);
	if ((st = person_list_take(r->db, r->arena, &p, &np)) == ST_OK)
		st = invitation_list_take(r->db, r->arena, &inv, &ni);
	db_end(r->db);
	if (st != ST_OK)
		return problem(r, st);
	v.page = page_new(r, arena_printf(r->arena, _("People of %s"),
	    o->name));
	v.page->noindex = true;
	v.page->path = v.action = arena_printf(r->arena, "/orgs/%s/people",
	    o->slug);
	v.org = o->name;
	v.csrf = r->actor.csrf;
	v.done = out->done;
	v.link = out->link;
	members(r, p, np, &v);
	invited(r, inv, ni, &v);
	v.name = code == 422 ? form_text(r, "name") : "";
	v.email = code == 422 ? form_text(r, "email") : "";
	v.role = code == 422 && role_of(form_text(r, "role")) > 0 ?
	    form_text(r, "role") : "contributor";
	h = reply_page(r);
	view_org_people(h, &v);
	reply = reply_html(r, code, h);
	reply_header(r, reply, "cache-control", "no-store");
	return reply;
}

struct reply *
org_people(struct request *r)
{
	struct told	 out = { 0 };
	struct reply	*fail;
	struct org	*o = org_led(r, &fail);

	return o == NULL ? fail : show(r, o, 200, &out);
}

static enum status
wrong(struct request *r, const char *sentence)
{
	return fault_set(&r->fault, ST_INVALID, sentence);
}

static const char *
link_of(struct request *r, const char *token)
{
	return request_url(r, arena_printf(r->arena, "/invitations/%s",
	    token));
}

static enum status
invite(struct request *r, const struct org *o, struct told *out)
{
	const char	*email = form_text(r, "email"), *token;
	const char	*name = form_text(r, "name");
	const char	*role = form_text(r, "role");
	enum status	 st;

	check_email(r, "email", email);
	check_text(r, "name", name, 0, 200, "");
	if (role_of(role) <= 0)
		fault_field(&r->fault, "role", _("Choose a role."));
	if (r->fault.status != ST_OK)
		return r->fault.status;
	st = invitation_add(r->db, r->arena, o->key, 0, email, name, role,
	    &token);
	if (st == ST_CONFLICT)
		return wrong(r, _("This person is in your organisation "
		    "already."));
	if (st == ST_OK && token != NULL) {
		out->link = link_of(r, token);
		out->done = arena_printf(r->arena, _("The link for %s is "
		    "ready."), email);
	} else if (st == ST_OK) {
		out->done = arena_printf(r->arena, _("%s has an account "
		    "already and is in your organisation now. No link is "
		    "needed."), email);
	}
	return st;
}

static enum status
new_link(struct request *r, const struct org *o, struct told *out)
{
	const char	*email = form_text(r, "email"), *token;
	int64_t		 person;
	enum status	 st;

	if ((st = person_find(r->db, email, &person)) != ST_OK)
		return st;
	st = invitation_add(r->db, r->arena, o->key, person, email, "", "",
	    &token);
	if (st == ST_FORBIDDEN)
		return wrong(r, _("This person belongs to other organisations "
		    "too. An administrator of the platform makes the "
		    "link."));
	if (st == ST_OK) {
		out->link = link_of(r, token);
		out->done = arena_printf(r->arena, _("The link for %s is "
		    "ready. The old password works until it is used."),
		    email);
	}
	return st;
}

static enum status
change(struct request *r, const struct org *o, struct told *out)
{
	const char	*what = form_text(r, "do");
	const char	*email = form_text(r, "email");
	const char	*role = form_text(r, "role");
	enum status	 st;

	if (strcmp(what, "invite") == 0)
		return invite(r, o, out);
	if (strcmp(what, "link") == 0)
		return new_link(r, o, out);
	if (strcmp(what, "cancel") == 0) {
		st = invitation_end(r->db, form_text(r, "id"));
		out->done = _("The link works no more.");
		return st;
	}
	if (strcmp(what, "remove") == 0) {
		out->done = arena_printf(r->arena, _("%s is not in your "
		    "organisation any more."), email);
		return member_remove(r->db, o->key, email);
	}
	if (strcmp(what, "role") == 0 && role_of(role) > 0) {
		out->done = arena_printf(r->arena, "%s: %s", email,
		    what_role(role));
		return member_role(r->db, o->key, email, role);
	}
	return ST_MALFORMED;
}

/* what gives somebody rights */
static bool
opens_doors(const char *what)
{
	return strcmp(what, "invite") == 0 || strcmp(what, "link") == 0 ||
	    strcmp(what, "role") == 0;
}

struct reply *
org_people_post(struct request *r)
{
	struct told	 out = { 0 };
	struct reply	*fail;
	struct org	*o = org_led(r, &fail);
	enum status	 st;

	if (o == NULL)
		return fail;
	if (opens_doors(form_text(r, "do")) && (fail = confirm(r,
	    _("You are about to give somebody rights."))) != NULL)
		return fail;
	if ((st = db_begin(r->db, DB_WRITE)) == ST_OK &&
	    (st = change(r, o, &out)) == ST_OK)
		st = db_end(r->db);
	else
		db_rollback(r->db);
	if (st == ST_INVALID && strcmp(db_constraint(r->db),
	    "membership_last_admin") == 0)
		wrong(r, _("An organisation keeps at least one administrator. "
		    "Make somebody else one first."));
	if (st == ST_INVALID && r->fault.status == ST_INVALID) {
		out.done = out.link = NULL;
		return show(r, o, 422, &out);
	}
	if (st != ST_OK)
		return problem(r, st);
	return show(r, o, 200, &out);
}
