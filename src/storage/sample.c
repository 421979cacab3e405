/*
 * sample: loading; see sample.h. Removing is in sample_remove.c.
 */
#include "storage/sample.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <stdarg.h>
#include <unistd.h>

#include "domain/sample.h"
#include "storage/file.h"

#define ITEM_MEMORY	((size_t)8 << 20)
#define DAY		86400

static const struct stmt COUNT = { "sample_count", "",
	"select count(*) from item where sample" };
static const struct stmt ORG = { "sample_org", "tttttt",
	"insert into org (slug, name, country, about, website, contact, sample) "
	"values ($1, $2, $3, $4, $5, $6, true) on conflict do nothing" };
static const struct stmt PERSON = { "sample_person", "ttt",
	"insert into person (email, name, lang, sample) "
	"values ($1, $2, $3, true) on conflict do nothing" };
static const struct stmt MEMBER = { "sample_member", "ttt",
	"insert into membership (person, org, role) select p.id, o.id, $3 "
	"from person p, org o where p.email = $1 and o.slug = $2 "
	"and p.sample and o.sample on conflict do nothing" };
static const struct stmt AUTHOR = { "sample_author", "tt",
	"select o.id, p.id, p.name from person p, org o where p.sample "
	"and o.sample and p.email = $1 and o.slug = $2" };
static const struct stmt THERE = { "sample_there", "t",
	"select public_id from item where sample and title = $1" };
/* $2 first published, $3 last changed */
static const struct stmt MARK = { "sample_mark", "iii",
	"update item set sample = true, created_at = to_timestamp($2), "
	"published_at = to_timestamp($2), updated_at = to_timestamp($3), "
	"withdrawn_at = case when withdrawn_at is not null "
	"then to_timestamp($3) end where id = $1" };
static const struct stmt MARK_VERSION = { "sample_mark_version", "iii",
	"update item_version set created_at = to_timestamp(case when "
	"version = 1 then $2::bigint else $3 end) where item = $1" };
static const struct stmt MARK_EVENT = { "sample_mark_event", "ii",
	"update event set cancelled_at = to_timestamp($2) "
	"where item = $1 and cancelled_at is not null" };

struct load {
	struct db		*db;
	const char		*folder;
	struct local		 today;
	json_t			*ids;		/* key → public id */
	struct sample_tally	*tally;
	char			*why;
};

/* what an item needs beside its content */
struct entry {
	const char	*key;
	const json_t	*files;
	int64_t		 org, author, published, changed;
	const char	*author_name;
	const char	*reason, *replacement;	/* of a withdrawn one */
	bool		 cancelled, withdrawn;
};

static const char *
text(const json_t *o, const char *name)
{
	const char	*s = json_string_value(json_object_get(o, name));

	return s != NULL ? s : "";
}

static enum status failed(struct load *, enum status, const char *, ...)
    __attribute__((format(printf, 3, 4)));

static enum status
failed(struct load *l, enum status st, const char *fmt, ...)
{
	va_list	ap;

	if (*l->why == '\0') {
		va_start(ap, fmt);
		vsnprintf(l->why, SAMPLE_WHY, fmt, ap);
		va_end(ap);
	}
	return st;
}

static enum status
load_orgs(struct load *l, const json_t *list)
{
	const json_t	*o;
	struct rows	 r;
	size_t		 i;
	enum status	 st;

	json_array_foreach(list, i, o) {
		db_send(l->db, &ORG, text(o, "slug"), text(o, "name"),
		    text(o, "country"), text(o, "about"), text(o, "website"),
		    text(o, "contact"));
		if ((st = db_take(l->db, &r)) != ST_OK)
			return failed(l, st, "organisation %s was refused",
			    text(o, "slug"));
		l->tally->orgs += r.n;
	}
	return ST_OK;
}

static enum status
load_people(struct load *l, const json_t *list)
{
	const json_t	*o;
	struct rows	 r;
	size_t		 i;
	enum status	 st;

	json_array_foreach(list, i, o) {
		db_send(l->db, &PERSON, text(o, "email"), text(o, "name"),
		    text(o, "language"));
		if ((st = db_take(l->db, &r)) == ST_OK)
			st = db_do(l->db, &MEMBER, text(o, "email"),
			    text(o, "org"), text(o, "role"));
		if (st != ST_OK)
			return failed(l, st, "%s was refused",
			    text(o, "email"));
		l->tally->people += r.n;
	}
	return ST_OK;
}

static int64_t
moment(struct load *l, const json_t *o, const char *name)
{
	struct local	at;

	/* noon, so that no zone shows another day */
	if (!sample_when(text(o, name), &l->today, &at))
		return clock_now();
	return clock_days(&at) * DAY + DAY / 2;
}

/* a relative time becomes an absolute one, cut to its precision */
static void
settle_time(struct load *l, json_t *o, const char *name, const char *precision)
{
	struct local	at;
	char		out[CLOCK_TEXT];

	if (!sample_when(text(o, name), &l->today, &at))
		return;
	if (strcmp(precision, "month") == 0)
		at.day = 1;
	clock_local_text(&at, out);
	if (strcmp(precision, "time") != 0)
		out[10] = '\0';
	json_object_set_new(o, name, json_string(out));
}

