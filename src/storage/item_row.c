/*
 * item_row: from a row of the view item_full (migrations/0003) to struct item.
 */
#include <jansson.h>

#include "storage/item.h"

enum { KEY, ID, KIND, STATUS, AUDIENCE, VERSION, REV, ORG, ORG_SLUG, ORG_NAME,
    AUTHOR, AUTHOR_NAME, TITLE, SUMMARY, BODY, LANGUAGE, COUNTRIES, TOPICS,
    FOR_WHOM, LICENCE, CONTACT, SOURCE, NOTE, LINKS, CREATED, UPDATED,
    PUBLISHED, WITHDRAWN, WITHDRAWN_BY, WITHDRAWN_WHY, REPLACED_BY,
    HAS_WORKING_COPY, FILES, TYPE, CERTAINTY, PRECISION, START_LOCAL,
    END_LOCAL, TIMEZONE, START_UTC, END_UTC, EVENT_COUNTRY, PLACE, ONLINE_URL,
    REGISTRATION_URL, SEQUENCE, CANCELLED, CANCELLED_WHY, USED, USED_OTHER,
    PERIOD_START, PERIOD_END, OUTCOME, EVIDENCE, LESSON, TOTAL, WORKED,
    PARTLY, NO, TOO_EARLY };

struct at {			/* one row */
	struct arena		*a;
	const struct rows	*r;
	int			 row;
};

static const char *
text(const struct at *at, int col)
{
	return rows_dup(at->a, at->r, at->row, col);
}

static int64_t
number(const struct at *at, int col)
{
	return rows_int(at->r, at->row, col);
}

/* constraints of the database keep words inside the vocabulary */
static int
word(const struct at *at, int col, int (*of)(const char *), int dflt)
{
	int	i = of(rows_ref(at->r, at->row, col));

	return i < 0 ? dflt : i;
}

static struct words
list(const struct at *at, int col)
{
	struct words	w;

	w.v = rows_list(at->a, at->r, at->row, col, &w.n);
	return w;
}

static const char *
member(struct arena *a, json_t *o, const char *key)
{
	const char	*s = json_string_value(json_object_get(o, key));

	return arena_strdup(a, s == NULL ? "" : s);
}

static void
links(const struct at *at, struct item *it)
{
	json_t	*v = json_loads(rows_ref(at->r, at->row, LINKS), 0, NULL), *l;
	size_t	 i;

	it->nlinks = json_array_size(v);
	it->links = arena_array(at->a, struct link, it->nlinks + 1);
	json_array_foreach(v, i, l) {
		it->links[i].url = member(at->a, l, "url");
		it->links[i].title = member(at->a, l, "title");
	}
	json_decref(v);
}

static void
file(struct arena *a, json_t *o, struct file *f)
{
	int	state = text_state_of(json_string_value(
		    json_object_get(o, "text")));

	f->id = member(a, o, "id");
	f->name = member(a, o, "name");
	f->media_type = member(a, o, "media_type");
	f->reason = member(a, o, "reason");
	f->size = json_integer_value(json_object_get(o, "size"));
	f->text_size = json_integer_value(json_object_get(o, "text_size"));
	f->text = state < 0 ? TEXT_PENDING : (enum text_state)state;
	digest_unhex(member(a, o, "sha256"), f->sha256, SHA256_LEN);
}

void
item_files_from_json(struct arena *a, const json_t *list, struct item *it)
{
	json_t	*f;
	size_t	 i;

	it->nfiles = json_array_size(list);
	it->files = arena_array(a, struct file, it->nfiles + 1);
	json_array_foreach(list, i, f)
		file(a, f, &it->files[i]);
}

static void
files(const struct at *at, struct item *it)
{
	json_t	*v;

	if (rows_null(at->r, at->row, FILES))
		return;
	v = json_loads(rows_ref(at->r, at->row, FILES), 0, NULL);
	item_files_from_json(at->a, v, it);
	json_decref(v);
}

