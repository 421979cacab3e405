/*
 * suggest: see suggest.h. Every key that somebody presses asks this, so it
 * asks the database only where it must: names of organisations are kept for
 * a minute.
 */
#include "web/suggest.h"

#include <string.h>

#include "storage/org_name.h"
#include "views/row.h"
#include "web/api.h"
#include "web/problem.h"
#include "web/row.h"
#include "web/search_run.h"

#define TYPED_MAX	200	/* bytes */
#define NAMES_MAX	5000
#define NAMES_SECONDS	60
#define NAMES_ARENA	(8u << 20)

/* organisations as everybody may see them */
static struct names {
	struct arena		*arena;
	struct org_name		*v;
	const char	       **plain;		/* the same, to compare */
	size_t			 n;
	int64_t			 until;
} names;

static enum status
read_names(struct request *r)
{
	struct arena	*a = arena_new(NAMES_ARENA);
	struct names	 fresh = { .arena = a };
	enum status	 st;

	if ((st = db_begin(r->db, DB_READ)) == ST_OK) {
		org_names_list_send(r->db, "", NAMES_MAX);
		st = org_names_take(r->db, a, &fresh.v, &fresh.n);
	}
	db_end(r->db);
	if (st != ST_OK) {
		arena_free(a);
		return st;
	}
	fresh.plain = arena_array(a, const char *, fresh.n + 1);
	for (size_t i = 0; i < fresh.n; i++)
		fresh.plain[i] = search_plain(a, fresh.v[i].name);
	fresh.until = clock_now() + NAMES_SECONDS;
	if (names.arena != NULL)
		arena_free(names.arena);
	names = fresh;
	return ST_OK;
}

/* some word of the label, and what follows it, begins as typed */
static bool
fits(const char *label, const char *typed)
{
	const char	*at;

	for (at = strstr(label, typed); at != NULL;
	    at = strstr(at + 1, typed))
		if (at == label || at[-1] == ' ')
			return true;
	return false;
}

static void
add(struct request *r, json_t *list, const char *type, const char *label,
    const char *text, const char *path)
{
	json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "type",
	    type, "label", label, "text", text, "url", request_url(r, path)));
}

static enum status
add_titles(struct request *r, const struct vocabulary *voc, const char *typed,
    json_t *list)
{
	struct search_params	 p = { .q = typed };
	struct found		 found;
	const struct item	*it;
	enum status		 st;
	size_t			 i;

	p.query.q = typed;
	p.query.titles = true;
	p.query.limit = SUGGEST_TITLES;
	if ((st = search_run(r, voc, &p, &found)) != ST_OK)
		return st;
	for (i = 0; i < found.nhits; i++) {
		it = found.hits[i].item;
		add(r, list, kind_word(it->kind),
		    row_kind_label(kind_word(it->kind)), it->title,
		    item_path(r->arena, it));
	}
	return ST_OK;
}

/* a topic without an item that the reader may see leads nowhere */
static bool
has_items(struct request *r, const struct vocabulary *voc, const char *slug)
{
	struct search_params	p = { .q = "" };
	struct found		found;

	search_params_fix(r, &p, SEARCH_TOPIC, slug);
	p.query.limit = 1;
	p.query.sort = SORT_NEWEST;
	return search_run(r, voc, &p, &found) == ST_OK && found.total > 0;
}

static void
add_topics(struct request *r, const struct vocabulary *voc,
    const char *plain, json_t *list)
{
	const struct topic	*t;
	const char		*label;
	size_t			 i, n, left = SUGGEST_TOPICS;

	t = vocabulary_topics(voc, &n);
	for (i = 0; i < n && left > 0; i++) {
		label = vocabulary_topic_label(voc, t[i].slug, r->lang);
		if (!fits(search_plain(r->arena, label), plain) ||
		    !has_items(r, voc, t[i].slug))
			continue;
		add(r, list, "topic", _("Topic"), label, arena_printf(
		    r->arena, "/search?topic=%s", t[i].slug));
		left--;
	}
}

static void
add_orgs(struct request *r, const char *plain, json_t *list)
{
	size_t	i, left = SUGGEST_ORGS;

	for (i = 0; i < names.n && left > 0; i++) {
		if (!fits(names.plain[i], plain))
			continue;
		add(r, list, "org", _("Organisation"), names.v[i].name,
		    arena_printf(r->arena, "/orgs/%s", names.v[i].slug));
		left--;
	}
}

static enum status
read_typed(struct request *r, const char **typed)
{
	static const char *const known[] = { "q", NULL };
	const char	*unknown = query_unknown(&r->query, known);

	*typed = query_get(&r->query, "q");
	if (unknown != NULL)
		fault_field(&r->fault, unknown, _("There is no such "
		    "parameter."));
	if (*typed == NULL)
		fault_field(&r->fault, "q", _("Say what was typed so far."));
	else if (strlen(*typed) > TYPED_MAX)
		fault_field(&r->fault, "q", _("This is longer than anything "
		    "that could be completed."));
	return r->fault.nfields > 0 ? ST_INVALID : ST_OK;
}

struct reply *
suggest_show(struct request *r)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	const char		*typed, *plain;
	json_t			*list;
	enum status		 st;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = read_typed(r, &typed)) != ST_OK)
		return problem(r, st);
	if (clock_now() >= names.until && (st = read_names(r)) != ST_OK)
		return problem(r, st);
	list = json_array();
	plain = search_plain(r->arena, typed);
	if (*plain != '\0') {
		if ((st = add_titles(r, voc, typed, list)) != ST_OK) {
			json_decref(list);
			return problem(r, st);
		}
		add_topics(r, voc, plain, list);
		add_orgs(r, plain, list);
	}
	return api_list_reply(r, json_pack("{s:s, s:o}", "q", typed,
	    "suggestions", list), NULL);
}
