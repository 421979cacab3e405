/*
 * verify: reads everything again and says what does not fit: rows, bytes of
 * files, the cache (storage/verify.h), and how far the index has come.
 */
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/settings.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "search/search.h"
#include "storage/verify.h"
#include "storage/work.h"

#define TIMEOUT_MS	600000
/* tenths of a second that the worker gets: where an audience had no change
 * the position is written every ten seconds (worker/indexer.c) */
#define WAIT_TRIES	150

struct told {
	json_t	*wrong;
	bool	 json;
	int	 unread;	/* indexes that could not be read */
	int	 waited;	/* for the worker, tenths of a second */
};

static void
tell(void *with, const char *what, const char *which)
{
	struct told	*t = with;

	json_array_append_new(t->wrong, json_pack("{ss ss}", "what", what,
	    "which", which));
	progress_end();
	if (!t->json)
		printf("WRONG %s: %s\n", what, which);
}

static void
progress(void *with, int64_t done, int64_t all)
{
	(void)with;
	progress_show("read", done, all);
}

/* in a process of its own: what is damaged can bring Xapian down */
static enum status
check_apart(const char *key, char *why, size_t len)
{
	int	ends[2], how;
	ssize_t	n;
	pid_t	pid;

	snprintf(why, len, "it can't be read");
	if (pipe2(ends, O_CLOEXEC) == -1)
		return ST_UNAVAILABLE;
	fflush(NULL);
	if ((pid = fork()) == 0) {
		enum status	st = search_check(settings_path("index"), key,
				    why, len);

		_exit(write(ends[1], why, strlen(why)) < 0 ? ST_INTERNAL :
		    (int)st);
	}
	close(ends[1]);
	if (pid > 0 && (n = read(ends[0], why, len - 1)) > 0)
		why[n] = '\0';
	close(ends[0]);
	if (pid == -1 || waitpid(pid, &how, 0) != pid)
		return ST_UNAVAILABLE;
	return WIFEXITED(how) ? (enum status)WEXITSTATUS(how) : ST_INVALID;
}

static void
whole(struct told *t, const char *key)
{
	char		why[200], which[300];
	enum status	st = check_apart(key, why, sizeof(why));

	if (st == ST_INVALID) {
		snprintf(which, sizeof(which), "%s (%s)", key, why);
		tell(t, "an index is damaged; run commonshelf reindex", which);
	} else if (st != ST_OK) {
		t->unread++;
		fprintf(stderr, "commonshelf: the index %s could not be read "
		    "in one piece; verify again when it is quieter\n", key);
	}
}

/* the worker gets a while, for all audiences together, to come to the change
 * that was last at the start */
static void
audience(struct told *t, const char *key, int64_t last)
{
	int64_t		at;
	enum status	st;

	while ((st = search_position(settings_path("index"), key, &at)) !=
	    ST_OK || at < last) {
		if (t->waited++ >= WAIT_TRIES)
			break;
		usleep(100 * 1000);
	}
	if (st == ST_OK && at >= last) {
		whole(t, key);
		return;
	}
	tell(t, st == ST_NOT_FOUND ? "an index is not there; the worker "
	    "builds it" : st == ST_OK ? "an index is behind; does the worker "
	    "run?" : "an index can't be read; run commonshelf reindex", key);
}

static void
look_at_index(struct told *t, const struct words *circles, int64_t last)
{
	size_t	i;

	audience(t, "public", last);
	audience(t, "network", last);
	for (i = 0; i < circles->n; i++)
		audience(t, circles->v[i], last);
}

static void
sum_up(const struct told *t, const struct verify *v)
{
	size_t	n = json_array_size(t->wrong);
	json_t	*o;

	if (!t->json) {
		printf("%lld files (%lld MB) and %lld copies in the cache "
		    "read: %s\n", (long long)v->blobs,
		    (long long)(v->bytes / 1000000), (long long)v->cached,
		    n == 0 ? "all is well" : "see above");
		if (v->mended > 0)
			printf("%lld wrong files of the cache deleted; they "
			    "come back by themselves\n",
			    (long long)v->mended);
		return;
	}
	o = json_pack("{sb sI sI sI sI si sO}", "well", n == 0, "files",
	    (json_int_t)v->blobs, "bytes", (json_int_t)v->bytes, "cached",
	    (json_int_t)v->cached, "mended", (json_int_t)v->mended,
	    "unread_indexes", t->unread, "wrong",
	    t->wrong);
	json_dumpf(o, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(o);
}

static int
verify(struct db *db, struct arena *a, struct told *t, bool mend)
{
	struct verify	v = { .found = tell, .progress = progress, .with = t,
			    .mend = mend };
	struct words	circles;
	struct work_place last;

	if (work_last_change(db, &last) != ST_OK ||
	    work_circles(db, a, &circles) != ST_OK)
		return refuse("the database does not answer; run commonshelf "
		    "doctor");
	if (verify_run(db, &v) != ST_OK)
		return refuse("not finished: the database was lost, or there "
		    "is no room for a file in %s", settings.home);
	progress_end();
	look_at_index(t, &circles, last.seq);
	sum_up(t, &v);
	/* what was mended is well again */
	return (int64_t)json_array_size(t->wrong) == v.mended ?
	    EXIT_DONE : EXIT_REFUSED;
}

int
cmd_verify(int argc, char **argv)
{
	bool				 mend = false;
	struct told			 t = { .json = false };
	const struct option_spec	 specs[] = {
		{ "mend", OPTION_FLAG, &mend, NULL,
		    "delete wrong files of the cache" },
		{ "json", OPTION_FLAG, &t.json, NULL, "print JSON" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	int				 at = options_parse(argc, argv, specs);
	struct arena			*a;
	struct db			*db;

	if (at < 0)
		return options_exit(at);
	t.wrong = json_array();
	a = arena_new(16 << 20);
	db = db_new(settings.worker_url, TIMEOUT_MS);
	at = verify(db, a, &t, mend);
	db_free(db);
	arena_free(a);
	json_decref(t.wrong);
	return at;
}
