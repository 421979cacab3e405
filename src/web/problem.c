/*
 * problem: see problem.h.
 */
#include "web/problem.h"

#include <string.h>

#include "base/log.h"
#include "base/settings.h"
#include "views/problem.h"
#include "web/accept.h"
#include "web/page.h"

static const struct kind_of_problem {
	int		 code;
	const char	*type;		/* last part of the type's address */
	const char	*title;
	const char	*detail;
} kinds[] = {
	[ST_OK] = { 200, "none", "", "" },
	[ST_MALFORMED] = { 400, "malformed", N_("We could not read this "
	    "request"), N_("Something was cut off or damaged on the way. Send "
	    "it again.") },
	[ST_INVALID] = { 422, "invalid", N_("Something needs mending"),
	    N_("Look at the fields below; nothing that you wrote is lost.") },
	[ST_UNAUTHENTICATED] = { 401, "sign-in", N_("Sign in first"),
	    N_("Your session is over or the access key is not valid (any "
	    "more). Sign in, then try again.") },
	[ST_FORBIDDEN] = { 403, "forbidden", N_("This is not yours to change"),
	    N_("Only the organisation that shared it can change it. Want "
	    "something changed? Write to them.") },
	[ST_NOT_FOUND] = { 404, "not-found", N_("There is nothing here that "
	    "you can see."), "" },
	[ST_METHOD] = { 405, "method", N_("This can't be done here"),
	    N_("The address exists, but not for this kind of request.") },
	[ST_NOT_ACCEPTABLE] = { 406, "not-acceptable", N_("Not in this form"),
	    N_("We can't answer in the form that was asked for.") },
	[ST_CONFLICT] = { 409, "conflict", N_("This does not fit what is "
	    "there"), N_("Somebody changed it meanwhile, or it exists "
	    "already. Look at it as it stands now.") },
	[ST_STALE] = { 412, "stale", N_("Somebody was faster"),
	    N_("It was changed after you read it. Read it again and send your "
	    "change with the new ETag.") },
	[ST_PRECONDITION] = { 428, "precondition", N_("Say which state you "
	    "change"), N_("Send the ETag that you read in the header "
	    "If-Match.") },
	[ST_TOO_LARGE] = { 413, "too-large", N_("This is too large"), "" },
	[ST_UNSUPPORTED] = { 415, "unsupported", N_("We do not read this kind "
	    "of content"), N_("Send JSON (application/json), a form, or the "
	    "bytes of a file to its own address.") },
	[ST_KEY_REUSED] = { 422, "key-reused", N_("This key was used for "
	    "something else"), N_("Choose a new Idempotency-Key for a new "
	    "request.") },
	[ST_THROTTLED] = { 429, "throttled", N_("Too many tries"), "" },
	[ST_UNAVAILABLE] = { 503, "unavailable", N_("We are back in a moment"),
	    N_("Nothing that was confirmed is lost. Try again in a few "
	    "seconds.") },
	[ST_FULL] = { 507, "full", N_("The shelf is full"),
	    N_("Nothing was stored; the administrator has been told.") },
	[ST_INTERNAL] = { 500, "internal", N_("This went wrong, and it is our "
	    "fault"), N_("Nothing that was confirmed is lost. The "
	    "administrator finds the reason under the number below.") },
};

#define NKINDS	(sizeof(kinds) / sizeof(kinds[0]))

int
problem_code(enum status st)
{
	return kinds[st].code;
}

enum status
problem_of_code(int code)
{
	size_t	i;

	for (i = ST_MALFORMED; i < NKINDS; i++)
		if (kinds[i].code == code)
			return (enum status)i;
	if (code == 411 || code == 414 || code == 431)
		return ST_MALFORMED;
	return code >= 500 ? ST_UNAVAILABLE : ST_MALFORMED;
}

/* nginx's own refusals keep the code that they came with: 411, 414, 431 */
static int
code_of(const struct request *r, enum status st)
{
	int	code = r->status == NULL ? 0 :
		    (int)strtol(r->status, NULL, 10);

	return st == ST_MALFORMED && code > 400 && code < 500 ? code :
	    kinds[st].code;
}

