/*
 * confirm: see confirm.h.
 */
#include "web/confirm.h"

#include "domain/password.h"
#include "views/confirm.h"
#include "web/login.h"
#include "web/page.h"
#include "web/problem.h"

#define FIELD	"confirm"

/* fields that belong to one sending of a form: the page makes its own */
static bool
is_secret(const char *name)
{
	static const char *const	names[] = { "csrf", FIELD, "old",
	    "password" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void
carry(struct request *r, struct confirm_view *v)
{
	const struct query	*q = &r->form.fields;
	struct confirm_field	*f = arena_array(r->arena, struct confirm_field,
				    q->n + 1);

	for (size_t i = 0; i < q->n; i++) {
		if (is_secret(q->pairs[i].name))
			continue;
		f[v->nfields].name = q->pairs[i].name;
		f[v->nfields++].value = q->pairs[i].value;
	}
	v->fields = f;
}

static struct reply *
ask(struct request *r, int code, const char *what)
{
	struct confirm_view	 v = { .fault = &r->fault, .what = what };
	struct html		*h;
	struct reply		*reply;

	v.page = page_new(r, _("Your password once more"));
	v.page->noindex = v.page->no_share = v.page->no_search = true;
	v.page->path = "/account";	/* languages: the form can't follow */
	v.csrf = r->actor.csrf;
	v.email = r->actor.email;
	v.action = r->target;
	carry(r, &v);
	h = reply_page(r);
	view_confirm(h, &v);
	reply = reply_html(r, code, h);
	reply_header(r, reply, "cache-control", "no-store");
	reply_wait(r, reply);
	return reply;
}

enum status
confirm_password(struct request *r, const char *password, const char *field,
    const char *wrong, struct session_open *o)
{
	enum status	st;
	int		wait;

	st = session_try(r->db, r->arena, o->throttle, r->actor.email, &wait,
	    &o->person, &o->stored);
	if (st == ST_THROTTLED)
		return fault_set(&r->fault, st, login_wait(r, wait));
	if (st != ST_OK)
		return st;
	if (o->person != r->actor.person ||
	    !password_matches(o->stored, password == NULL ? "" : password))
		fault_field(&r->fault, field, wrong);
	return r->fault.status;
}

/* the session goes on under a new cookie */
static enum status
renew(struct request *r, const char *password)
{
	struct throttle		 t;
	struct session_open	 o = { .throttle = &t };
	struct session_new	 s;
	enum status		 st;

	throttle_keys(&t, r->actor.email, r->address);
	st = confirm_password(r, password, FIELD,
	    _("This is not your password."), &o);
	if (st == ST_OK)
		st = session_confirm(r->db, r->session, o.stored, &t, &s,
		    &r->renewed_seconds);
	if (st == ST_OK)
		r->session = r->renewed = arena_strdup(r->arena, s.cookie);
	return st;
}

struct reply *
confirm(struct request *r, const char *what)
{
	const char	*password = query_get(&r->form.fields, FIELD);
	enum status	 st;
	bool		 recently;

	if (password != NULL) {
		st = renew(r, password);
		if (st == ST_INVALID || st == ST_THROTTLED)
			return ask(r, problem_code(st), what);
		return st == ST_OK ? NULL : problem(r, st);
	}
	st = session_confirmed(r->db, r->session, &recently);
	if (st != ST_OK)
		return problem(r, st);
	return recently ? NULL : ask(r, 403, what);
}

enum status
confirm_stands(struct request *r)
{
	bool		recently;
	enum status	st;

	if (r->actor.kind != ACTOR_SESSION)
		return ST_OK;
	st = session_confirmed(r->db, r->session, &recently);
	if (st != ST_OK || recently)
		return st;
	return fault_set(&r->fault, ST_FORBIDDEN, _("More people would see "
	    "this. Prove your password on a page first, then send it "
	    "again."));
}
