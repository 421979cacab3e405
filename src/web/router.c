/*
 * router: from a request to its handler.
 */
#include <string.h>

#include "base/log.h"
#include "base/settings.h"
#include "storage/auth.h"
#include "web/kept.h"
#include "web/known.h"
#include "web/problem.h"
#include "web/routes.h"

/* matches one pattern; fills args (decoded parts) */
static bool
matches(struct request *r, const char *p)
{
	const char	*s = r->path, *end;
	size_t		 n = 0;

	memset(r->args, 0, sizeof(r->args));
	while (*p != '\0') {
		if (strncmp(p, "{*}", 3) == 0) {
			r->args[n] = s;
			return *s != '\0';
		}
		if (strncmp(p, "{}", 2) == 0) {
			end = s;
			/* up to what follows in the pattern: '/', '.', end */
			while (*end != '\0' && *end != '/' &&
			    !(p[2] == '.' && strcmp(end, p + 2) == 0))
				end++;
			if (end == s || n == REQUEST_ARGS_MAX)
				return false;
			r->args[n++] = arena_strndup(r->arena, s,
			    (size_t)(end - s));
			s = end;
			p += 2;
		} else if (*p++ != *s++) {
			return false;
		}
	}
	return *s == '\0';
}

static const struct route *
find(struct request *r, bool *other_method)
{
	const struct route	*rt;
	enum method		 m = r->method == METHOD_HEAD ? METHOD_GET :
				    r->method;

	*other_method = false;
	for (rt = routes; rt->pattern != NULL; rt++) {
		if (!matches(r, rt->pattern))
			continue;
		if (rt->method == m)
			return rt;
		*other_method = true;
	}
	return NULL;
}

static bool
is_unsafe(const struct request *r)
{
	return r->method != METHOD_GET && r->method != METHOD_HEAD &&
	    r->method != METHOD_OPTIONS;
}

/*
 * A request of a page must come from a page of ours: by Sec-Fetch-Site, or by
 * Origin where a browser does not send it; a signed-in one must carry the
 * session's secret too (form field csrf or header X-CSRF).
 */
static bool
is_forged(struct request *r)
{
	const char	*sent = r->csrf_header;

	if (r->bearer != NULL)
		return false;
	if (r->fetch_site != NULL) {
		if (strcmp(r->fetch_site, "same-origin") != 0 &&
		    strcmp(r->fetch_site, "none") != 0)
			return true;
	} else if (r->origin != NULL &&
	    strcmp(r->origin, settings.base_url) != 0) {
		return true;
	}
	if (r->actor.kind != ACTOR_SESSION)
		return false;
	if (sent == NULL)
		sent = query_get(&r->form.fields, "csrf");
	return sent == NULL || !digest_same(sent, r->actor.csrf);
}

static struct reply *
to_login(struct request *r)
{
	struct buf	 b;
	struct html	 h;
	const char	*path;

	if (r->method != METHOD_GET && r->method != METHOD_HEAD)
		return problem(r, ST_UNAUTHENTICATED);
	buf_init(&h.out, 8192);
	html_url(&h, r->target);
	b = h.out;
	path = arena_printf(r->arena, "/login?next=%s", b.len ? b.data : "");
	buf_free(&b);
	return reply_redirect(r, path);
}

static struct reply *
identified(struct request *r, bool known)
{
	enum status	st;

	if (r->bearer != NULL && r->session != NULL)
		return problem_because(r, ST_MALFORMED, _("This came with a "
		    "key and with the cookie of a session. Send one of "
		    "them."));
	st = known ? known_actor(r) : auth_actor(r->db, r->arena, r->session,
	    r->bearer, &r->actor);
	if (st != ST_OK)
		return problem(r, st);
	return r->bearer != NULL && r->actor.person == 0 ?
	    problem(r, ST_UNAUTHENTICATED) : NULL;
}

struct reply *
route_identify(struct request *r)
{
	return identified(r, false);
}

static struct reply *
guarded(struct request *r, const struct route *rt)
{
	struct reply	*refused;
	enum status	 st;

	if (WHO(rt) == INTERNAL || WHO(rt) == UNASKED)
		return rt->handle(r);
	if ((refused = identified(r, rt->who & KNOWN)) != NULL)
		return refused;
	if (WHO(rt) == SIGNED_IN && r->actor.kind != ACTOR_SESSION)
		return to_login(r);
	if (is_unsafe(r)) {
		if (WHO(rt) != PROGRAM && r->method == METHOD_POST &&
		    (st = form_read(r)) != ST_OK)
			return problem(r, st);
		if (is_forged(r))
			return problem_because(r, ST_FORBIDDEN,
			    _("This form is too old or came from another "
			    "site. Open the page again and send it once "
			    "more."));
	}
	if (rt->who & KNOWN)
		return kept_found(r, rt->handle);
	return rt->who & KEPT ? kept_answer(r, rt->handle) : rt->handle(r);
}

static struct reply *
dispatch(struct request *r)
{
	const struct route	*rt;
	struct reply		*reply;
	bool			 other;

	r->api = strncmp(r->path, "/api/", 5) == 0;
	rt = find(r, &other);
	if (rt == NULL) {
		/* error pages too show who is signed in */
		auth_actor(r->db, r->arena, r->session, r->bearer, &r->actor);
		return problem(r, other ? ST_METHOD : ST_NOT_FOUND);
	}
	r->route = rt;
	reply = guarded(r, rt);
	if (r->renewed != NULL)
		reply_session(r, reply, r->renewed, r->renewed_seconds);
	return reply;
}

/* who only reads does not hear of what passes at the second try */
struct reply *
route_dispatch(struct request *r)
{
	struct reply	*reply;

	db_again(r->db);
	reply = dispatch(r);
	if (reply->code != 503 || !db_again(r->db) || is_unsafe(r))
		return reply;
	log_info("again", "asked of the database once more");
	buf_free(&reply->body);
	r->fault = (struct fault){ 0 };
	return dispatch(r);
}

struct reply *
route_malformed(struct request *r)
{
	r->api = strncmp(r->path, "/api/", 5) == 0;
	auth_actor(r->db, r->arena, NULL, NULL, &r->actor);
	return problem_because(r, ST_MALFORMED, _("This address can't be "
	    "read: it holds signs that are not text."));
}
