/*
 * account: see account.h. Secrets are answered at once and stored as digests:
 * a page that shows one is not kept and can't be opened again.
 */
#include "web/account.h"

#include "base/clock.h"
#include "domain/password.h"
#include "storage/person.h"
#include "storage/session.h"
#include "storage/token.h"
#include "web/check.h"
#include "web/confirm.h"
#include "web/login.h"
#include "web/problem.h"

#define FEED_DAYS	TOKEN_DAYS_MAX

struct reply *
account_show(struct request *r)
{
	struct account_news	news = { 0 };

	if (query_get(&r->query, "saved") != NULL)
		news.done = _("Saved.");
	if (query_get(&r->query, "ended") != NULL)
		news.done = _("It is signed out.");
	return account_page(r, 200, &news);
}

/* ends a unit that ended with st so far */
static enum status
end_unit(struct request *r, enum status st)
{
	if (st == ST_OK)
		return db_end(r->db);
	db_rollback(r->db);
	return st;
}

static struct reply *
faulty(struct request *r)
{
	struct account_news	news = { 0 };

	return account_page(r, r->fault.status == ST_THROTTLED ? 429 : 422,
	    &news);
}

struct reply *
account_save(struct request *r)
{
	const char	*name = form_text(r, "name");
	const char	*lang = form_text(r, "lang");
	const char	*zone = form_text(r, "timezone");
	struct reply	*reply;
	enum status	 st;

	check_text(r, "name", name, 1, 200, _("Write your name."));
	if (strcmp(lang, "en") != 0 && strcmp(lang, "fr") != 0)
		fault_field(&r->fault, "lang", _("Choose a language."));
	if (*zone == '\0')
		zone = "UTC";
	if (!clock_zone_known(zone))
		fault_field(&r->fault, "timezone", _("We do not know this "
		    "time zone. Choose one of the list."));
	if (r->fault.status != ST_OK)
		return faulty(r);
	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK ||
	    (st = end_unit(r, person_describe(r->db, name, lang,
	    zone))) != ST_OK)
		return problem(r, st);
	reply = reply_redirect(r, "/account?saved=1");
	reply_lang(r, reply, lang);
	return reply;
}

struct reply *
account_calendar(struct request *r)
{
	struct account_news	 news = { 0 };
	struct token_new	 t;
	struct reply		*asked;
	enum status		 st;

	if ((asked = confirm(r, _("Whoever has the calendar address reads "
	    "with it what you may see."))) != NULL)
		return asked;
	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK ||
	    (st = end_unit(r, token_replace_feed(r->db, r->actor.person,
	    FEED_DAYS, &t))) != ST_OK)
		return problem(r, st);
	news.feed = request_url(r, arena_printf(r->arena, "/feeds/%s.ics",
	    t.text));
	return account_page(r, 200, &news);
}

static int
days_of(const char *s)
{
	static const int	offered[] = { 30, 90, TOKEN_DAYS_MAX };
	int			n = request_number(s);

	for (size_t i = 0; i < sizeof(offered) / sizeof(offered[0]); i++)
		if (offered[i] == n)
			return offered[i];
	return 0;
}

struct reply *
account_key(struct request *r)
{
	const char		*label = form_text(r, "label");
	const char		*rights = form_text(r, "rights");
	struct account_news	 news = { 0 };
	struct token_new	 t;
	int			 days = days_of(form_text(r, "days"));
	bool			 write = strcmp(rights, "write") == 0;
	struct reply		*asked;
	enum status		 st;

	check_text(r, "label", label, 1, 200,
	    _("Write which program uses it."));
	if (!write && strcmp(rights, "read") != 0)
		fault_field(&r->fault, "rights", _("Choose what it may do."));
	if (days == 0)
		fault_field(&r->fault, "days", _("Choose how long."));
	if (r->fault.status != ST_OK)
		return faulty(r);
	if ((asked = confirm(r, _("A program with the key does what you may "
	    "do."))) != NULL)
		return asked;
	if ((st = db_begin(r->db, DB_WRITE)) == ST_OK)
		st = end_unit(r, token_add(r->db, r->actor.person, label,
		    write ? "{read,write}" : "{read}", days, &t));
	if (st == ST_CONFLICT) {
		fault_field(&r->fault, "label", _("You have 20 keys in force. "
		    "Revoke one first."));
		return faulty(r);
	}
	if (st != ST_OK)
		return problem(r, st);
	news.key = t.text;
	return account_page(r, 200, &news);
}

struct reply *
account_key_end(struct request *r)
{
	struct account_news	news = { .done = _("The key works no more.") };
	enum status		st;

	if ((st = db_begin(r->db, DB_WRITE)) == ST_OK)
		st = end_unit(r, token_revoke(r->db, form_text(r, "id")));
	if (st != ST_OK && st != ST_NOT_FOUND)
		return problem(r, st);
	return account_page(r, 200, &news);
}

/* one session, or without its id all of them */
struct reply *
account_sessions(struct request *r)
{
	const char	*id = form_text(r, "id");
	struct reply	*reply;
	enum status	 st;

	if ((st = db_begin(r->db, DB_WRITE)) == ST_OK)
		st = end_unit(r, *id != '\0' ? session_end_one(r->db, id) :
		    session_end_all(r->db));
	if (st != ST_OK)
		return problem(r, st);
	if (*id != '\0')
		return reply_redirect(r, "/account?ended=1#sessions");
	reply = reply_redirect(r, "/login");
	reply_session(r, reply, "", 0);
	return reply;
}

struct reply *
account_password(struct request *r)
{
	const char		*fresh = query_get(&r->form.fields,
				    "password");
	const char		*wrong;
	char			 hash[PASSWORD_HASH];
	struct session_new	 s;
	struct throttle		 t;
	struct session_open	 o = { .agent = r->agent, .throttle = &t };
	struct reply		*reply;
	enum status		 st;

	wrong = password_fault(fresh == NULL ? "" : fresh, r->actor.email);
	if (wrong != NULL) {
		fault_field(&r->fault, "password", wrong);
		return faulty(r);
	}
	throttle_keys(&t, r->actor.email, r->address);
	st = confirm_password(r, query_get(&r->form.fields, "old"), "old",
	    _("This is not your password until now."), &o);
	if (st == ST_INVALID || st == ST_THROTTLED)
		return faulty(r);
	if (st != ST_OK)
		return problem(r, st);
	if (!password_hash(fresh, hash))
		return problem(r, ST_UNAVAILABLE);
	session_make(&s);
	st = session_change_password(r->db, r->arena, hash, &s, &o);
	if (st != ST_OK)
		return problem(r, st);
	reply = reply_redirect(r, "/account?saved=1");
	login_cookie(r, reply, &s, o.seconds, NULL);
	return reply;
}
