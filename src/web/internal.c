/*
 * internal: see internal.h.
 */
#include "web/internal.h"

#include <string.h>
#include <sys/statvfs.h>

#include "base/settings.h"
#include "storage/auth.h"
#include "web/problem.h"

#define FORM_ROOM	8000000	/* fields and borders of a form */
#define BODY_SMALL	1000000	/* what anybody may send */
#define DISK_LEAST	(64LL * 1000000)

static struct reply *
refuse(struct request *r, enum status st)
{
	struct reply	*reply = reply_new(r, 403, NULL);

	reply_header(r, reply, "x-refusal", arena_printf(r->arena, "%d",
	    problem_code(st)));
	return reply;
}

static bool
is_full(int64_t length)
{
	struct statvfs	s;
	int64_t		free_bytes;

	if (statvfs(settings.home, &s) != 0)
		return false;
	free_bytes = (int64_t)s.f_bavail * (int64_t)s.f_frsize;
	/* the body, its rows and its copy in the cache */
	return free_bytes < DISK_LEAST + 3 * length;
}

struct reply *
internal_admit(struct request *r)
{
	const char	*uri = r->uri == NULL ? "/" : r->uri;
	int64_t		 most = settings.file_max * 1000000;
	enum status	 st;

	if (r->bearer != NULL && r->session != NULL)
		return refuse(r, ST_MALFORMED);
	st = auth_actor(r->db, r->arena, r->session, r->bearer, &r->actor);
	if (st != ST_OK)
		return refuse(r, st);
	if (r->bearer != NULL && r->actor.person == 0)
		return refuse(r, ST_UNAUTHENTICATED);
	if (r->actor.person == 0)
		most = BODY_SMALL;	/* sign-in, join, invitations, search */
	else if (strncmp(uri, "/api/", 5) != 0)
		most += FORM_ROOM;
	if (r->length > most)
		return refuse(r, r->actor.person == 0 ? ST_UNAUTHENTICATED :
		    ST_TOO_LARGE);
	if (r->bearer != NULL && !r->actor.may_write &&
	    r->length > BODY_SMALL)
		return refuse(r, ST_FORBIDDEN);
	if (is_full(r->length))
		return refuse(r, ST_FULL);
	return reply_new(r, 204, NULL);
}

static const char *
size_sentence(struct request *r)
{
	if (r->length <= 0)
		return NULL;
	return arena_printf(r->arena, _("This has %ld MB; the limit for a "
	    "file is %ld MB. Nothing was stored."),
	    (long)((r->length + 999999) / 1000000), settings.file_max);
}

struct reply *
internal_problem(struct request *r)
{
	const char	*code = r->status != NULL ? r->status :
			    query_get(&r->query, "status");
	enum status	 st = problem_of_code(code == NULL ? 500 :
			    (int)strtol(code, NULL, 10));

	if (r->uri != NULL) {
		r->path = r->target = r->uri;
		r->api = strncmp(r->uri, "/api/", 5) == 0 ||
		    strncmp(r->uri, "/uploads/", 9) == 0;
	}
	auth_actor(r->db, r->arena, r->session, r->bearer, &r->actor);
	if (st == ST_TOO_LARGE)
		r->fault.detail = size_sentence(r);
	if (st == ST_THROTTLED)
		r->fault.retry_after = 60;
	return problem(r, st);
}

struct reply *
language_choose(struct request *r)
{
	const char	*next = request_local_path(query_get(&r->query, "next"),
			    "/");
	struct reply	*reply;

	if (strcmp(r->args[0], "en") != 0 && strcmp(r->args[0], "fr") != 0)
		return problem(r, ST_NOT_FOUND);
	reply = reply_redirect(r, next);
	reply_lang(r, reply, r->args[0]);
	return reply;
}
