/*
 * document: see document.h.
 */
#include "worker/document.h"

#include <string.h>

#include "base/buf.h"
#include "domain/item_pack.h"
#include "worker/plain.h"

#define WORDS_MAX	(16 * 1024)

static const char *
circle(struct arena *a, const struct item *it)
{
	if (it->audience != AUDIENCE_ORGANISATION)
		return audience_word(it->audience);
	return arena_printf(a, "org-%lld", (long long)it->org_key);
}

static bool
has(const struct words *w, const char *s)
{
	size_t	i;

	for (i = 0; i < w->n; i++)
		if (strcmp(w->v[i], s) == 0)
			return true;
	return false;
}

static void
add_once(struct words *w, const char *s)
{
	if (!has(w, s))
		w->v[w->n++] = s;
}

/* countries it is for, and where it takes place */
static struct words
countries(struct arena *a, const struct item *it)
{
	struct words	w = { 0, NULL };
	size_t		i;

	w.v = arena_array(a, const char *, it->countries.n + 2);
	for (i = 0; i < it->countries.n; i++)
		add_once(&w, it->countries.v[i]);
	if (it->kind == KIND_EVENT && *it->event.country != '\0')
		add_once(&w, it->event.country);
	return w;
}

static struct words
regions(struct arena *a, const struct vocabulary *v, const struct words *c)
{
	struct words		 w = { 0, NULL };
	const struct country	*k;
	size_t			 i;

	w.v = arena_array(a, const char *, c->n + 1);
	for (i = 0; i < c->n; i++)
		if ((k = vocabulary_country(v, c->v[i])) != NULL &&
		    k->region != NULL)
			add_once(&w, k->region->code);
	return w;
}

static struct words
topics(struct arena *a, const struct vocabulary *v, const struct item *it)
{
	struct words		 w = { 0, NULL };
	const struct topic	*t;
	size_t			 i;

	w.v = arena_array(a, const char *, it->topics.n * 4 + 1);
	for (i = 0; i < it->topics.n; i++)
		for (t = vocabulary_topic(v, it->topics.v[i]); t != NULL &&
		    w.n < it->topics.n * 4; t = t->parent)
			add_once(&w, t->slug);
	return w;
}

/* labels in both languages: a reader may search for either */
static const char *
labels(struct arena *a, const struct vocabulary *v, const struct words *c,
    const struct words *t)
{
	static const char *const langs[] = { "en", "fr" };
	struct buf	 b;
	char		*out;
	size_t		 i, k;

	buf_init(&b, WORDS_MAX);
	for (k = 0; k < 2; k++) {
		for (i = 0; i < c->n; i++)
			buf_printf(&b, "%s. ", vocabulary_country_label(v,
			    c->v[i], langs[k]));
		for (i = 0; i < t->n; i++)
			buf_printf(&b, "%s. ", vocabulary_topic_label(v,
			    t->v[i], langs[k]));
	}
	out = arena_strdup(a, b.len == 0 ? "" : b.data);
	buf_free(&b);
	return out;
}

static struct words
file_types(struct arena *a, const struct item *it)
{
	struct words	w = { 0, NULL };
	size_t		i;

	w.v = arena_array(a, const char *, it->nfiles + 1);
	for (i = 0; i < it->nfiles; i++)
		add_once(&w, file_type_word(it->files[i].media_type));
	return w;
}

static struct search_values
values(const struct words *w)
{
	struct search_values	v = { w->v, w->n };

	return v;
}

static const char *
day(struct arena *a, const struct local *l)
{
	return arena_printf(a, "%04d-%02d-%02d", l->year, l->month, l->day);
}

static void
days(struct arena *a, const struct item *it, struct index_doc *d)
{
	const struct event	*e = &it->event;
	const struct experience	*x = &it->experience;
	struct local		 last;

	if (it->kind == KIND_EVENT && e->has_start) {
		d->first_day = day(a, &e->start);
		/* the last moment that belongs to it */
		clock_to_local(e->end_utc - 1, e->timezone, &last);
		d->last_day = day(a, &last);
	} else if (it->kind == KIND_EXPERIENCE && *x->period_start != '\0') {
		d->first_day = x->period_start;
		d->last_day = *x->period_end ? x->period_end : NULL;
	}
}

/* The ready hit: what hangs on other items is in it as everybody sees it, and
 * told anew for whoever may see more (web/search_mine.h). An item that is not
 * for everybody has no tally in it, because some of those who read it may not
 * see what it counts. */
static void
ready_hit(struct arena *a, const struct item *it, const struct item *shown,
    struct index_doc *d)
{
	struct item	state;
	struct buf	b;

	item_init(&state, it->kind);
	state.id = it->id;
	state.rev = it->rev;
	buf_init(&b, SEARCH_DATA_MAX);
	if (shown != NULL && shown->rev == it->rev &&
	    shown->experience.used.n != it->experience.used.n) {
		item_pack(&b, shown);	/* others may see more of these */
	} else if (shown != NULL && shown->rev == it->rev) {
		item_pack_ready(&b, shown);
	} else if (it->audience != AUDIENCE_PUBLIC) {
		state = *it;
		memset(&state.tally, 0, sizeof(state.tally));
		item_pack_ready(&b, &state);
	} else {
		item_pack(&b, &state);
	}
	if (!b.failed) {
		d->data = arena_strndup(a, b.data, b.len);
		d->data_len = b.len;
	}
	buf_free(&b);
}

static const char *
whole_text(struct arena *a, const struct item *it)
{
	const struct experience	*x = &it->experience;
	const char		*body = plain_text(a, it->body);

	if (it->kind == KIND_EXPERIENCE)
		return arena_printf(a, "%s\n%s\n%s\n%s", x->lesson,
		    x->evidence, x->used_other, body);
	if (it->kind == KIND_EVENT)
		return arena_printf(a, "%s\n%s", body, it->event.place);
	return body;
}

void
document_of(struct arena *a, const struct vocabulary *v,
    const struct item *it, const struct item *shown, const struct inside *in,
    size_t n, struct index_doc *d)
{
	struct words		 c = countries(a, it), t = topics(a, v, it);
	struct words		 r = regions(a, v, &c);
	struct words		 f = file_types(a, it);
	struct index_text	*texts = arena_array(a, struct index_text,
				    n + 1);
	size_t			 i;

	memset(d, 0, sizeof(*d));
	for (i = 0; i < n; i++)
		texts[i] = (struct index_text){ in[i].file, in[i].name,
		    in[i].text };
	d->id = it->id;
	d->audience = circle(a, it);
	d->kind = kind_word(it->kind);
	d->language = it->language;
	d->org = it->org_slug;
	d->org_name = it->org_name;
	d->countries = values(&c);
	d->regions = values(&r);
	d->topics = values(&t);
	d->event_country = it->kind == KIND_EVENT ? it->event.country : NULL;
	d->outcome = it->kind == KIND_EXPERIENCE ?
	    outcome_word(it->experience.outcome) : NULL;
	if (it->kind == KIND_EXPERIENCE)
		d->used = values(&it->experience.used);
	d->file_types = values(&f);
	d->words = labels(a, v, &c, &t);
	d->title = it->title;
	d->summary = it->summary;
	d->body = whole_text(a, it);
	d->texts = texts;
	d->ntexts = n;
	d->published = it->published;
	d->updated = it->updated;
	days(a, it, d);
	ready_hit(a, it, shown, d);
}
