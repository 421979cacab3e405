/*
 * routes: method, pattern, who may, handler. Nothing else decides where a
 * request goes; who may do what to an item is access.c's.
 */
#ifndef CS_WEB_ROUTES_H
#define CS_WEB_ROUTES_H

#include "web/reply.h"

enum who_may {
	ANYBODY,	/* the handler decides by item */
	SIGNED_IN,	/* a session; others are sent to /login and back */
	PROGRAM,	/* /api: bearer token, session or anonymous */
	INTERNAL,	/* only nginx itself asks */
	UNASKED		/* anybody; the handler calls route_identify() when it
			 * has to know who it is */
};

/* beside who_may, for a GET without side effects: web/kept.h */
#define KEPT	0x10u
/* beside who_may, where only hits are shown: web/known.h, and kept_found() */
#define KNOWN	0x20u
#define WHO(rt)	((rt)->who & 0xfu)

typedef struct reply *(*handler)(struct request *);

struct route {
	enum method	 method;	/* HEAD goes to GET */
	const char	*pattern;	/* "/items/{}/{}": {} is one part of the
					 * path, {*} the rest of it */
	unsigned	 who;		/* who_may, KEPT, KNOWN */
	handler		 handle;
};

extern const struct route	routes[];	/* ends with a NULL pattern */

/* the whole way of a request: find the route, who is it, CSRF, handler.
 * Never NULL. */
struct reply	*route_dispatch(struct request *);
/* who asks, into r->actor; a reply when that can't be told */
struct reply	*route_identify(struct request *);
/* for an address that can't be read */
struct reply	*route_malformed(struct request *);

#endif
