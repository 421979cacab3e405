/*
 * restore: a backup back into an empty house, or in place of what is there.
 * The house must not run. The index is left to the worker: it builds it anew,
 * because the epoch is another one.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"
#include "cli/bag.h"
#include "cli/children.h"
#include "cli/cli.h"
#include "cli/hold.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "storage/export.h"
#include "storage/migrate.h"

#define DUMP		"data/database.dump"
#define RESTORE_SECONDS	86400

static void
wrong(const char *path, const char *why)
{
	progress_end();
	fprintf(stderr, "WRONG %s %s\n", path, why);
}

static const char *
make_room(struct db *owner, bool replace)
{
	enum house_state	state;

	if (export_state(owner, &state) != ST_OK)
		return "the database does not answer; run commonshelf doctor";
	if (state == HOUSE_EMPTY)
		return NULL;
	if (state == HOUSE_LIVED_IN && !replace)
		return "there are people or items in this house already: "
		    "--replace puts the backup in their place, and they are "
		    "gone";
	return export_clear(owner) == ST_OK ? NULL :
	    "what is there could not be taken away; does something else use "
	    "the database?";
}

static const char *
load(const char *bag)
{
	static char	 sentence[600];
	char		 to[700], from[BAG_PATH + 40];
	const char	*args[] = { PG_BIN "pg_restore",
			    "--single-transaction", "--exit-on-error",
			    "--no-owner", to, from, NULL };

	snprintf(to, sizeof(to), "--dbname=%s", settings.owner_url);
	snprintf(from, sizeof(from), "%s/" DUMP, bag);
	progress_show("the database", 0, 0);
	if (children_run("restore", RESTORE_SECONDS, args) == 0)
		return NULL;
	snprintf(sentence, sizeof(sentence), "the database did not take it, "
	    "nothing is in it now: %.400s",
	    children_last_words("restore", "error"));
	return sentence;
}

static const char *
place_files(const char *bag)
{
	char		 from[BAG_PATH + 20], to[BAG_PATH];
	const char	*cp[] = { "cp", "-R", "--reflink=auto", from, to,
			    NULL };

	snprintf(from, sizeof(from), "%s/data/files/.", bag);
	snprintf(to, sizeof(to), "%s", settings_path("files"));
	if (access(from, F_OK) == -1)
		return NULL;
	return program_run(cp) == 0 ? NULL : "the files could not be "
	    "copied; is there room? Start again with --replace";
}

static const char *
everything(const char *bag, bool replace)
{
	char		 folder[600];
	const char	*why;
	struct db	*owner;
	int		 n;

	if ((why = hold_database()) != NULL)
		return why;
	owner = db_new(settings.owner_url, 600000);
	if ((why = make_room(owner, replace)) == NULL &&
	    (why = load(bag)) == NULL && (why = place_files(bag)) == NULL) {
		snprintf(folder, sizeof(folder), "%s/migrations",
		    settings.root);
		why = migrate(settings.owner_url, folder, false, &n);
	}
	if (why == NULL && export_new_epoch(owner) != ST_OK)
		why = "the database was lost; start again with --replace";
	db_free(owner);
	progress_end();
	return why;
}

static int
restore(const char *bag, bool replace)
{
	const char	*why;
	int64_t		 n = bag_check(bag, wrong);

	if (n < 0)
		return refuse("%s is no backup: it has no manifest", bag);
	if (n > 0)
		return refuse("this backup is damaged; nothing was changed");
	if ((why = hold_house()) == NULL)
		why = everything(bag, replace);
	children_stop();
	if (why != NULL)
		return refuse("%s", why);
	printf("Everything is back. Start the house: commonshelf serve\n");
	return EXIT_DONE;
}

/* a tar from stdin, unpacked in the house and gone afterwards */
static int
from_stream(bool replace)
{
	char		 bag[BAG_PATH];
	const char	*tar[] = { "tar", "-x", "-C", bag, NULL };
	const char	*clear[] = { "rm", "-rf", bag, NULL };
	const char	*why = hold_folders();
	int		 code;

	if (why != NULL)
		return refuse("%s", why);
	snprintf(bag, sizeof(bag), "%s/restore.%d", settings_path("spool"),
	    (int)getpid());
	if (mkdir(bag, 0750) == -1)
		return refuse("%s can't be made: %s", bag, strerror(errno));
	code = program_run(tar) == 0 ? restore(bag, replace) :
	    refuse("this stream is no backup");
	program_run(clear);
	return code;
}

int
cmd_restore(int argc, char **argv)
{
	bool				 replace = false, streamed = false;
	const struct option_spec	 specs[] = {
		{ "replace", OPTION_FLAG, &replace, NULL,
		    "throw away what is there now" },
		{ "stream", OPTION_FLAG, &streamed, NULL,
		    "read a tar from stdin instead of a folder" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	int				 at = options_parse(argc, argv, specs);

	if (at < 0)
		return options_exit(at);
	if (at + !streamed != argc)
		return misuse(argv[0], "name the folder of a backup, or "
		    "--stream");
	return streamed ? from_stream(replace) : restore(argv[at], replace);
}
