/*
 * store: where the bytes of files lie, and moving all of them to where
 * COMMONSHELF_STORE says. A move may be stopped at any moment.
 */
#include <signal.h>

#include "base/settings.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/task.h"
#include "storage/store.h"

#define TIMEOUT_MS	600000
#define LIST_MAX	(4u << 20)

static volatile sig_atomic_t	stopped;

static void
stop(int sig)
{
	(void)sig;
	stopped = 1;
}

static bool
progress(void *with, int64_t done, int64_t all)
{
	(void)with;
	progress_show("moved", done, all);
	return !stopped;
}

static void
damaged(void *with, const char *sha256)
{
	(void)with;
	printf("WRONG bytes are damaged, left where they are: %s\n", sha256);
}

static int
move(struct db *db)
{
	struct store_figures	f;
	struct store_move	m = { .files = strcmp(settings.store,
				    "files") == 0, .progress = progress,
				    .damaged = damaged };
	enum status		st;
	int64_t			left;

	signal(SIGINT, stop);
	signal(SIGTERM, stop);
	if ((st = store_move(db, &m)) == ST_OK)
		st = store_figures(db, &f);
	progress_end();
	if (st != ST_OK)
		return refuse_status(st);
	left = m.files ? f.rows : f.files;
	printf("%lld files (%lld MB) moved %s; %lld still to move\n",
	    (long long)m.moved, (long long)(m.bytes / 1000000), m.files ?
	    "into the folder files" : "into the database", (long long)left);
	return left == 0 ? EXIT_DONE : EXIT_REFUSED;
}

static json_t *
damage_list(const struct store_damage *d, size_t n)
{
	json_t	*list = json_array();
	size_t	 i;

	for (i = 0; i < n; i++)
		json_array_append_new(list, json_pack("{ss ss ss}", "sha256",
		    d[i].sha256, "file", d[i].file, "item", d[i].item));
	return list;
}

static void
say(const struct store_figures *f, const struct store_damage *d, size_t n)
{
	size_t	i;

	printf("new files go to      %s\n", settings.store);
	printf("in the database      %lld files, %lld MB\n",
	    (long long)f->rows, (long long)(f->rows_bytes / 1000000));
	printf("in the folder alone  %lld files, %lld MB\n",
	    (long long)f->files, (long long)(f->files_bytes / 1000000));
	printf("read again           every %ld days, the longest ago %lld "
	    "hours ago\n", settings.scrub_days,
	    (long long)(f->oldest / 3600));
	printf("damaged              %lld\n", (long long)f->wrong);
	for (i = 0; i < n; i++)
		printf("WRONG %s %s of item %s\n", d[i].sha256, d[i].file,
		    d[i].item);
}

static int
show(struct db *db, bool json)
{
	struct arena		*a = arena_new(LIST_MAX);
	struct store_figures	 f;
	struct store_damage	*d = NULL;
	size_t			 n = 0;
	enum status		 st = store_figures(db, &f);

	if (st == ST_OK)
		st = store_damages(db, a, &d, &n);
	if (st == ST_OK && json)
		print_json(json_pack("{ss s{sI sI} s{sI sI} sI so}", "store",
		    settings.store, "database", "files", (json_int_t)f.rows,
		    "bytes", (json_int_t)f.rows_bytes, "folder", "files",
		    (json_int_t)f.files, "bytes", (json_int_t)f.files_bytes,
		    "oldest_look_seconds", (json_int_t)f.oldest, "damaged",
		    damage_list(d, n)));
	else if (st == ST_OK)
		say(&f, d, n);
	arena_free(a);
	if (st != ST_OK)
		return refuse_status(st);
	return f.wrong == 0 ? EXIT_DONE : EXIT_REFUSED;
}

int
cmd_store(int argc, char **argv)
{
	bool				 json = false;
	const struct option_spec	 specs[] = {
		{ "json", OPTION_FLAG, &json, NULL, "print JSON" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	int				 at = options_parse(argc, argv, specs);
	struct db			*db;
	bool				 moving;
	int				 code;

	if (at < 0)
		return options_exit(at);
	moving = at < argc && strcmp(argv[at], "move") == 0;
	if (at + moving < argc)
		return misuse(argv[0], "it knows \"move\" alone");
	db = db_new(settings.worker_url, TIMEOUT_MS);
	code = moving ? move(db) : show(db, json);
	db_free(db);
	return code;
}
