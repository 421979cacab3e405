/*
 * file: see file.h.
 */
#include "web/file.h"

#include <string.h>
#include <unistd.h>

#include "base/extract_reason.h"
#include "base/settings.h"
#include "storage/file.h"
#include "views/item.h"
#include "views/words.h"
#include "web/etag.h"
#include "web/item_view.h"
#include "web/page.h"
#include "web/problem.h"
#include "web/public_file.h"
#include "web/routes.h"
#include "web/row.h"

#define UPLOADS_MAX	50	/* of one form */

static enum status
load(struct request *r, bool with_text, struct file_place *f)
{
	enum status	st;

	if (!digest_is_public_id(r->args[0]))
		return ST_NOT_FOUND;
	if ((st = db_begin(r->db, DB_READ)) == ST_OK) {
		file_send(r->db, r->args[0], with_text);
		st = file_take(r->db, r->arena, f);
	}
	db_end(r->db);
	return st;
}

/* media types that a browser may be told; anything else is a mere file */
static const char *
safe_type(const char *type)
{
	static const char *const served[] = { "application/pdf",
	    "text/plain", "text/markdown", "text/csv", "image/png",
	    "image/jpeg", "application/zip", "application/msword",
	    "application/rtf", "application/epub+zip", NULL };
	size_t	i;

	for (i = 0; served[i] != NULL; i++)
		if (strcmp(served[i], type) == 0)
			return type;
	if (strncmp(type, "application/vnd.", 16) == 0)
		return type;
	return "application/octet-stream";
}

struct reply *
file_reply(struct request *r, const struct file *f, bool public_item)
{
	struct reply	*reply = reply_new(r, 200, safe_type(f->media_type));
	char		 path[BLOB_PATH_MAX], hex[SHA256_HEX];
	enum status	 st;

	digest_hex(f->sha256, SHA256_LEN, hex);
	reply_header(r, reply, "cache-control", public_item ?
	    "public, no-cache" : "private, no-cache");
	reply_attachment(r, reply, f->name);
	reply_etag(r, reply, hex);
	if (reply->code == 304)
		return reply;
	if ((st = blob_ensure(r->db, f->sha256, f->size)) != ST_OK)
		return problem(r, st);
	blob_path(f->sha256, path);
	reply_header(r, reply, "x-accel-redirect",
	    arena_printf(r->arena, "/internal/blob/%s", path));
	return reply;
}

static struct reply *
serve(struct request *r, const struct file *f, bool public_item)
{
	if (r->args[1] == NULL || strcmp(r->args[1], f->name) != 0)
		return reply_redirect(r, file_path(r->arena, f));
	return file_reply(r, f, public_item);
}

struct reply *
file_download(struct request *r)
{
	struct finder_place	 place;
	struct file_place	 f;
	struct reply		*refused;
	bool			 placed;
	enum status		 st;

	if (r->bearer == NULL && public_file_find(r->finder, r->arena,
	    r->args[0], &f.file))
		return serve(r, &f.file, true);
	if ((refused = route_identify(r)) != NULL)
		return refused;
	placed = finder_at(r->finder, &place);
	if ((st = load(r, false, &f)) != ST_OK)
		return problem(r, st);
	if (placed)
		public_file_keep(&place, &f);
	return serve(r, &f.file, f.public_item);
}

static const char *
why_no_text(const struct file *f)
{
	if (f->text == TEXT_PENDING)
		return _("The text inside is being read. Look again in a few "
		    "seconds.");
	if (*f->reason != '\0')
		return _(extract_reason_sentence(extract_reason_of(f->reason,
		    strlen(f->reason))));
	return _("There is no text inside this file.");
}

static void
cut_pages(struct arena *a, char *text, struct text_view *v)
{
	const char	**pages;
	char		 *s = text, *end;
	size_t		  n = 1;

	for (end = text; *end != '\0'; end++)
		n += *end == '\f';
	pages = arena_array(a, const char *, n + 1);
	while (s != NULL && *s != '\0') {
		if ((end = strchr(s, '\f')) != NULL)
			*end++ = '\0';
		pages[v->npages++] = s;
		s = end;
	}
	v->pages = pages;
}

