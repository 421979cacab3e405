/*
 * backup: the whole house into a bag (bag.h) while everything runs: the
 * database as pg_dump writes it, of one moment, and the files that lie in the
 * folder alone. What is derived (index, cache) is not in it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/settings.h"
#include "cli/bag.h"
#include "cli/children.h"
#include "cli/cli.h"
#include "cli/hold.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "cli/task.h"
#include "storage/blob.h"
#include "storage/export.h"

#define DUMP		"data/database.dump"
#define DUMP_SECONDS	86400
#define LIST_MAX	(256u << 20)

static int
dump(const struct bag *b)
{
	char		 from[700], to[BAG_PATH + 100];
	const char	*args[] = { PG_BIN "pg_dump", "--format=custom",
			    "--compress=1", "--no-owner",
			    /* the owner sees every row by its own policy */
			    "--enable-row-security", from, to, NULL };

	snprintf(from, sizeof(from), "--dbname=%s", settings.owner_url);
	snprintf(to, sizeof(to), "--file=%s/" DUMP, b->folder);
	progress_show("the database", 0, 0);
	return children_run("backup", DUMP_SECONDS, args);
}

/* after the dump: what it names is there, because bytes outlive their rows
 * by hours */
static int
folder(struct bag *b, struct db *db, struct arena *a)
{
	struct words	names;
	char		path[BLOB_PATH_MAX], to[BAG_PATH], from[BAG_PATH];
	uint8_t		sha256[SHA256_LEN];
	int64_t		all, before = b->bytes;
	enum status	st = export_folder(db, a, &names, &all);
	size_t		i;

	if (st != ST_OK)
		return refuse_status(st);
	for (i = 0; i < names.n && !b->failed; i++) {
		if (!digest_unhex(names.v[i], sha256, SHA256_LEN))
			continue;
		blob_path(sha256, path);
		snprintf(to, sizeof(to), "data/files/%s", path);
		snprintf(from, sizeof(from), "%s/%s", settings_path("files"),
		    path);
		bag_file(b, to, from);
		progress_show("files", b->bytes - before, all);
	}
	return EXIT_DONE;
}

static int
fill(struct bag *b, struct db *db, struct arena *a)
{
	char	info[512], now[CLOCK_TEXT], data[BAG_PATH + 10];

	snprintf(data, sizeof(data), "%s/data", b->folder);
	if (mkdir(data, 0750) == -1)
		return refuse("%s can't be made: %s", data, strerror(errno));
	if (dump(b) != 0)
		return refuse("the database could not be read: %s",
		    children_last_words("backup", ""));
	bag_written(b, DUMP);
	if (folder(b, db, a) != EXIT_DONE)
		return EXIT_REFUSED;
	clock_rfc3339(clock_now(), now);
	snprintf(info, sizeof(info), "Source-Organization: %.200s\n"
	    "Bagging-Date: %.10s\nBag-Software-Agent: commonshelf "
	    CS_VERSION "\nExternal-Description: backup, see commonshelf "
	    "restore\n", settings.base_url, now);
	if (!bag_close(b, info))
		return refuse("the backup is not whole: %s",
		    strerror(b->why));
	progress_end();
	return EXIT_DONE;
}

static int
into(const char *to, struct bag *b)
{
	struct arena	*a;
	struct db	*db;
	const char	*why;
	int		 code;

	if ((why = hold_folders()) != NULL)
		return refuse("%s", why);
	if (!bag_make(b, to))
		return refuse("%s can't be made (%s): name a folder that is "
		    "not there yet", to, strerror(errno));
	a = arena_new(LIST_MAX);
	db = db_new(settings.worker_url, 600000);
	code = fill(b, db, a);
	progress_end();
	db_free(db);
	arena_free(a);
	return code;
}

/* the bag as tar on stdout, made in the house and gone afterwards */
static int
stream(void)
{
	char		 to[BAG_PATH];
	const char	*tar[] = { "tar", "-c", "-C", to, "--owner=0",
			    "--group=0", ".", NULL };
	const char	*clear[] = { "rm", "-rf", to, NULL };
	struct bag	 b;
	int		 code;

	if (isatty(STDOUT_FILENO) == 1)
		return misuse("backup", "a stream goes into a file or a "
		    "program, not onto a terminal");
	snprintf(to, sizeof(to), "%s/backup.%d", settings_path("spool"),
	    (int)getpid());
	code = into(to, &b);
	if (code == EXIT_DONE && program_run(tar) != 0)
		code = refuse("the stream was cut off");
	if (program_run(clear) != 0)
		fprintf(stderr, "commonshelf: %s is left over\n", to);
	return code;
}

int
cmd_backup(int argc, char **argv)
{
	bool				 streamed = false;
	struct bag			 b = { .files = 0 };
	const struct option_spec	 specs[] = {
		{ "stream", OPTION_FLAG, &streamed, NULL,
		    "write a tar to stdout instead of a folder" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	int				 at = options_parse(argc, argv, specs);

	if (at < 0)
		return options_exit(at);
	if (at + !streamed != argc)
		return misuse(argv[0], "name one folder that is not there "
		    "yet, or --stream");
	if (streamed)
		return stream();
	if (into(argv[at], &b) != EXIT_DONE)
		return EXIT_REFUSED;
	printf("%lld files, %lld MB in %s; keep it away from this machine\n",
	    (long long)b.files, (long long)((b.bytes + 999999) / 1000000),
	    argv[at]);
	return EXIT_DONE;
}
