/*
 * cluster: see cluster.h.
 */
#include "cli/cluster.h"

#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"
#include "cli/children.h"
#include "cli/hold.h"
#include "cli/render.h"
#include "storage/server.h"

#define READY_TRIES	1200	/* of 50 ms: a crash recovery takes its time */
#define DEATHS_MOST	6	/* left-over backends need a moment to go */

static char sentence[1024];

static const char *wrong(const char *, ...)
    __attribute__((format(printf, 1, 2)));

static const char *
wrong(const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, ap);
	va_end(ap);
	return sentence;
}

bool
cluster_wanted(void)
{
	char	private[512];

	snprintf(private, sizeof(private), "host=%s/run/pg ", settings.home);
	return strncmp(settings.database_url, private, strlen(private)) == 0;
}

/* initdb into a folder of another name: a cut-off one is never taken for whole */
static const char *
make(void)
{
	char		 fresh[512];
	const char	*args[] = { PG_BIN "initdb", "-D", fresh,
			    "--username=postgres", "--data-checksums",
			    "--encoding=UTF8", "--locale=C.UTF-8",
			    "--auth=peer", NULL };
	const char	*clear[] = { "rm", "-rf", fresh, NULL };

	snprintf(fresh, sizeof(fresh), "%s", settings_path("pg.new"));
	if (access(args[0], X_OK) == -1)
		return wrong("PostgreSQL 15 is missing: run tools/bootstrap "
		    "run, or set COMMONSHELF_DATABASE_URL");
	children_run("initdb", 60, clear);
	if (children_run("initdb", 120, args) != 0)
		return wrong("PostgreSQL could not make its folder %s: %s",
		    settings_path("pg"), children_last_words("initdb", ""));
	if (rename(fresh, settings_path("pg")) == -1)
		return wrong("%s can't be put in place",
		    settings_path("pg"));
	return NULL;
}

static const char *
configure(void)
{
	const struct passwd		*me = getpwuid(geteuid());
	const struct render_value	 values[] = {
		{ "USER", me == NULL ? "root" : me->pw_name }, { NULL, NULL } };
	const char			*why;

	if ((why = render("postgresql.conf.in", "run/postgresql.conf",
	    values)) == NULL && (why = render("pg_hba.conf.in",
	    "run/pg_hba.conf", values)) == NULL)
		why = render("pg_ident.conf.in", "run/pg_ident.conf", values);
	return why;
}

static const char *
wait_ready(const struct child *c, const char *url)
{
	for (int i = 0; i < READY_TRIES; i++) {
		if (server_listens(url))
			return NULL;
		if (c->deaths >= DEATHS_MOST)
			return wrong("PostgreSQL does not start: %s",
			    children_last_words("postgres", "FATAL"));
		if (!children_tick(50))
			return wrong("stopped while starting");
	}
	return wrong("PostgreSQL does not answer after a minute; see %s",
	    settings_path("log/postgres.log"));
}

static const char *
make_roles(const char *url)
{
	const char	*why = server_prepare(url);

	return why == NULL ? NULL :
	    wrong("the private cluster could not be prepared: %s", why);
}

const char *
cluster_start(void)
{
	char		 url[512], config[512], folder[512];
	const char	*args[] = { PG_BIN "postgres", "-D", folder, "-c",
			    config, NULL };
	const char	*why;
	struct child	*c;

	if (access(settings_path("pg/PG_VERSION"), F_OK) == -1 &&
	    (why = make()) != NULL)
		return why;
	if (access(args[0], X_OK) == -1)
		return wrong("PostgreSQL 15 is missing: run tools/bootstrap run");
	if ((why = configure()) != NULL)
		return why;
	snprintf(folder, sizeof(folder), "%s", settings_path("pg"));
	snprintf(config, sizeof(config), "config_file=%s",
	    settings_path("run/postgresql.conf"));
	/* SIGINT: PostgreSQL's fast shutdown */
	c = child_start("postgres", SIGINT, CHILD_LAST, NULL, args);
	snprintf(url, sizeof(url), "host=%s user=postgres dbname=postgres",
	    settings_path("run/pg"));
	if ((why = wait_ready(c, url)) == NULL)
		why = make_roles(url);
	return why;
}
