/*
 * migrate: see migrate.h. Plain libpq: it runs before any statement of the
 * other files could be prepared.
 */
#include "storage/migrate.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"

#define FILE_CEILING	(4 << 20)
#define LOCK		"1129530218"	/* any number, the same everywhere; 216 and 217 are
					 * locks of what runs */
/* Requests wait behind it, for 2.5 s at most; and shorter than the second after
 * which one of two that wait for each other is refused: that must be us. */
#define LOCK_WAIT	"400ms"
#define LOCK_PAUSE_MS	500
#define LOCK_TRIES	100

static const char TABLE[] =
	"create table if not exists schema_migration ("
	" name text primary key, sha256 text not null,"
	" applied_at timestamptz not null default now())";
static const char HAS_TABLE[] =
	"select to_regclass('schema_migration') is not null";
static const char APPLIED[] =
	"select name, sha256 from schema_migration order by name";
static const char RECORD[] =
	"insert into schema_migration (name, sha256) values ($1, $2)";

static char sentence[512];
static char sqlstate[6];	/* of the last failure */

struct work {
	PGconn		*conn;
	PGresult	*applied;
	const char	*folder;
	bool		 look;
	int		*n;
};

static const char *wrong(const char *, ...)
    __attribute__((format(printf, 1, 2)));

static const char *
wrong(const char *fmt, ...)
{
	va_list	ap;
	char	*p;

	va_start(ap, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, ap);
	va_end(ap);
	/* libpq's messages have several lines; ours is one */
	for (p = sentence; *p != '\0'; p++)
		if (*p == '\n')
			*p = p[1] == '\0' ? '\0' : ' ';
	return sentence;
}

static const char *
run(PGconn *conn, const char *sql, const char *what)
{
	PGresult	*res = PQexec(conn, sql);
	ExecStatusType	 st = PQresultStatus(res);
	const char	*state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	snprintf(sqlstate, sizeof(sqlstate), "%s", state == NULL ? "" : state);
	PQclear(res);
	if (st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK)
		return NULL;
	return wrong("%s: %s", what, PQerrorMessage(conn));
}

/* somebody else held the lock for too long, or both waited for each other */
static bool
is_busy(void)
{
	return strcmp(sqlstate, "55P03") == 0 || strcmp(sqlstate, "40P01") == 0;
}

static int
is_migration(const struct dirent *e)
{
	const char	*s = e->d_name;
	size_t		 n = strlen(s);

	return n > 9 && isdigit((unsigned char)s[0]) &&
	    isdigit((unsigned char)s[1]) && isdigit((unsigned char)s[2]) &&
	    isdigit((unsigned char)s[3]) && s[4] == '_' &&
	    strcmp(s + n - 4, ".sql") == 0;
}

/* the whole file with NUL behind it, the caller's to free(); NULL with errno */
static char *
slurp(const char *path, size_t *len)
{
	struct stat	 st;
	char		*text = NULL;
	ssize_t		 got = -1;
	int		 fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return NULL;
	if (fstat(fd, &st) == 0 && st.st_size <= FILE_CEILING &&
	    (text = malloc((size_t)st.st_size + 1)) != NULL)
		got = read(fd, text, (size_t)st.st_size);
	close(fd);
	if (got == -1 || got != st.st_size) {
		free(text);
		return NULL;
	}
	text[got] = '\0';
	*len = (size_t)got;
	return text;
}

/* the recorded checksum of a file, NULL when it was never applied */
static const char *
recorded(const PGresult *applied, const char *name)
{
	for (int i = 0; i < PQntuples(applied); i++)
		if (strcmp(PQgetvalue(applied, i, 0), name) == 0)
			return PQgetvalue(applied, i, 1);
	return NULL;
}

static const char *
record(PGconn *conn, const char *name, const char *hex)
{
	const char	*values[2] = { name, hex };
	PGresult	*res = PQexecParams(conn, RECORD, 2, NULL, values, NULL,
			    NULL, 0);
	ExecStatusType	 st = PQresultStatus(res);

	PQclear(res);
	return st == PGRES_COMMAND_OK ? NULL :
	    wrong("%s: %s", name, PQerrorMessage(conn));
}

static const char *
try_once(struct work *w, const char *name, const char *text, const char *hex)
{
	const char	*why;

	if ((why = run(w->conn, "begin", name)) != NULL ||
	    (why = run(w->conn, text, name)) != NULL ||
	    (why = record(w->conn, name, hex)) != NULL ||
	    (why = run(w->conn, "commit", name)) != NULL)
		return why;
	return NULL;
}

