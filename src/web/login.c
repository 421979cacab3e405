/*
 * login: see login.h. One sentence for everything that does not match, and
 * the same work for people who do not exist.
 */
#include "web/login.h"

#include "domain/password.h"
#include "views/login.h"
#include "web/page.h"
#include "web/problem.h"

static struct reply *
form(struct request *r, int code, const char *next)
{
	struct login_view	 v = { .fault = &r->fault };
	struct html		*h = reply_page(r);
	struct reply		*reply;

	v.page = page_new(r, _("Sign in"));
	v.page->noindex = true;
	v.page->no_share = true;
	v.page->path = "/login";
	v.email = form_text(r, "email");
	v.next = next;
	view_login(h, &v);
	reply = reply_html(r, code, h);
	reply_header(r, reply, "cache-control", "no-store");
	reply_wait(r, reply);
	return reply;
}

struct reply *
login_form(struct request *r)
{
	const char	*next;

	next = request_local_path(query_get(&r->query, "next"), "/");
	if (r->actor.kind == ACTOR_SESSION)
		return reply_redirect(r, next);
	return form(r, 200, next);
}

const char *
login_wait(struct request *r, int seconds)
{
	int	minutes = (seconds + 59) / 60;

	r->fault.retry_after = seconds;
	if (seconds < 60)
		return arena_printf(r->arena, _n("Too many tries. Try again "
		    "in %d second.", "Too many tries. Try again in %d "
		    "seconds.", seconds), seconds);
	return arena_printf(r->arena, _n("Too many tries. Try again in %d "
	    "minute.", "Too many tries. Try again in %d minutes.", minutes),
	    minutes);
}

void
login_cookie(struct request *r, struct reply *reply,
    const struct session_new *s, int seconds, const char *lang)
{
	reply_session(r, reply, s->cookie, seconds);
	if (lang != NULL && r->lang_cookie == NULL)
		reply_lang(r, reply, lang);
}

static struct reply *
opened(struct request *r, const char *next, struct session_open *o)
{
	struct session_new	 s;
	struct reply		*reply;
	enum status		 st;

	session_make(&s);
	st = session_open(r->db, r->arena, &s, o);
	if (st == ST_UNAUTHENTICATED) {
		fault_set(&r->fault, ST_INVALID,
		    _("The e-mail and password do not match."));
		return form(r, 422, next);
	}
	if (st != ST_OK)
		return problem(r, st);
	reply = reply_redirect(r, next);
	login_cookie(r, reply, &s, o->seconds, o->lang);
	return reply;
}

struct reply *
login_do(struct request *r)
{
	const char		*email = form_text(r, "email");
	const char		*password = query_get(&r->form.fields,
				    "password");
	const char		*next = request_local_path(query_get(
				    &r->form.fields, "next"), "/");
	struct throttle		 t;
	struct session_open	 o = { .before = r->session,
				    .agent = r->agent, .throttle = &t };
	enum status		 st;
	int			 wait;

	throttle_keys(&t, email, r->address);
	st = session_try(r->db, r->arena, &t, email, &wait, &o.person,
	    &o.stored);
	if (st == ST_THROTTLED) {
		fault_set(&r->fault, ST_THROTTLED, login_wait(r, wait));
		return form(r, 429, next);
	}
	if (st != ST_OK)
		return problem(r, st);
	if (!password_matches(o.stored, password == NULL ? "" : password)) {
		fault_set(&r->fault, ST_INVALID,
		    _("The e-mail and password do not match."));
		return form(r, 422, next);
	}
	return opened(r, next, &o);
}

struct reply *
logout_do(struct request *r)
{
	struct reply	*reply;
	enum status	 st;

	if (r->session != NULL && r->actor.kind == ACTOR_SESSION) {
		if ((st = db_begin(r->db, DB_WRITE)) == ST_OK &&
		    (st = session_end(r->db, r->session)) == ST_OK)
			st = db_end(r->db);
		else
			db_rollback(r->db);
		if (st != ST_OK)
			return problem(r, st);
	}
	reply = reply_redirect(r, "/");
	reply_session(r, reply, "", 0);
	return reply;
}
