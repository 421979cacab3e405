/*
 * export: everything in open formats, in a bag (bag.h): items as JSON like the
 * API's, their versions and files beside them, organisations, people, topics.
 * docs/operations.md says what stands where.
 */
#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/settings.h"
#include "cli/bag.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/task.h"
#include "storage/blob.h"
#include "storage/export.h"
#include "storage/item.h"

#define ITEM_MAX	(256u << 20)

static void
json_out(struct bag *b, const char *path, json_t *o)
{
	char	*s = json_dumps(o, JSON_INDENT(2));

	if (s == NULL) {
		b->failed = true;
		b->why = ENOMEM;
	} else {
		bag_bytes(b, path, s, strlen(s));
		free(s);
	}
	json_decref(o);
}

/* what readers see under its names, what earlier versions or a draft hold
 * under its digest */
static void
copy(struct bag *b, const struct item *it, const struct blob *blob)
{
	char	to[BAG_PATH], from[BAG_PATH], path[BLOB_PATH_MAX];
	char	hex[SHA256_HEX];
	bool	seen = false;
	size_t	i;

	blob_path(blob->sha256, path);
	snprintf(from, sizeof(from), "%s/%s", settings_path("files"), path);
	for (i = 0; i < it->nfiles; i++) {
		if (memcmp(it->files[i].sha256, blob->sha256, SHA256_LEN) != 0)
			continue;
		snprintf(to, sizeof(to), "data/items/%s/files/%s", it->id,
		    it->files[i].name);
		bag_file(b, to, from);
		seen = true;
	}
	if (seen)
		return;
	digest_hex(blob->sha256, SHA256_LEN, hex);
	snprintf(to, sizeof(to), "data/items/%s/earlier/%s", it->id, hex);
	bag_file(b, to, from);
}

static enum status
files(struct bag *b, struct db *db, const struct item *it,
    const struct export_item *whole)
{
	enum status	st = ST_OK;
	size_t		i;

	for (i = 0; i < whole->nblobs && st == ST_OK && !b->failed; i++) {
		st = blob_ensure(db, whole->blobs[i].sha256,
		    whole->blobs[i].size);
		if (st == ST_OK)
			copy(b, it, &whole->blobs[i]);
	}
	return st;
}

static void
text_out(struct bag *b, const char *id, const char *name, const char *text)
{
	char	path[BAG_PATH];

	snprintf(path, sizeof(path), "data/items/%s/%s", id, name);
	bag_bytes(b, path, text, strlen(text));
}

static enum status
one(struct bag *b, struct db *db, const char *id)
{
	struct arena		*a = arena_new(ITEM_MAX);
	struct item		*it = NULL;
	struct export_item	 whole;
	char			 path[BAG_PATH];
	enum status		 st;

	if ((st = db_begin(db, DB_READ)) == ST_OK)
		st = item_get(db, a, id, &it);
	db_end(db);
	if (st == ST_OK)
		st = export_whole(db, a, id, &whole);
	if (st == ST_OK) {
		snprintf(path, sizeof(path), "data/items/%s/item.json", id);
		json_out(b, path, item_json(it, settings.base_url,
		    ITEM_JSON_BODY));
		text_out(b, id, "record.json", whole.record);
		text_out(b, id, "versions.json", whole.versions);
		st = files(b, db, it, &whole);
	}
	arena_free(a);
	return st == ST_NOT_FOUND ? ST_OK : st;	/* deleted meanwhile */
}

static enum status
lists(struct bag *b, struct db *db, struct arena *a)
{
	static const struct {
		const char	*path;
		enum status	(*get)(struct db *, struct arena *,
				    const char **);
	} all[] = {
		{ "data/organisations.json", export_orgs },
		{ "data/people.json", export_people },
		{ "data/topics.json", export_topics },
	};
	const char	*json;
	enum status	 st;
	size_t		 i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if ((st = all[i].get(db, a, &json)) != ST_OK)
			return st;
		bag_bytes(b, all[i].path, json, strlen(json));
	}
	return ST_OK;
}

static enum status
fill(struct bag *b, struct db *db, struct arena *a, size_t *n)
{
	struct words	ids;
	enum status	st;
	size_t		i;

	if ((st = lists(b, db, a)) != ST_OK ||
	    (st = export_items(db, a, &ids)) != ST_OK)
		return st;
	for (i = 0; i < ids.n && st == ST_OK && !b->failed; i++) {
		st = one(b, db, ids.v[i]);
		progress_show("exported", b->bytes, 0);
	}
	*n = ids.n;
	return st;
}

static int
export_to(const char *to)
{
	struct arena	*a = arena_new(ITEM_MAX);
	struct db	*db = db_new(settings.worker_url, 600000);
	struct bag	 b;
	char		 info[512], now[CLOCK_TEXT];
	size_t		 n = 0;
	enum status	 st = ST_OK;

	if (!bag_make(&b, to)) {
		st = ST_INVALID;
		refuse("%s can't be made (%s): name a folder that is not "
		    "there yet", to, strerror(errno));
	} else {
		st = fill(&b, db, a, &n);
		progress_end();
		clock_rfc3339(clock_now(), now);
		snprintf(info, sizeof(info), "Source-Organization: %.200s\n"
		    "Bagging-Date: %.10s\nBag-Software-Agent: commonshelf "
		    CS_VERSION "\n", settings.base_url, now);
		if (st != ST_OK)
			refuse_status(st);
		else if (!bag_close(&b, info)) {
			st = ST_FULL;
			refuse("the export is not whole: %s",
			    strerror(b.why));
		} else
			printf("%zu items, %lld files, %lld MB in %s\n", n,
			    (long long)b.files,
			    (long long)((b.bytes + 999999) / 1000000), to);
	}
	db_free(db);
	arena_free(a);
	return st == ST_OK ? EXIT_DONE : EXIT_REFUSED;
}

int
cmd_export(int argc, char **argv)
{
	const struct option_spec	 specs[] = {
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	int				 at = options_parse(argc, argv, specs);

	if (at < 0)
		return options_exit(at);
	if (at + 1 != argc)
		return misuse(argv[0], "name one folder that is not there "
		    "yet");
	return export_to(argv[at]);
}