/*
 * Who waits for a table's lock keeps everybody behind it waiting, so it waits
 * LOCK_WAIT at most, lets those go on, and comes again later.
 */
static const char *
apply(struct work *w, const char *name, const char *text, const char *hex)
{
	const char	*why = NULL;

	for (int i = 0; i < LOCK_TRIES; i++) {
		if ((why = try_once(w, name, text, hex)) == NULL || !is_busy())
			return why;
		run(w->conn, "rollback", name);
		usleep(LOCK_PAUSE_MS * 1000);
	}
	return wrong("%s waits for a lock that somebody holds all the time: "
	    "end the longest transaction of pg_stat_activity, then run "
	    "commonshelf migrate again", name);
}

static const char *
one_file(struct work *w, const char *name)
{
	uint8_t		 hash[SHA256_LEN];
	char		 path[512], hex[SHA256_HEX], *text;
	const char	*old, *why = NULL;
	size_t		 len;

	snprintf(path, sizeof(path), "%s/%s", w->folder, name);
	if ((text = slurp(path, &len)) == NULL)
		return wrong("%s can't be read: %s", path, strerror(errno));
	digest_sha256(text, len, hash);
	digest_hex(hash, sizeof(hash), hex);
	old = recorded(w->applied, name);
	if (old == NULL) {
		(*w->n)++;
		if (!w->look)
			why = apply(w, name, text, hex);
	} else if (strcmp(old, hex) != 0)
		why = wrong("migrations/%s was changed after it had been "
		    "applied: restore the file and write a new one instead",
		    name);
	free(text);
	return why;
}

/* a database that knows a migration we lack belongs to a newer program */
static const char *
newer(const PGresult *applied, struct dirent **files, int nfiles)
{
	for (int i = 0; i < PQntuples(applied); i++) {
		int	found = 0;

		for (int j = 0; j < nfiles && !found; j++)
			found = strcmp(PQgetvalue(applied, i, 0),
			    files[j]->d_name) == 0;
		if (!found)
			return wrong("the database is newer than this program:"
			    " it has %s; install the newer version",
			    PQgetvalue(applied, i, 0));
	}
	return NULL;
}

static const char *
all_files(struct work *w)
{
	struct dirent	**files;
	const char	*why;
	int		 n = scandir(w->folder, &files, is_migration, alphasort);

	if (n <= 0)
		return wrong("no migrations in %s: is the folder complete?",
		    w->folder);
	why = newer(w->applied, files, n);
	for (int i = 0; i < n; i++) {
		if (why == NULL)
			why = one_file(w, files[i]->d_name);
		free(files[i]);
	}
	free(files);
	return why;
}

/* what is recorded; an empty result when nothing ever was */
static const char *
load_applied(struct work *w)
{
	PGresult	*res;
	const char	*why;
	bool		 there;

	if (!w->look && (why = run(w->conn, TABLE, "schema_migration")) != NULL)
		return why;
	res = PQexec(w->conn, HAS_TABLE);
	there = PQntuples(res) == 1 && PQgetvalue(res, 0, 0)[0] == 't';
	PQclear(res);
	w->applied = there ? PQexec(w->conn, APPLIED) :
	    PQmakeEmptyPGresult(w->conn, PGRES_TUPLES_OK);
	if (PQresultStatus(w->applied) != PGRES_TUPLES_OK)
		return wrong("schema_migration: %s", PQerrorMessage(w->conn));
	return NULL;
}

const char *
migrate(const char *url, const char *folder, bool look, int *n)
{
	struct work	 w = { .folder = folder, .look = look, .n = n };
	const char	*why;

	*n = 0;
	w.conn = PQconnectdb(url);
	if (PQstatus(w.conn) != CONNECTION_OK)
		why = wrong("the database does not answer: %s",
		    PQerrorMessage(w.conn));
	else if ((why = run(w.conn, "set client_min_messages = warning",
	    "settings")) == NULL && (why = run(w.conn,
	    "select pg_advisory_lock(" LOCK ")", "lock")) == NULL &&
	    (why = run(w.conn, "set lock_timeout = '" LOCK_WAIT "'",
	    "settings")) == NULL &&
	    (why = load_applied(&w)) == NULL)
		why = all_files(&w);
	PQclear(w.applied);
	PQfinish(w.conn);
	return why;
}
