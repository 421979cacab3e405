/*
 * jobs: takes jobs one after the other. A job is one row of the table below.
 */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"
#include "storage/blob.h"
#include "storage/sample.h"
#include "storage/store.h"
#include "storage/work.h"
#include "worker/extract.h"
#include "worker/neighbour.h"
#include "worker/worker.h"

#define ARENA_MAX	(512u << 20)
#define STATEMENT_MS	60000
#define WAIT_MS		2000
#define HOUR		3600
#define SPOOL_AGE	86400

static enum status
store_result(struct db *db, const uint8_t *sha256,
    const struct extract_result *res)
{
	return work_text_store(db, sha256, extract_state_word(res->state),
	    extract_reason_word(res->reason), res->text, (int)res->pages);
}

static enum status
extract(struct db *db, struct arena *a, const char *key)
{
	struct extract_result	res;
	struct blob_info	info;
	uint8_t			sha256[SHA256_LEN];
	enum status		st;
	int			fd;

	if (!digest_unhex(key, sha256, SHA256_LEN))
		return ST_OK;
	st = work_blob(db, a, sha256, &info);
	if (st == ST_NOT_FOUND)
		return ST_OK;	/* gone meanwhile */
	if (st != ST_OK ||
	    (st = blob_ensure(db, sha256, info.size)) != ST_OK)
		return st;
	if ((fd = blob_open(sha256)) < 0)
		return ST_INTERNAL;
	st = extract_run(a, fd, info.media_type, info.name, &res);
	close(fd);
	return st == ST_OK ? store_result(db, sha256, &res) : st;
}

static enum status
load_sample(struct db *db, struct arena *a, const char *key)
{
	struct sample_tally	t;
	char			why[SAMPLE_WHY] = "";
	enum status		st;

	(void)key;
	st = sample_load(db, arena_printf(a, "%s/assets/sample",
	    settings.root), &t, why);
	if (st == ST_CONFLICT)
		return ST_OK;	/* all of it is there */
	if (st != ST_OK)
		log_error("sample", "%s", why);
	return st;
}

static enum status
remove_sample(struct db *db, struct arena *a, const char *key)
{
	struct sample_tally	t;

	(void)a;
	(void)key;
	return sample_remove(db, &t);
}

static const struct {
	const char	*kind;
	enum status	(*run)(struct db *, struct arena *, const char *key);
} kinds[] = {
	{ "extract", extract },
	{ "neighbours", neighbours_tell },
	{ "sample-load", load_sample },
	{ "sample-remove", remove_sample },
	{ "sketch-file", sketch_file },
	{ "sketch-item", sketch_item },
};

static enum status
run_job(struct db *db, struct arena *a, const struct job *job)
{
	size_t	i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, job->kind) == 0)
			return kinds[i].run(db, a, job->key);
	log_error("job", "nobody knows the kind %s", job->kind);
	return ST_OK;
}

/* true when there was one */
static bool
one_job(struct db *db)
{
	struct arena	*a = arena_new(ARENA_MAX);
	struct job	 job;
	bool		 found;

	found = job_take(db, a, &job) == ST_OK;
	if (found && run_job(db, a, &job) == ST_OK)
		job_done(db, &job);
	else if (found)
		job_again(db, &job, "did not work out");
	arena_free(a);
	return found;
}

/* spooled bodies that a killed nginx left behind, pieces that nobody goes on
 * with */
static void
sweep_folder(const char *path, int depth)
{
	struct dirent	*e;
	struct stat	 s;
	DIR		*dir = opendir(path);
	char		 name[1024];

	if (dir == NULL)
		return;
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		if (lstat(name, &s) != 0)
			continue;
		if (S_ISDIR(s.st_mode) && depth > 0)
			sweep_folder(name, depth - 1);
		else if (S_ISREG(s.st_mode) &&
		    s.st_mtime < clock_now() - SPOOL_AGE)
			unlink(name);
	}
	closedir(dir);
}

static void
sweep(struct db *db)
{
	static int64_t	last;
	int64_t		n;

	if (clock_now() - last < HOUR)
		return;
	last = clock_now();
	sweep_folder(settings_path("spool"), 3);
	sweep_folder(settings_path("files/transfers"), 0);
	work_sweep(db);
	if (store_sweep(db, &n) == ST_OK && n > 0)
		log_info("sweep", "%lld files that nothing names are removed",
		    (long long)n);
}

void
jobs_loop(void)
{
	struct db	*db = db_new(settings.worker_url, STATEMENT_MS);
	struct db	*ear = db_new(settings.worker_url, STATEMENT_MS);
	bool		 listening = false;

	log_open("jobs");
	while (!worker_stop) {
		if (!listening)
			listening = db_listen(ear, "job");
		sweep(db);
		if (one_job(db))
			continue;
		if (!listening)
			usleep(500 * 1000);
		else
			db_wait(ear, WAIT_MS);
		if (db_lost(ear))
			listening = false;
	}
	db_free(db);
	db_free(ear);
}