static const char *
translated(const char *s)
{
	return *s == '\0' ? "" : _(s);
}

static const char *
detail_of(struct request *r, enum status st)
{
	if (r->fault.detail != NULL)
		return r->fault.detail;
	if (st == ST_NOT_FOUND && r->actor.person != 0)
		return _("The address may be wrong, or it is not shared with "
		    "you.");
	if (st == ST_NOT_FOUND)
		return _("The address may be wrong, or it is shared with "
		    "signed-in partners only.");
	if (st == ST_TOO_LARGE)
		return arena_printf(r->arena, _("The limit for a file is %ld "
		    "MB. Nothing was stored."), settings.file_max);
	if (st == ST_THROTTLED)
		return arena_printf(r->arena, _("Try again in %d minutes."),
		    (r->fault.retry_after + 59) / 60);
	return translated(kinds[st].detail);
}

static json_t *
fields_json(const struct fault *f)
{
	json_t	*list = json_array();
	size_t	 i;

	for (i = 0; i < f->nfields; i++)
		json_array_append_new(list, json_pack("{s:s, s:s}",
		    "field", f->fields[i].field,
		    "detail", f->fields[i].detail));
	return list;
}

static struct reply *
as_json(struct request *r, enum status st)
{
	json_t		*o;
	struct reply	*reply;

	o = json_pack("{s:s, s:s, s:i, s:s, s:s}",
	    "type", arena_printf(r->arena, "%s/for-programs#%s",
	    settings.base_url, kinds[st].type),
	    "title", translated(kinds[st].title), "status", code_of(r, st),
	    "detail", detail_of(r, st), "instance", r->rid);
	if (r->fault.nfields > 0)
		json_object_set_new(o, "errors", fields_json(&r->fault));
	reply = reply_json(r, code_of(r, st), o);
	reply_header(r, reply, "content-type", "application/problem+json");
	reply_header(r, reply, "content-language", r->lang);
	return reply;
}

static struct reply *
as_page(struct request *r, enum status st)
{
	struct html		*h = reply_page(r);
	struct problem_view	 v = { 0 };

	v.page = page_new(r, translated(kinds[st].title));
	v.page->noindex = true;
	v.title = translated(kinds[st].title);
	v.detail = detail_of(r, st);
	v.rid = r->rid;
	v.fault = &r->fault;
	v.offer_sign_in = r->actor.person == 0 &&
	    (st == ST_NOT_FOUND || st == ST_UNAUTHENTICATED);
	v.offer_search = st == ST_NOT_FOUND;
	v.next = r->method == METHOD_GET ? r->target : "/";
	view_problem(h, &v);
	return reply_html(r, code_of(r, st), h);
}

struct reply *
problem(struct request *r, enum status st)
{
	struct reply	*reply;

	if (kinds[st].code >= 500)
		log_error("problem", "%d %s", kinds[st].code, r->path);
	reply = r->api || accept_prefers_json(r->accept) ? as_json(r, st) :
	    as_page(r, st);
	reply_header(r, reply, "cache-control", "no-store");
	if (st == ST_UNAUTHENTICATED && r->api)
		reply_header(r, reply, "www-authenticate", "Bearer");
	if (r->fault.retry_after == 0 && st == ST_UNAVAILABLE)
		r->fault.retry_after = 5;
	reply_wait(r, reply);
	return reply;
}

struct reply *
problem_because(struct request *r, enum status st, const char *detail)
{
	r->fault.detail = detail;
	return problem(r, st);
}

const struct program_problem *
problem_list(struct request *r, size_t *n)
{
	struct program_problem	*list = arena_array(r->arena,
				    struct program_problem, NKINDS);
	size_t			 i;

	*n = 0;
	for (i = ST_MALFORMED; i < NKINDS; i++) {
		list[*n].type = kinds[i].type;
		list[*n].code = kinds[i].code;
		list[*n].title = translated(kinds[i].title);
		list[*n].detail = translated(kinds[i].detail);
		++*n;
	}
	return list;
}
