/*
 * changes: see changes.h.
 */
#include "web/changes.h"

#include <string.h>

#include "storage/version.h"
#include "views/when.h"
#include "views/words.h"
#include "web/item_view.h"
#include "web/page.h"
#include "web/problem.h"
#include "web/row.h"

#define FIELDS_MAX	40
#define TEXT_MAX	(1u << 20)
#define SAME_MAX	500	/* bytes of what is the same that are shown */
#define SAME_KEPT	160	/* at each end of more */

struct texts {
	struct request		*r;
	const struct vocabulary	*voc;
	size_t			 n;
	const char		*label[FIELDS_MAX], *text[FIELDS_MAX];
};

static void
field(struct texts *t, const char *label, const char *text)
{
	t->label[t->n] = label;
	t->text[t->n++] = text == NULL ? "" : text;
}

static const char *
joined(struct texts *t, const struct words *w, const char *between,
    const char *(*label)(struct texts *, const char *))
{
	struct buf	 b;
	const char	*out;
	size_t		 i;

	buf_init(&b, TEXT_MAX);
	for (i = 0; i < w->n; i++)
		buf_printf(&b, "%s%s", i > 0 ? between : "",
		    label(t, w->v[i]));
	out = arena_strdup(t->r->arena, b.len > 0 ? b.data : "");
	buf_free(&b);
	return out;
}

static const char *
country(struct texts *t, const char *code)
{
	return vocabulary_country_label(t->voc, code, t->r->lang);
}

static const char *
topic(struct texts *t, const char *slug)
{
	return vocabulary_topic_label(t->voc, slug, t->r->lang);
}

static const char *
for_whom(struct texts *t, const char *word)
{
	(void)t;
	return for_whom_label(word);
}

static const char *
item_address(struct texts *t, const char *id)
{
	return request_url(t->r, arena_printf(t->r->arena, "/items/%s", id));
}

static const char *
links(struct texts *t, const struct item *it)
{
	const char	*out = "";
	size_t		 i;

	for (i = 0; i < it->nlinks; i++)
		out = arena_printf(t->r->arena, "%s%s%s %s", out,
		    i > 0 ? "\n" : "", it->links[i].title, it->links[i].url);
	return out;
}

/* the start of the hash tells files of one name and size apart */
static const char *
files(struct texts *t, const struct item *it)
{
	const char	*out = "";
	char		 hex[SHA256_HEX];
	size_t		 i;

	for (i = 0; i < it->nfiles; i++) {
		digest_hex(it->files[i].sha256, SHA256_LEN, hex);
		out = arena_printf(t->r->arena, "%s%s%s (%s, %.8s)", out,
		    i > 0 ? "\n" : "", it->files[i].name, words_size(
		    t->r->arena, it->files[i].size, t->r->lang), hex);
	}
	return out;
}

static const char *
audience(const struct item *it)
{
	static const char *const words[AUDIENCE_COUNT] = {
	    N_("Everyone on the web"), N_("Partners only"),
	    N_("Only the organisation") };

	return _(words[it->audience]);
}

static void
event(struct texts *t, const struct event *e)
{
	const char	*when = when_event(t->r->arena, e, t->r->lang);

	if (e->has_start && e->precision == PRECISION_TIME)
		when = arena_printf(t->r->arena, "%s, %s", when,
		    when_zone(t->r->arena, e->timezone, t->r->lang));
	field(t, _("Type"), event_type_label(e->type));
	field(t, _("How sure is it?"), certainty_label(e->certainty));
	field(t, _("When"), when);
	field(t, _("Country"), *e->country == '\0' ? "" :
	    country(t, e->country));
	field(t, _("Place"), e->place);
	field(t, _("On-line address"), e->online_url);
	field(t, _("Where to register"), e->registration_url);
	field(t, _("If it is cancelled: why?"), e->cancelled_why);
}

static void
experience(struct texts *t, const struct experience *e)
{
	field(t, _("Used"), joined(t, &e->used, "\n", item_address));
	field(t, _("Or something else"), e->used_other);
	field(t, _("When"), *e->period_start == '\0' ? "" : arena_printf(
	    t->r->arena, "%s – %s", e->period_start, e->period_end));
	field(t, _("Outcome"), e->outcome == OUTCOME_NONE ? "" :
	    row_outcome_label(outcome_word(e->outcome)));
	field(t, _("How do you know?"), e->evidence);
	field(t, _("One thing to tell the next person"), e->lesson);
}