static void
event(const struct at *at, struct event *e)
{
	e->type = (enum event_type)word(at, TYPE, event_type_of, 0);
	e->certainty = (enum certainty)word(at, CERTAINTY, certainty_of, 0);
	e->precision = (enum precision)word(at, PRECISION, precision_of, 0);
	e->has_start = clock_parse_local(rows_ref(at->r, at->row,
	    START_LOCAL), &e->start);
	e->has_end = clock_parse_local(rows_ref(at->r, at->row, END_LOCAL),
	    &e->end);
	e->timezone = text(at, TIMEZONE);
	e->start_utc = number(at, START_UTC);
	e->end_utc = number(at, END_UTC);
	e->country = text(at, EVENT_COUNTRY);
	e->place = text(at, PLACE);
	e->online_url = text(at, ONLINE_URL);
	e->registration_url = text(at, REGISTRATION_URL);
	e->sequence = (int)number(at, SEQUENCE);
	e->cancelled_at = number(at, CANCELLED);
	e->cancelled_why = text(at, CANCELLED_WHY);
}

static void
experience(const struct at *at, struct experience *x)
{
	x->used = list(at, USED);
	x->used_other = text(at, USED_OTHER);
	x->period_start = text(at, PERIOD_START);
	x->period_end = text(at, PERIOD_END);
	x->outcome = (enum outcome)word(at, OUTCOME, outcome_of, OUTCOME_NONE);
	x->evidence = text(at, EVIDENCE);
	x->lesson = text(at, LESSON);
}

static void
tally(const struct at *at, struct tally *t)
{
	t->total = (int)number(at, TOTAL);
	t->worked = (int)number(at, WORKED);
	t->partly = (int)number(at, PARTLY);
	t->no = (int)number(at, NO);
	t->too_early = (int)number(at, TOO_EARLY);
}

static void
state(const struct at *at, struct item *it)
{
	it->key = number(at, KEY);
	it->id = text(at, ID);
	it->status = (enum item_status)word(at, STATUS, item_status_of, 0);
	it->audience = (enum audience)word(at, AUDIENCE, audience_of,
	    AUDIENCE_ORGANISATION);
	it->version = (int)number(at, VERSION);
	it->rev = (int)number(at, REV);
	it->org_key = number(at, ORG);
	it->org_slug = text(at, ORG_SLUG);
	it->org_name = text(at, ORG_NAME);
	it->author_key = number(at, AUTHOR);
	it->author_name = text(at, AUTHOR_NAME);
	it->created = number(at, CREATED);
	it->updated = number(at, UPDATED);
	it->published = number(at, PUBLISHED);
	it->withdrawn = number(at, WITHDRAWN);
	it->withdrawn_by = text(at, WITHDRAWN_BY);
	it->withdrawn_why = text(at, WITHDRAWN_WHY);
	it->replaced_by = text(at, REPLACED_BY);
	it->has_working_copy = rows_bool(at->r, at->row, HAS_WORKING_COPY);
}

void
item_from_row(struct arena *a, const struct rows *r, int row, struct item *it)
{
	struct at	at = { a, r, row };

	item_init(it, (enum kind)word(&at, KIND, kind_of, 0));
	state(&at, it);
	it->title = text(&at, TITLE);
	it->summary = text(&at, SUMMARY);
	it->body = text(&at, BODY);
	it->language = text(&at, LANGUAGE);
	it->countries = list(&at, COUNTRIES);
	it->topics = list(&at, TOPICS);
	it->for_whom = list(&at, FOR_WHOM);
	it->licence = (enum licence)word(&at, LICENCE, licence_of,
	    LICENCE_UNSTATED);
	it->contact = text(&at, CONTACT);
	it->source = text(&at, SOURCE);
	it->note = text(&at, NOTE);
	links(&at, it);
	files(&at, it);
	if (it->kind == KIND_EVENT)
		event(&at, &it->event);
	if (it->kind == KIND_EXPERIENCE)
		experience(&at, &it->experience);
	if (it->kind == KIND_TOOLKIT)
		tally(&at, &it->tally);
}