static void
settle_event(struct load *l, json_t *o, struct entry *e)
{
	json_t	*c = json_object_get(o, "cancelled");

	settle_time(l, o, "start_local", text(o, "precision"));
	settle_time(l, o, "end_local", text(o, "precision"));
	if (c == NULL)
		return;
	e->cancelled = true;
	e->changed = moment(l, c, "at");
	json_object_set(o, "cancelled_why", json_object_get(c, "reason"));
	json_object_del(o, "cancelled");
}

static void
settle_experience(struct load *l, json_t *o)
{
	json_t	*used = json_object_get(o, "used"), *v;
	size_t	 i;

	settle_time(l, o, "period_start", "day");
	settle_time(l, o, "period_end", "day");
	json_array_foreach(used, i, v)
		json_array_set(used, i,
		    json_object_get(l->ids, json_string_value(v)));
}

static void
settle_body(struct arena *a, json_t *o)
{
	const json_t	*lines = json_object_get(o, "body"), *v;
	const char	*body = "";
	size_t		 i;

	json_array_foreach(lines, i, v)
		body = arena_printf(a, "%s%s\n", body, json_string_value(v));
	json_object_set_new(o, "body", json_string(body));
}

/* leaves in o what item_from_json reads, and takes the rest into e */
static enum status
settle(struct load *l, struct arena *a, json_t *o, struct entry *e)
{
	const json_t	*w = json_object_get(o, "withdrawn");
	struct rows	 r;
	enum status	 st;

	memset(e, 0, sizeof(*e));
	e->key = arena_strdup(a, text(o, "key"));
	e->published = e->changed = moment(l, o, "published");
	e->files = json_object_get(o, "files");
	if ((e->withdrawn = w != NULL)) {
		e->changed = moment(l, w, "at");
		e->reason = arena_strdup(a, text(w, "reason"));
		e->replacement = json_string_value(json_object_get(l->ids,
		    text(w, "replacement")));
	}
	db_send(l->db, &AUTHOR, text(o, "author"), text(o, "org"));
	if ((st = db_take(l->db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return failed(l, ST_INVALID, "%s: its organisation or its "
		    "author is there already and not a sample", e->key);
	e->org = rows_int(&r, 0, 0);
	e->author = rows_int(&r, 0, 1);
	e->author_name = rows_dup(a, &r, 0, 2);
	settle_body(a, o);
	settle_event(l, json_object_get(o, "event"), e);
	settle_experience(l, json_object_get(o, "experience"));
	json_object_del(o, "key");
	json_object_del(o, "author");
	json_object_del(o, "published");
	json_object_del(o, "withdrawn");
	return ST_OK;
}

static enum status
load_file(struct load *l, struct arena *a, const struct item *it,
    const struct entry *e, const char *path)
{
	const char	*slash = strrchr(path, '/'), *id;
	const char	*name = slash != NULL ? slash + 1 : path;
	struct blob	 b;
	enum status	 st;
	struct stat	 s;
	int		 fd, own = -1;

	fd = open(arena_printf(a, "%s/%s", l->folder, path),
	    O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return failed(l, ST_NOT_FOUND, "%s/%s can't be read",
		    l->folder, path);
	/* a file of our own: the store may give it another name, for good */
	if (fstat(fd, &s) == 0)
		own = blob_part(fd, 0, (uint64_t)s.st_size);
	close(fd);
	if (own < 0)
		return ST_INTERNAL;
	st = blob_store(l->db, own, name, &b);
	close(own);
	if (st == ST_OK)
		st = file_attach(l->db, a, it->key, e->author, b.sha256, name,
		    &id);
	l->tally->files += st == ST_OK;
	return st;
}

/* a cancelled event was announced first, so that calendars see a change */
static enum status
publish(struct load *l, struct arena *a, struct item *it,
    const struct entry *e)
{
	struct item	before;
	enum status	st;

	if (!e->cancelled)
		return item_publish(l->db, a, it, NULL, e->author,
		    e->author_name);
	before = *it;
	before.event.certainty = CERTAINTY_CONFIRMED;
	before.event.cancelled_why = "";
	if ((st = item_publish(l->db, a, &before, NULL, e->author,
	    e->author_name)) != ST_OK)
		return st;
	it->rev = before.rev;
	it->note = it->event.cancelled_why;
	return item_publish(l->db, a, it, &before, e->author, e->author_name);
}

static enum status
mark(struct load *l, struct item *it, const struct entry *e)
{
	enum status	st = ST_OK;

	if (e->withdrawn)
		st = item_withdraw(l->db, it, e->author, e->reason,
		    e->replacement);
	if (st == ST_OK)
		st = db_do(l->db, &MARK, it->key, e->published, e->changed);
	if (st == ST_OK)
		st = db_do(l->db, &MARK_VERSION, it->key, e->published,
		    e->changed);
	return st != ST_OK ? st :
	    db_do(l->db, &MARK_EVENT, it->key, e->changed);
}

static enum status
store(struct load *l, struct arena *a, struct item *it, const struct entry *e)
{
	struct item	 draft = *it;
	const json_t	*v;
	size_t		 i;
	enum status	 st;

	/* nobody drafts a cancelled event */
	if (e->cancelled) {
		draft.event.certainty = CERTAINTY_CONFIRMED;
		draft.event.cancelled_why = "";
	}
	if ((st = item_insert(l->db, a, &draft, e->org, e->author)) != ST_OK)
		return st;
	it->id = draft.id;
	it->key = draft.key;
	it->rev = draft.rev;
	it->org_key = draft.org_key;
	json_array_foreach(e->files, i, v)
		if ((st = load_file(l, a, it, e, json_string_value(v))) !=
		    ST_OK)
			return st;
	st = publish(l, a, it, e);
	return st != ST_OK ? st : mark(l, it, e);
}

/* inside its unit of work; o is changed */
static enum status
load_entry(struct load *l, struct arena *a, json_t *o)
{
	struct item_input	 in;
	struct fault		 f = { 0 };
	struct entry		 e;
	struct item		 it;
	struct rows		 r;
	json_t			*files;
	enum status		 st;

	db_send(l->db, &THERE, text(o, "title"));
	if ((st = db_take(l->db, &r)) != ST_OK)
		return st;
	if (r.n > 0)
		return json_object_set_new(l->ids, text(o, "key"),
		    json_string(rows_ref(&r, 0, 0))) == 0 ? ST_OK : ST_INTERNAL;
	if ((st = settle(l, a, o, &e)) != ST_OK)
		return st;
	files = json_incref(json_object_get(o, "files"));
	json_object_del(o, "files");
	item_init(&it, (enum kind)kind_of(text(o, "kind")));
	if (item_from_json(a, o, &it, &in, &f) != ST_OK ||
	    item_validate(&it, true, &f) != ST_OK)
		st = failed(l, ST_INVALID, "%s: %s: %s", e.key, f.nfields > 0 ?
		    f.fields[0].field : "", f.nfields > 0 ?
		    f.fields[0].detail : "");
	else
		st = store(l, a, &it, &e);
	json_decref(files);
	if (st == ST_OK) {
		l->tally->items++;
		json_object_set_new(l->ids, e.key, json_string(it.id));
	}
	return st;
}

static enum status
finish(struct load *l, enum status st, const char *what)
{
	if (st == ST_OK)
		st = db_end(l->db);
	else
		db_rollback(l->db);
	return st == ST_OK ? st : failed(l, st, "%s was refused", what);
}

static enum status
load_all(struct load *l, json_t *library)
{
	struct arena	*a;
	json_t		*o;
	size_t		 i;
	char		 key[64];
	enum status	 st;

	if ((st = db_begin(l->db, DB_WRITE)) != ST_OK)
		return st;
	st = load_orgs(l, json_object_get(library, "orgs"));
	if (st == ST_OK)
		st = load_people(l, json_object_get(library, "people"));
	if ((st = finish(l, st, "the list of people")) != ST_OK)
		return st;
	json_array_foreach(json_object_get(library, "items"), i, o) {
		if ((st = db_begin(l->db, DB_WRITE)) != ST_OK)
			return st;
		snprintf(key, sizeof(key), "%s", text(o, "key"));
		a = arena_new(ITEM_MEMORY);
		st = finish(l, load_entry(l, a, o), key);
		arena_free(a);
		if (st != ST_OK)
			return st;
	}
	return ST_OK;
}

static enum status
count(struct db *db, int64_t *n)
{
	struct rows	r;
	enum status	st;

	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &COUNT);
	if ((st = db_take(db, &r)) != ST_OK) {
		db_rollback(db);
		return st;
	}
	*n = rows_int(&r, 0, 0);
	return db_end(db);
}

enum status
sample_load(struct db *db, const char *folder, struct sample_tally *tally,
    char why[SAMPLE_WHY])
{
	struct load	 l = { .db = db, .folder = folder, .tally = tally,
			    .why = why };
	json_error_t	 error;
	json_t		*library;
	char		 path[1024];
	int64_t		 n = 0;
	enum status	 st;

	memset(tally, 0, sizeof(*tally));
	*why = '\0';
	snprintf(path, sizeof(path), "%s/library.json", folder);
	if ((library = json_load_file(path, JSON_REJECT_DUPLICATES, &error)) ==
	    NULL)
		return failed(&l, ST_NOT_FOUND, "%s, line %d: %s", path,
		    error.line, error.text);
	l.ids = json_object();
	clock_to_local(clock_now(), "UTC", &l.today);
	if ((st = count(db, &n)) == ST_OK)
		st = n >= (int64_t)json_array_size(json_object_get(library,
		    "items")) ? ST_CONFLICT : load_all(&l, library);
	json_decref(l.ids);
	json_decref(library);
	if (st != ST_OK && st != ST_CONFLICT)
		failed(&l, st, "the database does not answer");
	return st;
}