/* every field of the item as people see it, always in the same order */
static void
texts_of(struct request *r, const struct vocabulary *voc,
    const struct item *it, struct texts *t)
{
	memset(t, 0, sizeof(*t));
	t->r = r;
	t->voc = voc;
	field(t, _("Title"), it->title);
	field(t, _("Summary"), it->summary);
	if (it->kind == KIND_EVENT)
		event(t, &it->event);
	if (it->kind == KIND_EXPERIENCE)
		experience(t, &it->experience);
	field(t, _("Text"), it->body);
	field(t, _("Countries"), joined(t, &it->countries, ", ", country));
	field(t, _("Topics"), joined(t, &it->topics, ", ", topic));
	field(t, _("For"), joined(t, &it->for_whom, ", ", for_whom));
	field(t, _("Language"), language_label(it->language));
	field(t, _("Who can see this"), audience(it));
	field(t, _("May others use it?"), licence_label(it->licence));
	field(t, _("Contact"), it->contact);
	field(t, _("Source"), it->source);
	field(t, _("Links"), links(t, it));
	field(t, _("Files"), files(t, it));
}

static bool
is_start(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;	/* of a character */
}

/* long stretches of what is the same keep their ends */
static void
shorten(struct arena *a, struct diff *d)
{
	const char	*s;
	size_t		 i, head, tail, len;

	for (i = 0; i < d->n; i++) {
		s = d->v[i].text;
		len = strlen(s);
		if (d->v[i].kind != DIFF_SAME || len <= SAME_MAX)
			continue;
		for (head = SAME_KEPT; !is_start(s[head]); head--)
			;
		for (tail = len - SAME_KEPT; !is_start(s[tail]); tail++)
			;
		d->v[i].text = arena_printf(a, "%s […] %s",
		    i == 0 ? "" : arena_strndup(a, s, head),
		    i + 1 == d->n ? "" : s + tail);
	}
}

struct change_list
changes_between(struct request *r, const struct vocabulary *voc,
    const struct item *was, const struct item *is)
{
	struct texts		 a, b;
	struct change_view	*v = arena_array(r->arena, struct change_view,
				    FIELDS_MAX);
	struct change_list	 list = { .v = v };
	size_t			 i;

	texts_of(r, voc, was, &a);
	texts_of(r, voc, is, &b);
	for (i = 0; i < a.n && i < b.n; i++) {
		if (strcmp(a.text[i], b.text[i]) == 0)
			continue;
		v[list.n].label = a.label[i];
		v[list.n].diff = diff_words(r->arena, a.text[i], b.text[i]);
		shorten(r->arena, &v[list.n++].diff);
	}
	return list;
}

/* ---------------------------------------------------------------- the page */
static const char *
sentence(struct arena *a, const struct change_list *list)
{
	const char	*names = "";
	size_t		 i;

	if (list->n == 0)
		return _("Nothing that readers see differs.");
	for (i = 0; i < list->n; i++)
		names = arena_printf(a, "%s%s%s", names, i > 0 ? ", " : "",
		    list->v[i].label);
	return arena_printf(a, _n("%d thing changed: %s",
	    "%d things changed: %s", list->n), (int)list->n, names);
}

/* the item, if its versions may be seen, and all of them */
static enum status
load(struct request *r, struct item **it, struct item_version **v, size_t *n)
{
	enum status	st;

	if (!digest_is_public_id(r->args[0]))
		return ST_NOT_FOUND;
	if ((st = db_begin(r->db, DB_READ)) == ST_OK) {
		item_send(r->db, r->args[0]);
		item_versions_send(r->db, r->args[0]);
		if ((st = item_take(r->db, r->arena, it)) == ST_OK)
			st = item_versions_take(r->db, r->arena, v, n);
	}
	db_end(r->db);
	if (st == ST_OK && (!request_may(r, MAY_SEE_VERSIONS, *it, 0) ||
	    *n == 0))
		st = ST_NOT_FOUND;
	return st;
}

static const struct item_version *
version_of(const struct item_version *v, size_t n, int number)
{
	size_t	i;

	for (i = 0; i < n; i++)
		if (v[i].version == number)
			return &v[i];
	return NULL;
}

/* names of people to partners only */
static const char *
version_words(struct request *r, const struct item *it,
    const struct item_version *v)
{
	return arena_printf(r->arena, "%s %d, %s, %s", _("Version"),
	    v->version, when_stamp(r->arena, v->created, r->actor.timezone,
	    r->lang), r->actor.person != 0 ? v->author_name : it->org_name);
}

