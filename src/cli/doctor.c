/*
 * doctor: what is well here and what is not, each with what to do about it.
 * Exit 1 when something is not.
 */
#include <jansson.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/settings.h"
#include "cli/cli.h"
#include "search/thesaurus.h"
#include "storage/migrate.h"
#include "storage/server.h"
#include "storage/store.h"
#include "worker/extract.h"

#define FREE_LEAST	1000	/* MB */

/* fills in what was found; true when it is well */
struct check {
	const char	*what;
	bool		(*look)(char *found, size_t);
};

static bool
look_home(char *found, size_t size)
{
	snprintf(found, size, "%s", settings.home);
	if (access(settings.home, R_OK | W_OK | X_OK) == 0)
		return true;
	snprintf(found, size, "%s can't be written: start it once with make "
	    "run, or run this as its owner", settings.home);
	return false;
}

static bool
look_space(char *found, size_t size)
{
	struct statvfs	fs;
	unsigned long	mb;

	if (statvfs(settings.home, &fs) == -1) {
		snprintf(found, size, "not known");
		return false;
	}
	mb = (unsigned long)(fs.f_bavail / 1000 * fs.f_frsize / 1000);
	snprintf(found, size, "%lu MB free%s", mb, mb < FREE_LEAST ?
	    ": make room, uploads are refused soon" : "");
	return mb >= FREE_LEAST;
}

static bool
look_role(const char *url, const char *name, char *found, size_t size)
{
	int		 major;
	const char	*why = server_answers(url, &major);

	if (why == NULL)
		snprintf(found, size, "answers (PostgreSQL %d)", major);
	else
		snprintf(found, size, "does not answer as %s: %.200s", name,
		    why);
	return why == NULL;
}

static bool
look_app(char *found, size_t size)
{
	return look_role(settings.database_url, "cs_app", found, size);
}

static bool
look_worker(char *found, size_t size)
{
	return look_role(settings.worker_url, "cs_worker", found, size);
}

static bool
look_schema(char *found, size_t size)
{
	char		 folder[600];
	const char	*why;
	int		 n;

	snprintf(folder, sizeof(folder), "%s/migrations", settings.root);
	why = migrate(settings.owner_url, folder, true, &n);
	if (why != NULL)
		snprintf(found, size, "%s", why);
	else if (n > 0)
		snprintf(found, size, "%d migrations are missing: run "
		    "commonshelf migrate", n);
	else
		snprintf(found, size, "up to date");
	return why == NULL && n == 0;
}

static bool
look_extractor(char *found, size_t size)
{
	struct arena	*a = arena_new(1 << 20);
	const char	*line = NULL;
	bool		 ok = extract_probe(a, &line);

	if (ok)
		snprintf(found, size, "%s", line);
	else
		snprintf(found, size, "%s: no text is read from files",
		    line != NULL ? line : "it does not start");
	found[strcspn(found, "\n")] = '\0';
	arena_free(a);
	return ok;
}

static bool
look_store(char *found, size_t size)
{
	struct store_figures	 f;
	struct db		*db = db_new(settings.worker_url, 10000);
	bool			 ok = store_figures(db, &f) == ST_OK;

	if (!ok)
		snprintf(found, size, "the database does not say");
	else if (f.wrong > 0)
		snprintf(found, size, "%lld files are damaged: commonshelf "
		    "store names them; put them back from a backup",
		    (long long)f.wrong);
	else
		snprintf(found, size, "%lld in the database, %lld in the "
		    "folder, none known to be damaged", (long long)f.rows,
		    (long long)f.files);
	db_free(db);
	return ok && f.wrong == 0;
}

/* a broken one leaves searches without other names */
static bool
look_names(char *found, size_t size)
{
	char			 why[300];
	struct thesaurus	*t = thesaurus_open(settings_thesaurus(), why,
				    sizeof(why));

	if (t == NULL)
		snprintf(found, size, "%s: mend it and start again", why);
	else
		snprintf(found, size, "%zu concepts in %s", thesaurus_size(t),
		    settings_thesaurus());
	thesaurus_close(t);
	return t != NULL;
}

static const struct check checks[] = {
	{ "home", look_home },
	{ "space", look_space },
	{ "database (web)", look_app },
	{ "database (worker)", look_worker },
	{ "schema", look_schema },
	{ "reader of files", look_extractor },
	{ "files", look_store },
	{ "other names", look_names },
};

int
cmd_doctor(int argc, char **argv)
{
	bool				 json = false, all = true;
	char				 found[512];
	json_t				*list = json_array();
	const struct option_spec	 specs[] = {
		{ "json", OPTION_FLAG, &json, NULL, "print JSON" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	int				 at = options_parse(argc, argv, specs);

	for (size_t i = 0; at >= 0 &&
	    i < sizeof(checks) / sizeof(checks[0]); i++) {
		bool	ok = checks[i].look(found, sizeof(found));

		all &= ok;
		json_array_append_new(list, json_pack("{ss sb ss}", "what",
		    checks[i].what, "well", ok, "found", found));
		if (!json)
			printf("%-4s %-18s %s\n", ok ? "ok" : "NOT",
			    checks[i].what, found);
	}
	if (at >= 0 && json) {
		json_dumpf(list, stdout, JSON_INDENT(2));
		putchar('\n');
	}
	json_decref(list);
	if (at < 0)
		return options_exit(at);
	return all ? EXIT_DONE : EXIT_REFUSED;
}
