/*
 * request: what came, without Kore and sockets: web/kore.c fills it from
 * Kore's request, tests fill it by hand. Everything lives in the arena.
 * Header values are printable ASCII (nginx lets nothing else through) or NULL.
 */
#ifndef CS_WEB_REQUEST_H
#define CS_WEB_REQUEST_H

#include "base/arena.h"
#include "base/status.h"
#include "domain/access.h"
#include "storage/db.h"
#include "web/form.h"
#include "web/query.h"

struct finder;
struct route;

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_PUT, METHOD_PATCH,
    METHOD_DELETE, METHOD_OPTIONS, METHOD_OTHER };

#define REQUEST_ARGS_MAX	4

struct request {
	struct arena	*arena;
	struct db	*db;
	struct finder	*finder;
	const char	*rid;		/* request number, in the log and on
					 * error pages */
	enum method	 method;
	const char	*target;	/* path and query as sent */
	const char	*path;		/* decoded, valid UTF-8 */
	struct query	 query;
	const struct route *route;	/* of web/routes.h; NULL: none fits */
	const char	*args[REQUEST_ARGS_MAX];	/* {…} of the route */
	const char	*lang;		/* "en" or "fr" */
	bool		 api;		/* answers problems as JSON */
	/* headers */
	const char	*session;	/* cookie */
	const char	*renewed;	/* it has this new value from now on: the
					 * router sends it */
	int		 renewed_seconds;	/* the cookie's life */
	const char	*bearer;
	const char	*lang_cookie;
	const char	*accept, *accept_language, *content_type;
	const char	*if_match, *if_none_match;
	const char	*idempotency_key;
	const char	*csrf_header;
	const char	*fetch_site, *origin;
	const char	*agent;
	const char	*address;	/* of the client, by nginx */
	int64_t		 length;	/* of the body, as announced */
	const char	*tus;		/* web/transfer.h */
	const char	*uri;		/* what the client asked for, where nginx
					 * asks us on its behalf */
	const char	*status;	/* of nginx's own refusal */
	/* body: spooled by nginx, mapped at the first request_body() */
	const char	*body_file;	/* NULL: no body */
	const char	*body;
	uint64_t	 body_len;
	struct form	 form;		/* of a POST from a page */
	struct actor	 actor;
	bool		 from_index;	/* the answer: of a search, without a
					 * look into the database */
	struct fault	 fault;
};

/* maps the body; "" when there is none. ST_TOO_LARGE over max bytes */
enum status	 request_body(struct request *, uint64_t max);
/* descriptor of the spooled body, -1 without one; the caller closes it */
int		 request_body_fd(struct request *);
void		 request_unmap(struct request *);
/* an absolute address of ours for a path */
const char	*request_url(struct request *, const char *path);
/* a number in an address: nothing but digits, at most 999999999; else -1 */
int		 request_number(const char *text);
/* `next` if it is a path of ours, else fallback (no open redirect) */
const char	*request_local_path(const char *next, const char *fallback);
/* the reader's organisations in which a verb is allowed: first one or NULL */
bool		 request_may(struct request *, enum verb, const struct item *,
		    int64_t org);

#endif
