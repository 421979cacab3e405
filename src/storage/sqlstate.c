/*
 * sqlstate: see sqlstate.h.
 */
#include "storage/sqlstate.h"

#include <libpq-fe.h>

#include "base/log.h"
#include "base/meter.h"

bool
sqlstate_read_only(const void *res)
{
	const char	*state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	return state != NULL && strcmp(state, "25006") == 0;
}

bool
sqlstate_again(const void *res)
{
	const char	*state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	return state != NULL && (strcmp(state, "0A000") == 0 ||
	    strncmp(state, "40", 2) == 0);
}

/* no such table, column or function: our statements and the schema are of two
 * releases, as between an upgrade and its `commonshelf migrate` */
static bool
is_other_schema(const char *state)
{
	return strcmp(state, "42P01") == 0 || strcmp(state, "42703") == 0 ||
	    strcmp(state, "42883") == 0;
}

enum status
sqlstate_status(const void *res, char constraint[SQLSTATE_NAME])
{
	const char	*state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char	*name = PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME);

	snprintf(constraint, SQLSTATE_NAME, "%s",
	    name == NULL ? "" : name);
	if (state == NULL)
		state = "08000";
	if (strcmp(state, "23505") == 0)
		return ST_CONFLICT;
	if (strncmp(state, "23", 2) == 0 || strncmp(state, "22", 2) == 0) {
		log_info("database", "refused %s: %s", state,
		    PQresultErrorMessage(res));
		return ST_INVALID;
	}
	if (strcmp(state, "42501") == 0)
		return ST_FORBIDDEN;
	log_error("database", "%s: %s", state, PQresultErrorMessage(res));
	meter_count(METER_DB_ERRORS);
	if (is_other_schema(state)) {
		log_error("database", "the schema is of another release than "
		    "this program: commonshelf migrate brings it up to date");
		return ST_UNAVAILABLE;
	}
	if (strcmp(state, "53100") == 0)
		return ST_FULL;
	if (strcmp(state, "57014") == 0 || strcmp(state, "55P03") == 0 ||
	    strncmp(state, "08", 2) == 0 || strncmp(state, "57", 2) == 0 ||
	    strncmp(state, "53", 2) == 0 || sqlstate_again(res) ||
	    sqlstate_read_only(res))
		return ST_UNAVAILABLE;
	return ST_INTERNAL;
}