static enum status
both(struct request *r, const struct item *it, int from, int to,
    struct item *was, struct item *is)
{
	enum status	st;

	*was = *is = *it;
	if ((st = db_begin(r->db, DB_READ)) == ST_OK &&
	    (st = item_version_get(r->db, r->arena, was, from)) == ST_OK)
		st = item_version_get(r->db, r->arena, is, to);
	db_end(r->db);
	return st;
}

static void
offer_restore(struct request *r, const struct item *it, struct changes_view *v)
{
	if (v->from == it->version || !request_may(r, MAY_PUBLISH, it, 0))
		return;
	v->csrf = r->actor.csrf;
	v->restore = arena_printf(r->arena, "/items/%s/versions/%d/restore",
	    it->id, v->from);
	v->restore_words = arena_printf(r->arena, _("Publish version %d "
	    "again, as a new one"), v->from);
}

static struct reply *
page(struct request *r, const struct item *it, const struct item_version *all,
    size_t n, const struct item_version *from, const struct item_version *to)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	struct version_choice	*c = arena_array(r->arena,
				    struct version_choice, n + 1);
	struct changes_view	 v = { .from = from->version,
				    .to = to->version, .nchoices = n,
				    .choices = c, .note = to->note };
	struct item		 was, is;
	struct html		*h;
	enum status		 st;
	size_t			 i;

	if (voc == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = both(r, it, v.from, v.to, &was, &is)) != ST_OK)
		return problem(r, st);
	for (i = 0; i < n; i++)
		c[i] = (struct version_choice){ all[i].version,
		    version_words(r, it, &all[i]) };
	v.page = page_new(r, arena_printf(r->arena, "%s: %s",
	    _("What changed"), it->title));
	v.page->noindex = true;
	v.title = it->title;
	v.address = item_path(r->arena, it);
	v.action = arena_printf(r->arena, "/items/%s/changes", it->id);
	v.list = changes_between(r, voc, &was, &is);
	v.list.was = version_words(r, it, from);
	v.list.is = version_words(r, it, to);
	v.sentence = sentence(r->arena, &v.list);
	offer_restore(r, it, &v);
	h = reply_page(r);
	view_changes(h, &v);
	return reply_html(r, 200, h);
}

static int
asked(struct request *r, const char *name, int otherwise)
{
	const char	*s = query_get(&r->query, name);

	return s == NULL ? otherwise : request_number(s);
}

struct reply *
changes_show(struct request *r)
{
	struct item			*it;
	struct item_version		*v;
	const struct item_version	*from, *to;
	size_t				 n;
	enum status			 st;

	if ((st = load(r, &it, &v, &n)) != ST_OK)
		return problem(r, st);
	to = version_of(v, n, asked(r, "to", v[0].version));
	from = version_of(v, n, asked(r, "from", v[n > 1].version));
	if (from == NULL || to == NULL)
		return problem(r, ST_NOT_FOUND);
	return page(r, it, v, n, from, to);
}

/* --------------------------------------------------------------- restoring */
static enum status
restore(struct request *r, const struct item *now, struct item *old, int n)
{
	enum status	st;

	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK)
		return st;
	st = version_restore(r->db, r->arena, now, old, r->actor.person,
	    r->actor.name, arena_printf(r->arena, _("Version %d again"), n));
	if (st == ST_OK)
		return db_end(r->db);
	db_rollback(r->db);
	return st;
}

struct reply *
changes_restore(struct request *r)
{
	struct item		*it, old;
	struct item_version	*v;
	size_t			 n;
	int			 number = request_number(r->args[1]);
	enum status		 st;

	if ((st = load(r, &it, &v, &n)) != ST_OK)
		return problem(r, st);
	if (!request_may(r, MAY_PUBLISH, it, 0))
		return problem(r, ST_FORBIDDEN);
	if (version_of(v, n, number) == NULL)
		return problem(r, ST_NOT_FOUND);
	old = *it;
	if ((st = db_begin(r->db, DB_READ)) == ST_OK)
		st = item_version_get(r->db, r->arena, &old, number);
	db_end(r->db);
	if (st == ST_OK)
		st = item_validate(&old, true, &r->fault);
	if (st == ST_OK)
		st = restore(r, it, &old, number);
	if (st == ST_CONFLICT)
		return problem_because(r, st, _("Changes wait that are not "
		    "published. Publish them or throw them away first."));
	return st != ST_OK ? problem(r, st) :
	    reply_redirect(r, item_path(r->arena, &old));
}
