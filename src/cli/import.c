/*
 * import: an export (export.c) into this house, beside what is there. What is
 * named the same stays as it is here. The bag is read whole before anything
 * is changed; each item is a transaction of its own.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/settings.h"
#include "cli/bag.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/task.h"
#include "storage/blob.h"
#include "storage/import.h"

#define TIMEOUT_MS	600000
#define JSON_MAX	((off_t)256 << 20)

struct import {
	const char	*bag;
	struct db	*db;
	char		 why[700];	/* the sentence, once something fails */
	int		 added, there;
	int64_t		 bytes;
};

static bool
failed(struct import *m, const char *what, const char *why)
{
	if (m->why[0] == '\0')
		snprintf(m->why, sizeof(m->why), "%.300s: %.300s", what, why);
	return false;
}

/* a file of the bag, to be freed; NULL */
static char *
slurp(struct import *m, const char *path)
{
	char		 full[2 * BAG_PATH], *text = NULL;
	struct stat	 s;
	ssize_t		 n = -1;
	int		 fd;

	snprintf(full, sizeof(full), "%s/%s", m->bag, path);
	if ((fd = open(full, O_RDONLY | O_CLOEXEC)) != -1 &&
	    fstat(fd, &s) == 0 && s.st_size < JSON_MAX &&
	    (text = malloc((size_t)s.st_size + 1)) != NULL &&
	    (n = read(fd, text, (size_t)s.st_size)) == s.st_size)
		text[n] = '\0';
	if (fd != -1)
		close(fd);
	if (text != NULL && n == s.st_size)
		return text;
	failed(m, path, "it can't be read");
	free(text);
	return NULL;
}

/* commits, or says what was refused */
static bool
settled(struct import *m, enum status st, const char *what)
{
	const char	*why = "the database took nothing of it";

	if (st == ST_OK && (st = db_end(m->db)) == ST_OK)
		return true;
	if (st == ST_INVALID)
		why = "it does not fit here; was it made by a newer version?";
	else if (st == ST_FULL)
		why = "there is no room";
	else if (st == ST_CONFLICT)
		why = "a part of it is here already under another item";
	db_rollback(m->db);
	return failed(m, what, why);
}

static bool
lists(struct import *m)
{
	static const struct {
		const char	*path;
		enum status	(*put)(struct db *, const char *);
	} all[] = {
		{ "data/topics.json", import_topics },
		{ "data/organisations.json", import_orgs },
		{ "data/people.json", import_people },
	};
	enum status	st;
	size_t		i;
	char		*json;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if ((json = slurp(m, all[i].path)) == NULL)
			return false;
		if ((st = db_begin(m->db, DB_WRITE)) == ST_OK)
			st = all[i].put(m->db, json);
		free(json);
		if (!settled(m, st, all[i].path))
			return false;
	}
	return true;
}

/* the bytes behind one path of the bag; those that are there stay */
static enum status
store(struct import *m, const char *path, const char *name)
{
	char		 full[2 * BAG_PATH];
	struct stat	 s;
	struct blob	 b;
	enum status	 st;
	int		 fd, own = -1;

	snprintf(full, sizeof(full), "%s/%s", m->bag, path);
	if ((fd = open(full, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) == -1)
		return ST_NOT_FOUND;
	/* a file of our own: the store gives it another name, for good */
	if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode))
		own = blob_part(fd, 0, (uint64_t)s.st_size);
	close(fd);
	if (own == -1)
		return ST_FULL;
	st = blob_store(m->db, own, name, &b);
	close(own);
	progress_show("imported", m->bytes += s.st_size, 0);
	return st;
}

/* everything in files/ or earlier/ of an item */
static enum status
folder(struct import *m, const char *id, const char *which)
{
	char		 path[BAG_PATH], full[2 * BAG_PATH];
	struct dirent	*e;
	enum status	 st = ST_OK;
	DIR		*d;

	snprintf(full, sizeof(full), "%s/data/items/%s/%s", m->bag, id, which);
	if ((d = opendir(full)) == NULL)
		return errno == ENOENT ? ST_OK : ST_INTERNAL;
	while (st == ST_OK && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "data/items/%s/%s/%s", id, which,
		    e->d_name);
		st = store(m, path, e->d_name);
	}
	closedir(d);
	return st;
}

static bool
item(struct import *m, const char *id)
{
	char		 path[BAG_PATH], *record, *versions = NULL;
	bool		 added = false, ok = false;
	enum status	 st;

	snprintf(path, sizeof(path), "data/items/%s/record.json", id);
	record = slurp(m, path);
	snprintf(path, sizeof(path), "data/items/%s/versions.json", id);
	if (record != NULL)
		versions = slurp(m, path);
	if (versions != NULL) {
		if ((st = db_begin(m->db, DB_WRITE)) == ST_OK)
			st = import_item(m->db, record, &added);
		if (st == ST_OK && added) {
			st = folder(m, id, "files");
			if (st == ST_OK)
				st = folder(m, id, "earlier");
			if (st == ST_OK)
				st = import_rest(m->db, record, versions);
		}
		ok = settled(m, st, id);
	}
	m->added += ok && added;
	m->there += ok && !added;
	free(record);
	free(versions);
	return ok;
}

static bool
links(struct import *m, const char *id)
{
	char		 path[BAG_PATH], *record;
	enum status	 st;

	snprintf(path, sizeof(path), "data/items/%s/record.json", id);
	if ((record = slurp(m, path)) == NULL)
		return false;
	if ((st = db_begin(m->db, DB_WRITE)) == ST_OK)
		st = import_links(m->db, record);
	free(record);
	return settled(m, st, id);
}

static bool
each_item(struct import *m, bool (*what)(struct import *, const char *))
{
	char		 path[BAG_PATH];
	struct dirent	*e;
	bool		 ok = true;
	DIR		*d;

	snprintf(path, sizeof(path), "%s/data/items", m->bag);
	if ((d = opendir(path)) == NULL)
		return errno == ENOENT || failed(m, path, strerror(errno));
	while (ok && (e = readdir(d)) != NULL)
		if (digest_is_public_id(e->d_name))
			ok = what(m, e->d_name);
	closedir(d);
	progress_end();
	return ok;
}

static void
wrong(const char *path, const char *why)
{
	progress_end();
	fprintf(stderr, "WRONG %s %s\n", path, why);
}

static int
import_from(const char *bag)
{
	struct import	m = { .bag = bag };
	int64_t		n = bag_check(bag, wrong);
	bool		ok;

	if (n < 0)
		return refuse("%s is no export: it has no manifest", bag);
	if (n > 0)
		return refuse("this export is damaged; nothing was changed");
	m.db = db_new(settings.worker_url, TIMEOUT_MS);
	ok = lists(&m) && each_item(&m, item) && each_item(&m, links);
	db_free(m.db);
	if (!ok)
		return refuse("%s. %d items are in; begin again to go on", m.why,
		    m.added);
	printf("%d items imported, %d were there already\n", m.added, m.there);
	return EXIT_DONE;
}

int
cmd_import(int argc, char **argv)
{
	const struct option_spec	 specs[] = {
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	int				 at = options_parse(argc, argv, specs);

	if (at < 0)
		return options_exit(at);
	if (at + 1 != argc)
		return misuse(argv[0], "name the folder of an export");
	return import_from(argv[at]);
}
