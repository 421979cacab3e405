/*
 * transfer: see transfer.h.
 */
#include "web/transfer.h"

#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/settings.h"
#include "storage/blob.h"
#include "storage/item_file.h"
#include "storage/transfer.h"
#include "web/api.h"
#include "web/file.h"
#include "web/problem.h"

#define VERSION		"1.0.0"
#define PIECE		"application/offset+octet-stream"
#define BAD_CHECKSUM	"460"	/* tus's own status */

/* what every answer says, refusals too */
static struct reply *
said(struct request *r, struct reply *reply)
{
	reply_header(r, reply, "tus-resumable", VERSION);
	return reply;
}

static struct reply *
refused(struct request *r, enum status st, const char *why)
{
	return said(r, why == NULL ? problem(r, st) :
	    problem_because(r, st, why));
}

static void
expires(struct request *r, struct reply *reply, const struct transfer *t)
{
	char	date[CLOCK_TEXT];

	clock_http(t->expires, date);
	if (!t->done)
		reply_header(r, reply, "upload-expires", date);
}

static struct reply *
state(struct request *r, struct reply *reply, const struct transfer *t)
{
	reply_header(r, reply, "upload-offset", arena_printf(r->arena, "%lld",
	    (long long)t->offset));
	expires(r, reply, t);
	reply_header(r, reply, "cache-control", "no-store");
	return said(r, reply);
}

struct reply *
transfer_options(struct request *r)
{
	struct reply	*reply = reply_new(r, 204, NULL);

	reply_header(r, reply, "tus-version", VERSION);
	reply_header(r, reply, "tus-extension",
	    "creation,termination,checksum,expiration");
	reply_header(r, reply, "tus-checksum-algorithm", "sha1,sha256");
	reply_header(r, reply, "tus-max-size", arena_printf(r->arena, "%lld",
	    (long long)settings.file_max * 1000000));
	return said(r, reply);
}

/* who asks, and in which version; NULL: go on */
static struct reply *
stopped(struct request *r, struct tus *tus)
{
	struct reply	*reply;

	if (r->actor.person == 0)
		return refused(r, ST_UNAUTHENTICATED, NULL);
	if (!r->actor.may_write || actor_home(&r->actor) == NULL)
		return refused(r, ST_FORBIDDEN, NULL);
	if (!tus_parse(r->arena, r->tus, tus))
		return refused(r, ST_MALFORMED, NULL);
	if (strcmp(tus->version, VERSION) == 0)
		return NULL;
	reply = refused(r, ST_STALE, _("Uploads in pieces speak tus 1.0.0: "
	    "send the header Tus-Resumable."));
	reply_header(r, reply, "tus-version", VERSION);
	return reply;
}

/* the item that the file is for, if the caller may change it; NULL: go on */
static struct reply *
item_refused(struct request *r, const char *id, struct item **it)
{
	struct reply	*reply;
	enum status	 st;

	*it = NULL;
	if (id == NULL)
		return NULL;
	r->args[0] = id;
	if ((st = api_load(r, it, NULL)) != ST_OK)
		return refused(r, st, NULL);
	reply = api_refused(r, MAY_EDIT, *it);
	return reply == NULL ? NULL : said(r, reply);
}

static struct reply *
created(struct request *r, const struct transfer *t)
{
	struct reply	*reply = reply_new(r, 201, NULL);

	reply_header(r, reply, "location", arena_printf(r->arena,
	    "/api/v1/uploads/%s", t->id));
	return state(r, reply, t);
}

/* one more than the ceiling, and the sentence names it */
static const char *
wrong_length(struct request *r, const char *name, int64_t length)
{
	if (length < 0)
		return _("Say how long the file is: Upload-Length.");
	return file_refusal(r, length == 0 ? ST_INVALID : ST_TOO_LARGE, name);
}

struct reply *
transfer_post(struct request *r)
{
	struct tus	 tus = { .offset = -1, .length = -1 };
	struct transfer	 t;
	struct item	*it;
	struct reply	*ended = stopped(r, &tus);
	const char	*name, *item;
	enum status	 st;

	if (ended != NULL)
		return ended;
	name = tus_metadata(r->arena, tus.metadata, "filename");
	if (name == NULL || (name = file_clean_name(r->arena, name)) == NULL)
		return refused(r, ST_MALFORMED, _("The file has no name that "
		    "we could keep."));
	if (tus.length <= 0)
		return refused(r, ST_MALFORMED, wrong_length(r, name,
		    tus.length));
	if (tus.length > (int64_t)settings.file_max * 1000000)
		return refused(r, ST_TOO_LARGE, wrong_length(r, name,
		    tus.length));
	item = tus_metadata(r->arena, tus.metadata, "item");
	if ((ended = item_refused(r, item, &it)) != NULL)
		return ended;
	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK)
		return refused(r, st, NULL);
	st = transfer_add(r->db, r->arena, r->actor.person, name, item,
	    tus.length, &t);
	if (st == ST_OK)
		st = db_end(r->db);
	else
		db_rollback(r->db);
	if (st == ST_THROTTLED)
		r->fault.retry_after = 60;
	return st != ST_OK ? refused(r, st, NULL) : created(r, &t);
}

static struct reply *
as_json(struct request *r, const struct transfer *t)
{
	return reply_json(r, 200, json_pack("{s:s, s:s, s:I, s:I, s:b, s:s?}",
	    "id", t->id, "name", t->name, "size", (json_int_t)t->size,
	    "offset", (json_int_t)t->offset, "done", t->done, "item",
	    t->item));
}

