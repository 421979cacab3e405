/*
 * version: see version.h.
 */
#include "storage/version.h"

#include <string.h>

#include "storage/file.h"

static const struct stmt WRITER = { "version_writer", "i",
	"select name from ("
	"select p.name, w.updated_at as at from working_copy w "
	"join person p on p.id = w.author where w.item = $1 "
	"union all select v.author_name, v.created_at from item_version v "
	"where v.item = $1 and v.author_name <> '') x "
	"order by at desc limit 1" };

enum status
version_writer(struct db *db, struct arena *a, const struct item *it,
    const char **name)
{
	struct rows	r;
	enum status	st;

	*name = "";
	db_send(db, &WRITER, it->key);
	if ((st = db_take(db, &r)) == ST_OK && r.n == 1)
		*name = rows_dup(a, &r, 0, 0);
	return st;
}

static const struct file *
same_file(const struct item *it, const struct file *f)
{
	size_t	i;

	for (i = 0; i < it->nfiles; i++)
		if (strcmp(it->files[i].name, f->name) == 0 &&
		    memcmp(it->files[i].sha256, f->sha256, SHA256_LEN) == 0)
			return &it->files[i];
	return NULL;
}

/* the item has just the files of the old version again */
static enum status
restore_files(struct db *db, struct arena *a, const struct item *now,
    const struct item *old, int64_t person)
{
	const char	*id;
	enum status	 st = ST_OK;
	size_t		 i;

	for (i = 0; i < now->nfiles && st == ST_OK; i++)
		if (same_file(old, &now->files[i]) == NULL)
			st = file_detach(db, now->key, now->files[i].name);
	for (i = 0; i < old->nfiles && st == ST_OK; i++)
		if (same_file(now, &old->files[i]) == NULL)
			st = file_attach(db, a, now->key, person,
			    old->files[i].sha256, old->files[i].name, &id);
	return st;
}

enum status
version_restore(struct db *db, struct arena *a, const struct item *now,
    struct item *old, int64_t person, const char *person_name,
    const char *note)
{
	enum status	st;

	if (now->has_working_copy)
		return ST_CONFLICT;
	if ((st = restore_files(db, a, now, old, person)) != ST_OK)
		return st;
	old->status = now->status;
	old->audience = now->audience;
	old->rev = now->rev;
	old->version = now->version;
	old->note = note;
	return item_publish(db, a, old, now, person, person_name);
}
