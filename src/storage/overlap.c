/*
 * overlap: see overlap.h.
 */
#include "storage/overlap.h"

#include <string.h>

/* a card with whom it is for, its contact and where to register */
#define COLUMNS								\
	"f.id, f.public_id, f.kind, f.status, f.audience, f.version, f.rev, "	\
	"f.org, f.org_slug, f.org_name, f.author, null, f.title, f.summary, "	\
	"null, f.language, f.countries, f.topics, f.for_whom, f.licence, "	\
	"f.contact, null, null, '[]', f.created, f.updated, f.published, "	\
	"f.withdrawn, null, null, null, false, null, f.type, f.certainty, "	\
	"f.precision, f.start_local, f.end_local, f.timezone, f.start_utc, "	\
	"f.end_utc, f.event_country, f.place, f.online_url, "			\
	"f.registration_url, f.sequence, f.cancelled, null, null, null, "	\
	"f.period_start, f.period_end, f.outcome, null, f.lesson, 0, 0, 0, "	\
	"0, 0"

static const struct stmt CARDS = { "overlap_cards", "tt",
	"select " COLUMNS " from item_full f "
	"where f.public_id = any ($1::text[]) and f.public_id <> $2 "
	"and f.status = 'published' and not exists (select from not_same n "
	"join item i on i.id = n.item where i.public_id = $2 "
	"and n.other = f.id)" };
static const struct stmt NOT_SAME = { "overlap_not_same", "iit",
	"insert into not_same (item, other, person) "
	"select $1, id, $2 from item where public_id = any ($3::text[]) "
	"and id <> $1 on conflict do nothing" };
static const struct stmt LIST = { "neighbour_list", "",
	"select " ITEM_CARD ", m.public_id, m.title from neighbour n "
	"join item m on m.id = n.mine join item_full f on f.id = n.item "
	"where n.seen_at is null and f.status = 'published' "
	"and n.org = any (cs_orgs()) "
	"order by n.at desc, n.item, n.score desc limit 20" };
enum { MINE_ID = ITEM_COLUMNS, MINE_TITLE };
static const struct stmt SEEN = { "neighbour_seen", "ti",
	"update neighbour set seen_at = now(), seen_by = $2 "
	"where item = (select id from item where public_id = $1) "
	"and seen_at is null" };
/* what was told once is not told again */
static const struct stmt TELL = { "neighbour_tell", "ttt",
	"insert into neighbour (org, mine, item, score) "
	"select m.org, m.id, i.id, $3::real from item m, item i "
	"where m.public_id = $1 and i.public_id = $2 and m.org <> i.org "
	"and m.status = 'published' and i.status = 'published' "
	"and not i.sample "
	"and not exists (select from not_same n where n.item = m.id "
	"and n.other = i.id) on conflict do nothing" };

void
overlap_cards_send(struct db *db, struct arena *a, const char *const *ids,
    size_t n, const char *mine)
{
	db_send(db, &CARDS, db_list(a, ids, n), mine);
}

enum status
overlap_not_same(struct db *db, struct arena *a, int64_t item, int64_t person,
    const struct words *ids)
{
	if (ids->n == 0)
		return ST_OK;
	return db_do(db, &NOT_SAME, item, person, db_list(a, ids->v, ids->n));
}

struct words
overlap_countries(struct arena *a, const struct item *it)
{
	struct words	w = { 0, arena_array(a, const char *,
			    it->countries.n + 1) };

	if (it->kind == KIND_EVENT && it->event.country != NULL &&
	    *it->event.country != '\0')
		w.v[w.n++] = it->event.country;
	for (size_t i = 0; i < it->countries.n; i++)
		if (!words_have(&w, it->countries.v[i]))
			w.v[w.n++] = it->countries.v[i];
	return w;
}

const char *
overlap_body(struct arena *a, const struct item *it)
{
	const struct experience	*x = &it->experience;

	if (it->kind == KIND_EXPERIENCE)
		return arena_printf(a, "%s\n%s\n%s\n%s", x->lesson,
		    x->evidence, x->used_other, it->body);
	if (it->kind == KIND_EVENT)
		return arena_printf(a, "%s\n%s", it->body, it->event.place);
	return it->body;
}

