/*
 * overlap: see overlap.h. The index brings what says the same, the database
 * what is the same text and what the reader may read of all of it.
 */
#include "web/overlap.h"

#include <stdlib.h>
#include <string.h>

#include "domain/item_pack.h"
#include "web/search_run.h"

#define WINDOW_DAYS	60	/* around an event */
#define NEAR_MAX	(ALIKE_MAX + EDITIONS_MAX)

static const char *
day(struct arena *a, const struct local *l, int days)
{
	struct local	d;

	clock_to_local(clock_days(l) * 86400LL + days * 86400LL, "UTC", &d);
	return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

/* the topics and what stands above them */
static struct search_values
topics(struct request *r, const struct vocabulary *voc, const struct item *it)
{
	const char		**v = arena_array(r->arena, const char *,
				    2 * it->topics.n + 1);
	struct search_values	  out = { v, 0 };
	const struct topic	 *t;

	for (size_t i = 0; i < it->topics.n; i++) {
		v[out.n++] = it->topics.v[i];
		t = vocabulary_topic(voc, it->topics.v[i]);
		if (t != NULL && t->parent != NULL)
			v[out.n++] = t->parent->slug;
	}
	return out;
}

static void
question(struct request *r, const struct vocabulary *voc,
    const struct item *it, struct alike_query *q)
{
	struct words	c = overlap_countries(r->arena, it);

	*q = (struct alike_query){ .title = it->title, .summary = it->summary,
	    .body = overlap_body(r->arena, it), .language = it->language,
	    .leave_out = *it->id == '\0' ? NULL : it->id,
	    .topics = topics(r, voc, it),
	    .countries = { c.v, c.n } };
	if (it->kind == KIND_EVENT && it->event.has_start) {
		q->from = day(r->arena, &it->event.start, -WINDOW_DAYS);
		q->to = day(r->arena, it->event.has_end ? &it->event.end :
		    &it->event.start, WINDOW_DAYS);
	}
}

static enum status
look(struct request *r, const struct alike_query *q, struct alike_result *out)
{
	const char	*keys[SEARCH_AUDIENCES_MAX];
	size_t		 n = search_audiences(r, keys);

	return finder_alike(r->finder, r->arena, keys, n, q, out);
}

static void
words_facts(const struct alike_result *found, const char *id,
    struct overlap_facts *f)
{
	for (size_t i = 0; i < found->n; i++) {
		const struct alike_hit	*h = &found->hits[i];

		if (strcmp(h->id, id) != 0)
			continue;
		f->text = h->text;
		f->title = h->title;
		f->concepts = h->concepts;
		f->nconcepts = h->nconcepts;
		f->shared = h->shared;
		f->same_language = h->same_language;
	}
}

static void
file_facts(const struct editions *eds, const char *id, struct overlap *o)
{
	for (size_t i = 0; i < eds->n; i++) {
		const struct edition	*e = &eds->v[i];

		if (strcmp(e->item.id, id) != 0)
			continue;
		o->file = e->file;
		o->facts.same_file = e->how == EDITION_BYTES;
		o->facts.same_text = e->share;
	}
}

/* keeps the closest, equal ones in the order of their ids */
static void
insert(struct overlaps *out, const struct overlap *o)
{
	size_t	i = out->n;

	while (i > 0 && (out->v[i - 1].verdict.score < o->verdict.score ||
	    (out->v[i - 1].verdict.score <= o->verdict.score &&
	    strcmp(out->v[i - 1].item->id, o->item->id) > 0))) {
		if (i < OVERLAP_SHOWN)
			out->v[i] = out->v[i - 1];
		i--;
	}
	if (i == OVERLAP_SHOWN)
		return;
	out->v[i] = *o;
	if (out->n < OVERLAP_SHOWN)
		out->n++;
}

/* what is called off or long over is nobody's plan any more */
static bool
is_idle(const struct item *mine, const struct item *it)
{
	return mine->kind == KIND_EVENT && it->kind == KIND_EVENT &&
	    it->event.certainty == CERTAINTY_CANCELLED;
}

static void
judge(const struct vocabulary *voc, const struct overlap_ask *ask,
    const struct alike_result *found, const struct items *cards,
    struct overlaps *out)
{
	for (size_t i = 0; i < cards->n; i++) {
		struct overlap	o = { .item = &cards->v[i] };

		if (words_have(&ask->not_same, o.item->id) ||
		    is_idle(ask->mine, o.item))
			continue;
		words_facts(found, o.item->id, &o.facts);
		file_facts(&out->editions, o.item->id, &o);
		overlap_facts(voc, ask->mine, o.item, clock_now(), &o.facts);
		o.verdict = overlap_judge(&o.facts);
		if (o.verdict.show)
			insert(out, &o);
	}
}

/* those with the same text come whatever their words */
static void
add_editions(struct arena *a, const struct editions *eds,
    struct items *cards)
{
	struct item	*v = arena_array(a, struct item,
			    cards->n + eds->n + 1);
	size_t		 n = cards->n, i, k;

	if (n > 0)
		memcpy(v, cards->v, n * sizeof(*v));
	for (i = 0; i < eds->n; i++) {
		for (k = 0; k < cards->n; k++)
			if (strcmp(cards->v[k].id, eds->v[i].item.id) == 0)
				break;
		if (k == cards->n)
			v[n++] = eds->v[i].item;
	}
	cards->v = v;
	cards->n = n;
}

enum status
overlap_find(struct request *r, const struct vocabulary *voc,
    const struct overlap_ask *ask, struct overlaps *out)
{
	struct alike_query	 q;
	struct alike_result	 found = { 0 };
	struct items		 cards = { 0 };
	const char		**ids;
	enum status		 st;

	memset(out, 0, sizeof(*out));
	question(r, voc, ask->mine, &q);
	if ((st = look(r, &q, &found)) != ST_OK)
		return st;
	out->partial = found.partial;
	ids = arena_array(r->arena, const char *, found.n + 1);
	for (size_t i = 0; i < found.n; i++)
		ids[i] = found.hits[i].id;
	if ((st = db_begin(r->db, DB_READ)) != ST_OK)
		return st;
	overlap_cards_send(r->db, r->arena, ids, found.n, ask->mine->id);
	edition_send(r->db, r->arena, ask->mine->id, ask->uploads.v,
	    ask->uploads.n);
	if ((st = items_take(r->db, r->arena, &cards)) == ST_OK)
		st = edition_take(r->db, r->arena, &out->editions);
	db_end(r->db);
	if (st != ST_OK)
		return st;
	add_editions(r->arena, &out->editions, &cards);
	judge(voc, ask, &found, &cards, out);
	return ST_OK;
}

struct words
overlap_list(struct request *r, const struct query *from, const char *name,
    size_t max)
{
	struct words	 w = { 0, arena_array(r->arena, const char *,
			    max + 1) };
	const char	*s;

	for (size_t i = 0; w.n < max && (s = query_nth(from, name, i)) !=
	    NULL; i++)
		if (digest_is_public_id(s))
			w.v[w.n++] = s;
	return w;
}

/* ------------------------------------------------------------- similar */

void
similar_look(struct request *r, const struct vocabulary *voc,
    const struct item *it, struct similar *s)
{
	struct alike_query	q;

	memset(s, 0, sizeof(*s));
	s->found = arena_new_of(r->arena, struct alike_result);
	memset(s->found, 0, sizeof(*s->found));
	if (it->status != ITEM_PUBLISHED || r->finder == NULL)
		return;
	question(r, voc, it, &q);
	q.brief = true;
	q.limit = 12;
	/* the page stands without it */
	if (look(r, &q, s->found) != ST_OK)
		s->found->n = 0;
}

/* what everybody may read and nobody has changed is in the index whole */
bool
similar_asks(const struct request *r, const struct similar *s)
{
	return s->found->n > 0 &&
	    !(r->actor.person == 0 && s->found->settled);
}

void
similar_send(struct request *r, const struct item *it, struct similar *s)
{
	const char	**ids = arena_array(r->arena, const char *,
			    s->found->n + 1);

	if (!similar_asks(r, s))
		return;
	for (size_t i = 0; i < s->found->n; i++)
		ids[i] = s->found->hits[i].id;
	overlap_cards_send(r->db, r->arena, ids, s->found->n, it->id);
	s->asked = true;
}

static void
unpack(struct request *r, const struct similar *s, struct items *cards)
{
	cards->v = arena_array(r->arena, struct item, s->found->n + 1);
	for (size_t i = 0; i < s->found->n; i++)
		if (item_unpack(r->arena, s->found->hits[i].data,
		    s->found->hits[i].data_len, &cards->v[cards->n]))
			cards->n++;
}

enum status
similar_take(struct request *r, const struct vocabulary *voc,
    const struct item *it, struct similar *s)
{
	struct overlap_ask	 ask = { .mine = it };
	struct overlaps		*out = arena_new_of(r->arena,
				    struct overlaps);
	struct items		 cards = { 0 };
	enum status		 st = ST_OK;

	memset(out, 0, sizeof(*out));
	if (s->asked)
		st = items_take(r->db, r->arena, &cards);
	else if (s->found->n > 0)
		unpack(r, s, &cards);
	if (st != ST_OK)
		return st;
	judge(voc, &ask, s->found, &cards, out);
	s->v = arena_array(r->arena, const struct item *, out->n + 1);
	s->why = arena_array(r->arena, const char *, out->n + 1);
	for (size_t i = 0; i < out->n; i++) {
		s->v[i] = out->v[i].item;
		s->why[i] = overlap_reasons(r->arena, &out->v[i]);
	}
	s->n = out->n;
	return ST_OK;
}