struct reply *
file_text(struct request *r)
{
	struct file_place	 f;
	struct text_view	 v = { 0 };
	struct html		*h;
	enum status		 st;

	if ((st = load(r, true, &f)) != ST_OK)
		return problem(r, st);
	v.page = page_new(r, f.file.name);
	v.page->noindex = !f.public_item;
	v.name = f.file.name;
	v.lang = f.language;
	v.item_title = f.item_title;
	v.item_href = arena_printf(r->arena, "/items/%s", f.item_id);
	v.download_href = file_path(r->arena, &f.file);
	v.size = words_size(r->arena, f.file.size, r->lang);
	if (f.content == NULL || *f.content == '\0')
		v.state = why_no_text(&f.file);
	else
		cut_pages(r->arena, arena_strdup(r->arena, f.content), &v);
	h = reply_page(r);
	view_text(h, &v);
	return reply_html(r, 200, h);
}

const char *
file_refusal(struct request *r, enum status st, const char *name)
{
	if (st == ST_INVALID)
		return arena_printf(r->arena, _("%s is empty. Choose the file "
		    "again."), name);
	if (st == ST_TOO_LARGE)
		return arena_printf(r->arena, _("%s is too large; the limit "
		    "is %ld MB. Nothing of it was stored; your text is "
		    "kept."), name, settings.file_max);
	return arena_printf(r->arena, _("%s could not be stored. Try again in "
	    "a moment."), name);
}

static enum status
store(struct request *r, int fd, const char *name, struct upload **up)
{
	struct blob	b;
	enum status	st;

	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK)
		return st;
	if ((st = blob_store(r->db, fd, name, &b)) == ST_OK)
		st = upload_add(r->db, r->arena, r->actor.person, &b, name,
		    up);
	if (st != ST_OK) {
		db_rollback(r->db);
		return st;
	}
	if ((st = db_end(r->db)) == ST_OK)
		blob_cache(fd, b.sha256);
	return st;
}

struct reply *
upload_put(struct request *r)
{
	struct upload	*up = NULL;
	const char	*name = file_clean_name(r->arena, r->args[0]);
	int		 fd;
	enum status	 st;

	r->api = true;	/* script reads the answer */
	if (actor_home(&r->actor) == NULL)
		return problem(r, ST_FORBIDDEN);
	if (name == NULL)
		return problem_because(r, ST_MALFORMED, _("The file has no "
		    "name that we could keep."));
	if ((fd = request_body_fd(r)) < 0)
		return problem_because(r, ST_INVALID, file_refusal(r, ST_INVALID,
		    name));
	st = store(r, fd, name, &up);
	close(fd);
	if (st != ST_OK)
		return problem_because(r, st, file_refusal(r, st, name));
	return reply_json(r, 201, json_pack("{s:s, s:s, s:I, s:s}",
	    "id", up->id, "name", up->name, "size", (json_int_t)up->size,
	    "media_type", up->media_type));
}

/* a part of the form becomes an upload */
static void
take_part(struct request *r, int body, const struct part *p,
    const char **ids, size_t *n)
{
	const char	*name = file_clean_name(r->arena, p->filename);
	struct upload	*up = NULL;
	enum status	 st = ST_INTERNAL;
	int		 fd;

	if (name == NULL)
		name = "file";
	if (p->length == 0) {
		fault_field(&r->fault, "file", file_refusal(r, ST_INVALID, name));
		return;
	}
	if ((fd = blob_part(body, p->offset, p->length)) >= 0) {
		st = store(r, fd, name, &up);
		close(fd);
	}
	if (st == ST_OK)
		ids[(*n)++] = up->id;
	else
		fault_field(&r->fault, "file", file_refusal(r, st, name));
}

enum status
upload_form(struct request *r, const char ***out, size_t *n)
{
	const char	**ids, *id;
	size_t		  i;
	int		  body;

	*n = 0;
	*out = ids = arena_array(r->arena, const char *, UPLOADS_MAX +
	    r->form.nfiles + 1);
	for (i = 0; i < UPLOADS_MAX && (id = query_nth(&r->form.fields,
	    "upload", i)) != NULL; i++)
		if (digest_is_public_id(id))
			ids[(*n)++] = id;
	if (r->form.nfiles == 0)
		return ST_OK;
	if ((body = request_body_fd(r)) < 0)
		return ST_INTERNAL;
	for (i = 0; i < r->form.nfiles && i < UPLOADS_MAX; i++)
		take_part(r, body, &r->form.files[i], ids, n);
	close(body);
	return ST_OK;
}