static const char *
country_at(const struct item *it, size_t i)
{
	if (i < it->countries.n)
		return it->countries.v[i];
	return it->kind == KIND_EVENT && i == it->countries.n &&
	    it->event.country != NULL && *it->event.country != '\0' ?
	    it->event.country : NULL;
}

static enum nearness
place(const struct vocabulary *v, const struct item *a, const struct item *b)
{
	const struct country	*x, *y;
	const char		*c, *d;
	enum nearness		 best = NEAR_UNKNOWN;
	size_t			 i, k;

	for (i = 0; (c = country_at(a, i)) != NULL; i++)
		for (k = 0; (d = country_at(b, k)) != NULL; k++) {
			if (strcmp(c, d) == 0)
				return NEAR_SAME;
			x = vocabulary_country(v, c);
			y = vocabulary_country(v, d);
			if (x != NULL && y != NULL && x->region != NULL &&
			    x->region == y->region)
				best = NEAR_WIDE;
			else if (best == NEAR_UNKNOWN)
				best = NEAR_NO;
		}
	return best;
}

static const char *
family(const struct vocabulary *v, const char *slug)
{
	const struct topic	*t = vocabulary_topic(v, slug);

	while (t != NULL && t->parent != NULL)
		t = t->parent;
	return t == NULL ? slug : t->slug;
}

static enum nearness
topic(const struct vocabulary *v, const struct words *a, const struct words *b)
{
	enum nearness	best = NEAR_UNKNOWN;

	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++) {
			if (strcmp(a->v[i], b->v[k]) == 0)
				return NEAR_SAME;
			if (strcmp(family(v, a->v[i]),
			    family(v, b->v[k])) == 0)
				best = NEAR_WIDE;
			else if (best == NEAR_UNKNOWN)
				best = NEAR_NO;
		}
	return best;
}

static enum nearness
people(const struct words *a, const struct words *b)
{
	if (a->n == 0 || b->n == 0)
		return NEAR_UNKNOWN;
	for (size_t i = 0; i < a->n; i++)
		if (words_have(b, a->v[i]))
			return NEAR_SAME;
	return NEAR_NO;
}

static void
dates(const struct event *a, const struct event *b, struct overlap_facts *f)
{
	f->dated = true;
	f->by_month = a->precision == PRECISION_MONTH ||
	    b->precision == PRECISION_MONTH;
	if (a->start_utc < b->end_utc && b->start_utc < a->end_utc)
		f->days = 0;
	else
		f->days = (int)(clock_days(&b->start) -
		    clock_days(&a->start));
}

void
overlap_facts(const struct vocabulary *v, const struct item *mine,
    const struct item *theirs, int64_t now, struct overlap_facts *f)
{
	f->kind = mine->kind;
	f->same_kind = mine->kind == theirs->kind;
	f->place = place(v, mine, theirs);
	f->topic = topic(v, &mine->topics, &theirs->topics);
	f->people = people(&mine->for_whom, &theirs->for_whom);
	if (theirs->kind == KIND_EVENT && theirs->event.has_start) {
		f->past = theirs->event.end_utc <= now;
		if (mine->kind == KIND_EVENT && mine->event.has_start)
			dates(&mine->event, &theirs->event, f);
	}
}

void
neighbours_send(struct db *db)
{
	db_send(db, &LIST);
}

enum status
neighbours_take(struct db *db, struct arena *a, struct neighbours *out)
{
	struct rows	r;
	enum status	st;

	memset(out, 0, sizeof(*out));
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	out->v = arena_array(a, struct neighbour, r.n + 1);
	for (int i = 0; i < r.n; i++, out->n++) {
		item_from_row(a, &r, i, &out->v[i].item);
		out->v[i].mine_id = rows_dup(a, &r, i, MINE_ID);
		out->v[i].mine_title = rows_dup(a, &r, i, MINE_TITLE);
	}
	return ST_OK;
}

static enum status
write_one(struct db *db, enum status st)
{
	if (st == ST_OK)
		return db_end(db);
	db_rollback(db);
	return st;
}

enum status
neighbour_seen(struct db *db, const char *item, int64_t person)
{
	enum status	st;

	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	return write_one(db, db_do(db, &SEEN, item, person));
}

enum status
neighbour_tell(struct db *db, const char *mine, const char *item,
    double score)
{
	char		text[32];
	enum status	st;

	snprintf(text, sizeof(text), "%.3f", score);
	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	return write_one(db, db_do(db, &TELL, mine, item, text));
}
