/*
 * status: how an operation ended, on every floor. Below web nobody knows HTTP;
 * web/problem.c has the only table from status to code, title and type.
 */
#ifndef CS_STATUS_H
#define CS_STATUS_H

#include <stddef.h>

enum status {
	ST_OK,
	ST_MALFORMED,		/* the request itself can't be read */
	ST_INVALID,		/* read, but fields are wrong: see fault */
	ST_UNAUTHENTICATED,	/* no or no valid session or token */
	ST_FORBIDDEN,		/* may see it, may not do this to it */
	ST_NOT_FOUND,		/* missing, or hidden from the caller */
	ST_METHOD,		/* the address exists, the method does not */
	ST_NOT_ACCEPTABLE,
	ST_CONFLICT,		/* the state does not allow it */
	ST_STALE,		/* If-Match names an older state */
	ST_PRECONDITION,	/* If-Match is missing */
	ST_TOO_LARGE,
	ST_UNSUPPORTED,		/* media type of the body */
	ST_KEY_REUSED,		/* Idempotency-Key with another body */
	ST_THROTTLED,		/* see fault.retry_after */
	ST_UNAVAILABLE,		/* database or index does not answer */
	ST_FULL,		/* no space left */
	ST_INTERNAL
};

#define FAULT_MAX	16

struct field_fault {
	const char	*field;		/* name as in form and JSON */
	const char	*detail;	/* translated sentence */
};

/* What was wrong, for people. Strings live in the request's arena. */
struct fault {
	enum status		 status;
	const char		*detail;	/* one sentence or NULL */
	int			 retry_after;	/* seconds, 0 = not said */
	size_t			 nfields;
	struct field_fault	 fields[FAULT_MAX];
};

/* latches ST_INVALID and adds one field; more than FAULT_MAX are dropped */
void		 fault_field(struct fault *, const char *field,
		    const char *detail);
/* detail for a field, NULL when it is well */
const char	*fault_of(const struct fault *, const char *field);
/* sets status and sentence, returns the status */
enum status	 fault_set(struct fault *, enum status, const char *detail);

#endif