struct reply *
transfer_show(struct request *r)
{
	struct transfer	 t;
	struct reply	*reply;
	enum status	 st;

	if (r->actor.person == 0)
		return refused(r, ST_UNAUTHENTICATED, NULL);
	if ((st = db_begin(r->db, DB_READ)) == ST_OK)
		st = transfer_get(r->db, r->arena, r->args[0], false, &t);
	db_end(r->db);
	if (st != ST_OK)
		return refused(r, st, NULL);
	reply = r->method == METHOD_HEAD ? reply_new(r, 200, NULL) :
	    as_json(r, &t);
	reply_header(r, reply, "upload-length", arena_printf(r->arena, "%lld",
	    (long long)t.size));
	return state(r, reply, &t);
}

/* all of it is there: it becomes a file, in the same transaction */
static enum status
become_file(struct request *r, struct transfer *t, const struct item *it,
    int fd, struct blob *b)
{
	struct file_change	 c = { .item = it, .person = r->actor.person,
				    .person_name = r->actor.name,
				    .name = t->name };
	enum status		 st = blob_store(r->db, fd, t->name, b);

	c.note = arena_printf(r->arena, _("Added %s"), t->name);
	if (st == ST_OK && it != NULL)
		st = item_file_put(r->db, r->arena, &c, b->sha256);
	if (st == ST_OK)
		st = transfer_finish(r->db, t, it == NULL ? b->sha256 : NULL);
	return st;
}

static enum status
finish(struct request *r, struct transfer *t, const struct item *it, int fd)
{
	struct blob	b;
	int		whole = -1;
	enum status	st = transfer_whole(r->db, t, fd, &whole);

	if (st == ST_OK)
		st = become_file(r, t, it, whole, &b);
	if (st != ST_OK)
		db_rollback(r->db);
	else if ((st = db_end(r->db)) == ST_OK)
		blob_cache(whole, b.sha256);
	if (whole >= 0)
		close(whole);
	if (st == ST_OK)
		transfer_forget(t->id);
	return st;
}

/* one piece behind what is there; ST_CONFLICT: not from there */
static enum status
take_piece(struct request *r, const struct tus *tus, const struct item *it,
    int fd, struct transfer *t)
{
	enum status	st = db_begin(r->db, DB_WRITE);

	if (st == ST_OK)
		st = transfer_get(r->db, r->arena, t->id, true, t);
	if (st == ST_OK && tus->offset != t->offset)
		st = ST_CONFLICT;
	if (st == ST_OK && !t->done && transfer_is_last(t, fd))
		return finish(r, t, it, fd);
	if (st == ST_OK && !t->done && fd >= 0)
		st = transfer_append(r->db, t, fd);
	if (st == ST_OK)
		return db_end(r->db);
	db_rollback(r->db);
	return st;
}

static struct reply *
patch(struct request *r, const struct tus *tus, int fd)
{
	struct transfer	 t;
	struct item	*it;
	struct reply	*ended;
	enum status	 st;

	if (fd >= 0 && *tus->checksum != '\0') {
		switch (tus_checksum(fd, tus->checksum)) {
		case TUS_SUM_UNKNOWN:
			return refused(r, ST_MALFORMED, _("We know the "
			    "checksums sha1 and sha256."));
		case TUS_SUM_OTHER:
			r->status = BAD_CHECKSUM;
			return refused(r, ST_MALFORMED, _("This piece was "
			    "damaged on its way. Send it again."));
		case TUS_SUM_SAME:
		default:
			break;
		}
	}
	if ((st = db_begin(r->db, DB_READ)) == ST_OK)
		st = transfer_get(r->db, r->arena, r->args[0], false, &t);
	db_end(r->db);
	if (st != ST_OK)
		return refused(r, st, NULL);
	if ((ended = item_refused(r, t.item, &it)) != NULL)
		return ended;
	st = take_piece(r, tus, it, fd, &t);
	if (st == ST_CONFLICT)
		return refused(r, st, _("The next piece starts elsewhere: ask "
		    "for Upload-Offset with HEAD."));
	if (st != ST_OK)
		return refused(r, st, NULL);
	return state(r, reply_new(r, 204, NULL), &t);
}

struct reply *
transfer_patch(struct request *r)
{
	struct tus	 tus = { .offset = -1, .length = -1 };
	struct reply	*reply = stopped(r, &tus);
	int		 fd;

	if (reply != NULL)
		return reply;
	if (r->content_type == NULL || strcmp(r->content_type, PIECE) != 0)
		return refused(r, ST_UNSUPPORTED, _("Send pieces as "
		    "application/offset+octet-stream."));
	if (tus.offset < 0)
		return refused(r, ST_MALFORMED, _("Say where the piece "
		    "starts: Upload-Offset."));
	fd = request_body_fd(r);
	reply = patch(r, &tus, fd);
	if (fd >= 0)
		close(fd);
	return reply;
}

struct reply *
transfer_delete(struct request *r)
{
	struct tus	 tus = { .offset = -1, .length = -1 };
	struct transfer	 t;
	struct reply	*ended = stopped(r, &tus);
	enum status	 st;

	if (ended != NULL)
		return ended;
	if ((st = db_begin(r->db, DB_WRITE)) == ST_OK)
		st = transfer_get(r->db, r->arena, r->args[0], true, &t);
	if (st == ST_OK)
		st = transfer_drop(r->db, t.id);
	if (st != ST_OK) {
		db_rollback(r->db);
		return refused(r, st, NULL);
	}
	if ((st = db_end(r->db)) != ST_OK)
		return refused(r, st, NULL);
	transfer_forget(t.id);
	return said(r, reply_new(r, 204, NULL));
}
