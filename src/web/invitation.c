/*
 * invitation: see invitation.h. The link stands in the address: the page asks
 * that it is neither kept nor passed on.
 */
#include "web/invitation.h"

#include "base/utf8.h"
#include "domain/password.h"
#include "storage/invitation.h"
#include "views/invitation.h"
#include "web/login.h"
#include "web/page.h"
#include "web/problem.h"

static struct page *
page_of(struct request *r, const char *title)
{
	struct page	*p = page_new(r, title);

	p->noindex = p->no_share = p->no_search = true;
	return p;
}

static struct reply *
unkept(struct request *r, struct reply *reply)
{
	reply_header(r, reply, "cache-control", "no-store");
	reply_header(r, reply, "referrer-policy", "no-referrer");
	return reply;
}

static struct reply *
ended(struct request *r, enum invitation_end why)
{
	struct html	*h = reply_page(r);

	view_invitation_end(h, page_of(r, _("This link does not work (any "
	    "more)")), why);
	return unkept(r, reply_html(r, why == INVITATION_UNKNOWN ? 404 : 410,
	    h));
}

static struct reply *
form(struct request *r, int code, const struct invitation *i,
    const char *name)
{
	struct invitation_view	 v = { .fault = &r->fault };
	struct html		*h = reply_page(r);

	v.page = page_of(r, i->again ? _("A new password") :
	    _("You are invited"));
	v.action = arena_printf(r->arena, "/invitations/%s", r->args[0]);
	v.email = i->email;
	v.name = name;
	v.org = i->org;
	v.again = i->again;
	if (r->actor.kind == ACTOR_SESSION)
		v.csrf = r->actor.csrf;
	view_invitation(h, &v);
	return unkept(r, reply_html(r, code, h));
}

/* NULL and the invitation, or the page that says why not */
static struct reply *
look(struct request *r, struct invitation *i)
{
	enum status	st = invitation_look(r->db, r->arena, r->args[0], i);

	if (st == ST_NOT_FOUND)
		return ended(r, INVITATION_UNKNOWN);
	if (st != ST_OK)
		return problem(r, st);
	if (strcmp(i->state, "used") == 0)
		return ended(r, INVITATION_USED);
	if (strcmp(i->state, "open") != 0)
		return ended(r, INVITATION_OVER);
	return NULL;
}

struct reply *
invitation_form(struct request *r)
{
	struct invitation	 i;
	struct reply		*no = look(r, &i);

	return no != NULL ? no : form(r, 200, &i, i.name);
}

static void
check(struct request *r, const struct invitation *i, const char *name,
    const char *password)
{
	const char	*wrong = password_fault(password, i->email);

	if (!i->again && *name == '\0')
		fault_field(&r->fault, "name", _("Write your name."));
	if (utf8_count(name) > 200)
		fault_field(&r->fault, "name",
		    _("This is too long. Use at most 200 characters."));
	if (wrong != NULL)
		fault_field(&r->fault, "password", wrong);
}

struct reply *
invitation_accept(struct request *r)
{
	const char		*name = form_text(r, "name");
	const char		*password = query_get(&r->form.fields,
				    "password");
	char			 hash[PASSWORD_HASH];
	struct invitation	 i;
	struct session_new	 s;
	struct reply		*reply = look(r, &i);
	enum status		 st;
	int			 seconds;

	if (reply != NULL)
		return reply;
	if (password == NULL)
		password = "";
	check(r, &i, name, password);
	if (r->fault.status != ST_OK)
		return form(r, 422, &i, name);
	if (!password_hash(password, hash))
		return problem(r, ST_UNAVAILABLE);
	session_make(&s);
	st = invitation_use(r->db, r->args[0], name, hash, r->lang, &s,
	    r->agent, &seconds);
	if (st == ST_STALE)
		return ended(r, INVITATION_USED);
	if (st == ST_CONFLICT)
		return ended(r, INVITATION_KNOWN);
	if (st != ST_OK)
		return problem(r, st);
	reply = reply_redirect(r, "/");
	login_cookie(r, reply, &s, seconds, NULL);
	return reply;
}
