/*
 * account_page: the page of one's own account, put together.
 */
#include "storage/session.h"
#include "storage/token.h"
#include "storage/vocabulary.h"
#include "views/account.h"
#include "views/when.h"
#include "web/account.h"
#include "web/page.h"
#include "web/problem.h"

struct loaded {
	struct token	*tokens;
	struct session	*sessions;
	size_t		 ntokens, nsessions;
};

static enum status
load(struct request *r, struct loaded *l)
{
	enum status	st;

	if ((st = db_begin(r->db, DB_READ)) != ST_OK)
		return st;
	token_list_send(r->db, r->actor.person, false);
	session_list_send(r->db, r->session);
	if ((st = token_list_take(r->db, r->arena, &l->tokens,
	    &l->ntokens)) == ST_OK)
		st = session_list_take(r->db, r->arena, &l->sessions,
		    &l->nsessions);
	db_end(r->db);
	return st;
}

static const char *
moment(struct request *r, int64_t t)
{
	return when_moment(r->arena, t, r->actor.timezone, r->lang);
}

/* all that is kept of a key's use is the day, as London has it */
static const char *
used(struct request *r, int64_t t)
{
	return t == 0 ? _("Never yet") : when_stamp(r->arena, t, "UTC",
	    r->lang);
}

static const char *
day(struct request *r, int64_t t)
{
	return t == 0 ? _("No end") : when_stamp(r->arena, t,
	    r->actor.timezone, r->lang);
}

static void
tokens(struct request *r, const struct loaded *l, struct account_view *v)
{
	struct key_line		*k = arena_array(r->arena, struct key_line,
				    l->ntokens + 1);
	const struct token	*t;

	for (size_t i = 0; i < l->ntokens; i++) {
		t = &l->tokens[i];
		if (strcmp(t->kind, "feed") == 0) {
			v->has_feed = true;
			v->feed_since = moment(r, t->created);
			v->feed_used = used(r, t->used);
			v->feed_until = day(r, t->expires);
			continue;
		}
		k[v->nkeys].id = t->id;
		k[v->nkeys].label = t->label;
		k[v->nkeys].rights = strstr(t->scopes, "write") != NULL ?
		    _("Read and write") : _("Read");
		k[v->nkeys].until = day(r, t->expires);
		k[v->nkeys++].used = used(r, t->used);
	}
	v->keys = k;
}

/* the name of a browser and its system, out of what it says of itself */
static const char *
program(struct arena *a, const char *agent)
{
	static const char *const	browsers[][2] = { { "Edg/", "Edge" },
	    { "OPR/", "Opera" }, { "Firefox/", "Firefox" },
	    { "Chrome/", "Chrome" }, { "Safari/", "Safari" },
	    { "curl/", "curl" } };
	static const char *const	systems[][2] = { { "Windows",
	    "Windows" }, { "Android", "Android" }, { "iPhone", "iPhone" },
	    { "iPad", "iPad" }, { "Mac OS X", "macOS" },
	    { "Linux", "Linux" } };
	const char			*browser = NULL, *os = NULL;
	size_t				 i;

	for (i = 0; browser == NULL && i < 6; i++)
		if (strstr(agent, browsers[i][0]) != NULL)
			browser = browsers[i][1];
	for (i = 0; os == NULL && i < 6; i++)
		if (strstr(agent, systems[i][0]) != NULL)
			os = systems[i][1];
	if (browser == NULL)
		return _("Another program");
	return os == NULL ? browser : arena_printf(a, "%s, %s", browser, os);
}

static void
sessions(struct request *r, const struct loaded *l, struct account_view *v)
{
	struct session_line	*s = arena_array(r->arena, struct session_line,
				    l->nsessions + 1);

	for (size_t i = 0; i < l->nsessions; i++) {
		s[i].id = l->sessions[i].id;
		s[i].program = program(r->arena, l->sessions[i].agent);
		s[i].since = moment(r, l->sessions[i].created);
		s[i].seen = moment(r, l->sessions[i].seen);
		s[i].here = l->sessions[i].here;
	}
	v->sessions = s;
	v->nsessions = l->nsessions;
}

/* zones of countries, each once */
static void
zones(struct request *r, struct account_view *v)
{
	const struct vocabulary		*voc = vocabulary_get(r->db);
	const struct country *const	*c;
	const char			**list;
	size_t				 n, i, k;

	if (voc == NULL)
		return;
	c = vocabulary_by_region(voc, "en", &n);
	list = arena_array(r->arena, const char *, n + 1);
	for (i = 0; i < n; i++) {
		for (k = 0; k < v->nzones &&
		    strcmp(list[k], c[i]->zone) != 0; k++)
			;
		if (k == v->nzones)
			list[v->nzones++] = c[i]->zone;
	}
	v->zones = list;
}

static void
add(struct option *o, const char *value, const char *label,
    const char *chosen)
{
	o->value = value;
	o->label = label;
	o->chosen = strcmp(value, chosen) == 0;
}

static const char *
typed(struct request *r, const char *name, const char *else_)
{
	return query_get(&r->form.fields, name) != NULL ?
	    form_text(r, name) : else_;
}

static void
choices(struct request *r, struct account_view *v)
{
	struct option	*o = arena_array(r->arena, struct option, 8);
	const char	*lang = typed(r, "lang", r->actor.lang);
	const char	*rights = typed(r, "rights", "read");
	const char	*days = typed(r, "days", "90");

	add(&o[0], "en", "English", lang);
	add(&o[1], "fr", "Français", lang);
	add(&o[2], "read", _("Read"), rights);
	add(&o[3], "write", _("Read and write"), rights);
	add(&o[4], "30", _("30 days"), days);
	add(&o[5], "90", _("90 days"), days);
	add(&o[6], "366", _("A year"), days);
	v->langs = o;
	v->nlangs = v->nrights = 2;
	v->rights = o + 2;
	v->days = o + 4;
	v->ndays = 3;
}

struct reply *
account_page(struct request *r, int code, const struct account_news *news)
{
	struct account_view	 v = { .fault = &r->fault };
	struct loaded		 l = { 0 };
	struct html		*h;
	struct reply		*reply;
	enum status		 st;

	if ((st = load(r, &l)) != ST_OK)
		return problem(r, st);
	v.page = page_new(r, _("Your account"));
	v.page->noindex = true;
	v.page->path = "/account";
	v.csrf = r->actor.csrf;
	v.email = r->actor.email;
	v.done = news->done;
	v.feed_once = news->feed;
	v.key_once = news->key;
	v.name = typed(r, "name", r->actor.name);
	v.timezone = typed(r, "timezone", r->actor.timezone);
	v.label = r->fault.status != ST_OK ? form_text(r, "label") : "";
	tokens(r, &l, &v);
	sessions(r, &l, &v);
	zones(r, &v);
	choices(r, &v);
	h = reply_page(r);
	view_account(h, &v);
	reply = reply_html(r, code, h);
	reply_header(r, reply, "cache-control", "no-store");
	reply_wait(r, reply);
	return reply;
}
