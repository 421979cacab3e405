/*
 * server: see server.h.
 */
#include "storage/server.h"

#include <libpq-fe.h>

static const char *const roles[] = {
	"do $$ begin"
	" if not exists (select from pg_roles where rolname = 'cs_owner') then"
	"  create role cs_owner login; end if;"
	" if not exists (select from pg_roles where rolname = 'cs_app') then"
	"  create role cs_app login; end if;"
	" if not exists (select from pg_roles where rolname = 'cs_worker') then"
	"  create role cs_worker login; end if;"
	" end $$",
	"create database commonshelf owner cs_owner",
	"revoke all on database commonshelf from public",
	"grant connect on database commonshelf to cs_app, cs_worker",
};
static const char HAS_DATABASE[] =
	"select from pg_database where datname = 'commonshelf'";
static const char FIRST_ADMIN[] =
	"insert into person (email, name, password, platform_admin)"
	" select $1, 'Administrator', $2, true"
	" where not exists (select from person where not sample)";

/* the message in one line; kept until the next call */
static const char *
said(PGconn *conn)
{
	static char	out[400];
	char		*p;

	snprintf(out, sizeof(out), "%s", PQerrorMessage(conn));
	for (p = out; *p != '\0'; p++)
		if (*p == '\n')
			*p = p[1] == '\0' ? '\0' : ' ';
	return out;
}

bool
server_listens(const char *url)
{
	return PQping(url) == PQPING_OK;
}

const char *
server_answers(const char *url, int *major)
{
	PGconn		*conn = PQconnectdb(url);
	const char	*why = NULL;

	*major = PQserverVersion(conn) / 10000;
	if (PQstatus(conn) != CONNECTION_OK)
		why = said(conn);
	PQfinish(conn);
	return why;
}

const char *
server_prepare(const char *url)
{
	PGconn		*conn = PQconnectdb(url);
	PGresult	*res = PQexec(conn, HAS_DATABASE);
	const char	*why = NULL;
	size_t		 i, n = sizeof(roles) / sizeof(roles[0]);

	if (PQresultStatus(res) != PGRES_TUPLES_OK)
		why = said(conn);
	else if (PQntuples(res) > 0)
		n = 0;
	PQclear(res);
	for (i = 0; why == NULL && i < n; i++) {
		res = PQexec(conn, roles[i]);
		if (PQresultStatus(res) != PGRES_COMMAND_OK)
			why = said(conn);
		PQclear(res);
	}
	PQfinish(conn);
	return why;
}

const char *
server_first_admin(const char *url, const char *email, const char *password,
    bool *made)
{
	const char	*values[2] = { email, password }, *why = NULL;
	PGconn		*conn = PQconnectdb(url);
	PGresult	*res = PQexecParams(conn, FIRST_ADMIN, 2, NULL, values,
			    NULL, NULL, 0);

	*made = false;
	if (PQresultStatus(res) == PGRES_COMMAND_OK)
		*made = strcmp(PQcmdTuples(res), "1") == 0;
	else
		why = said(conn);
	PQclear(res);
	PQfinish(conn);
	return why;
}
