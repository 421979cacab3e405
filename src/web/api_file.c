/*
 * api_file: PUT, GET and DELETE /api/v1/items/{id}/files/{name}. If-Match and
 * If-None-Match are about the file (its tag is its SHA-256) and may be left
 * out: curl -T is enough.
 */
#include <string.h>
#include <unistd.h>

#include "storage/blob.h"
#include "storage/item_file.h"
#include "web/api.h"
#include "web/etag.h"
#include "web/file.h"
#include "web/item_view.h"
#include "web/problem.h"

static const struct file *
find(const struct item *it, const char *name)
{
	size_t	i;

	for (i = 0; name != NULL && i < it->nfiles; i++)
		if (strcmp(it->files[i].name, name) == 0)
			return &it->files[i];
	return NULL;
}

struct reply *
api_file(struct request *r)
{
	struct item		*it;
	const struct file	*f;
	enum status		 st;

	if ((st = api_load(r, &it, NULL)) != ST_OK)
		return problem(r, st);
	if ((f = find(it, r->args[1])) == NULL)
		return problem(r, ST_NOT_FOUND);
	return file_reply(r, f, it->status == ITEM_PUBLISHED &&
	    it->audience == AUDIENCE_PUBLIC);
}

/* ST_STALE unless the file is as the client believes */
static enum status
condition(struct request *r, const struct file *f)
{
	char		 hex[SHA256_HEX];
	const char	*tag = NULL;

	if (f != NULL) {
		digest_hex(f->sha256, SHA256_LEN, hex);
		tag = arena_printf(r->arena, "\"%s\"", hex);
	}
	if (r->if_match != NULL && !etag_match(r->if_match, tag))
		return ST_STALE;
	if (r->if_none_match != NULL && etag_none_match(r->if_none_match, tag))
		return ST_STALE;
	return ST_OK;
}

static struct file_change
change_of(struct request *r, const struct item *it, const char *name,
    const char *note)
{
	return (struct file_change){ .item = it, .person = r->actor.person,
	    .person_name = r->actor.name, .name = name, .note = note };
}

static enum status
store(struct request *r, const struct file_change *c, int fd)
{
	struct blob	b;
	enum status	st;

	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK)
		return st;
	if ((st = blob_store(r->db, fd, c->name, &b)) == ST_OK)
		st = item_file_put(r->db, r->arena, c, b.sha256);
	if (st != ST_OK) {
		db_rollback(r->db);
		return st;
	}
	if ((st = db_end(r->db)) == ST_OK)
		blob_cache(fd, b.sha256);
	return st;
}

/* the file as JSON, out of the item as it stands now */
static struct reply *
answer(struct request *r, const char *name, int code)
{
	struct item		*it;
	const struct file	*f;
	struct reply		*reply;
	json_t			*o;
	char			 hex[SHA256_HEX];
	enum status		 st;

	if ((st = api_load(r, &it, NULL)) != ST_OK)
		return problem(r, st);
	if ((f = find(it, name)) == NULL)
		return problem(r, ST_CONFLICT);	/* taken out just now */
	o = item_json(it, "", 0);
	reply = reply_json(r, code, json_incref(json_array_get(
	    json_object_get(o, "files"), (size_t)(f - it->files))));
	json_decref(o);
	digest_hex(f->sha256, SHA256_LEN, hex);
	reply_header(r, reply, "location", request_url(r, file_path(r->arena,
	    f)));
	return reply_etag(r, reply, hex);
}

static struct reply *
put(struct request *r, const struct item *it, const char *name)
{
	const struct file	*old = find(it, name);
	struct file_change	 c = change_of(r, it, name,
				    arena_printf(r->arena, old == NULL ?
				    _("Added %s") : _("Replaced %s"), name));
	enum status		 st;
	int			 fd;

	if (condition(r, old) != ST_OK)
		return problem(r, ST_STALE);
	if (old == NULL && it->nfiles >= FILES_MAX)
		return problem_because(r, ST_INVALID, _("One thing has at "
		    "most 50 files."));
	if ((fd = request_body_fd(r)) < 0)
		return problem_because(r, ST_INVALID, file_refusal(r,
		    ST_INVALID, name));
	st = store(r, &c, fd);
	close(fd);
	if (st == ST_INVALID || st == ST_TOO_LARGE)
		return problem_because(r, st, file_refusal(r, st, name));
	return st != ST_OK ? problem(r, st) :
	    answer(r, name, old == NULL ? 201 : 200);
}

struct reply *
api_file_put(struct request *r)
{
	const char	*name = file_clean_name(r->arena, r->args[1]);
	struct item	*it;
	struct reply	*ended;
	enum status	 st;

	if ((st = api_load(r, &it, NULL)) != ST_OK)
		return problem(r, st);
	if ((ended = api_refused(r, MAY_EDIT, it)) != NULL)
		return ended;
	if (name == NULL)
		return problem_because(r, ST_INVALID, _("The file has no name "
		    "that we could keep."));
	return put(r, it, name);
}

struct reply *
api_file_delete(struct request *r)
{
	struct item		*it;
	struct reply		*ended;
	const struct file	*f;
	struct file_change	 c;
	enum status		 st;

	if ((st = api_load(r, &it, NULL)) != ST_OK)
		return problem(r, st);
	if ((ended = api_refused(r, MAY_EDIT, it)) != NULL)
		return ended;
	if ((f = find(it, r->args[1])) == NULL)
		return problem(r, ST_NOT_FOUND);
	if (condition(r, f) != ST_OK)
		return problem(r, ST_STALE);
	c = change_of(r, it, f->name, arena_printf(r->arena,
	    _("Removed %s"), f->name));
	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK)
		return problem(r, st);
	if ((st = item_file_remove(r->db, r->arena, &c)) != ST_OK)
		db_rollback(r->db);
	else
		st = db_end(r->db);
	return st != ST_OK ? problem(r, st) : reply_new(r, 204, NULL);
}
