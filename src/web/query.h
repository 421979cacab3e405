/*
 * query: name=value pairs, from the address or from a form body
 * (application/x-www-form-urlencoded, WHATWG URL 5.1).
 */
#ifndef CS_WEB_QUERY_H
#define CS_WEB_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

#define QUERY_PAIRS_MAX	256

struct pair {
	const char	*name;
	const char	*value;		/* valid UTF-8 without NUL, "" if empty */
};

struct query {
	size_t		 n;
	struct pair	*pairs;		/* in the order they came */
};

/* ST_MALFORMED on invalid UTF-8, NUL, a broken %xx or too many pairs */
enum status	 query_parse(struct arena *, const char *, size_t,
		    struct query *);
/* a path with its %xx undone; NULL on what query_parse() refuses */
const char	*query_path(struct arena *, const char *);
/* first value, or NULL */
const char	*query_get(const struct query *, const char *name);
/* the i-th value of a name that may repeat, NULL past the end */
const char	*query_nth(const struct query *, const char *name, size_t i);
/* first pair whose name is not in the NULL-terminated list, or NULL */
const char	*query_unknown(const struct query *, const char *const *names);

#endif
