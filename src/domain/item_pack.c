/*
 * item_pack: see item_pack.h. Each field is named once; the same lines write
 * and read. Numbers are in groups of seven bits, texts end with NUL.
 */
#include "domain/item_pack.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "domain/item_json.h"

#define EDITION	1	/* up with every change of the fields below */

struct packing {
	struct buf	*out;		/* NULL: reading */
	struct arena	*arena;
	const char	*at, *end;
	bool		 bad;
};

static void
put_number(struct buf *out, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		buf_putc(out, (char)(n | 0x80));
	buf_putc(out, (char)n);
}

static uint64_t
get_number(struct packing *p)
{
	uint64_t	n = 0;
	unsigned	shift;
	unsigned char	c;

	for (shift = 0; shift < 64 && p->at < p->end; shift += 7) {
		c = (unsigned char)*p->at++;
		n |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return n;
	}
	p->bad = true;
	return 0;
}

/* small ones of either sign stay short */
static void
number(struct packing *p, int64_t *n)
{
	uint64_t	z;

	if (p->out != NULL) {
		put_number(p->out, (uint64_t)*n << 1 ^ (uint64_t)(*n >> 63));
		return;
	}
	z = get_number(p);
	*n = (int64_t)(z >> 1 ^ -(z & 1));
}

static void
small(struct packing *p, int *n)
{
	int64_t	v = *n;

	number(p, &v);
	*n = (int)v;
}

static void
flag(struct packing *p, bool *b)
{
	int64_t	v = *b;

	number(p, &v);
	*b = v != 0;
}

/* a word of a vocabulary with `n` of them */
#define WORD(p, e, n) do {						\
	int64_t	v_ = (int64_t)(e);					\
	number((p), &v_);						\
	if (v_ < 0 || v_ >= (int64_t)(n)) {				\
		v_ = 0;							\
		(p)->bad = true;					\
	}								\
	(e) = (__typeof__(e))v_;					\
} while (0)

static void
text(struct packing *p, const char **s)
{
	const char	*nul;

	if (p->out != NULL) {
		buf_add(p->out, *s, strlen(*s) + 1);
		return;
	}
	nul = memchr(p->at, '\0', (size_t)(p->end - p->at));
	*s = nul == NULL ? "" : p->at;
	p->at = nul == NULL ? p->end : nul + 1;
	p->bad = p->bad || nul == NULL;
}

/* how many follow; each takes at least one byte */
static size_t
count(struct packing *p, size_t n)
{
	int64_t	v = (int64_t)n;

	number(p, &v);
	if (p->out == NULL && (v < 0 || v > p->end - p->at)) {
		p->bad = true;
		return 0;
	}
	return (size_t)v;
}

static void
list(struct packing *p, struct words *w)
{
	size_t	i;

	w->n = count(p, w->n);
	if (p->out == NULL)
		w->v = arena_array(p->arena, const char *, w->n + 1);
	for (i = 0; i < w->n; i++)
		text(p, &w->v[i]);
}

static void
links(struct packing *p, struct item *it)
{
	size_t	i;

	it->nlinks = count(p, it->nlinks);
	if (p->out == NULL)
		it->links = arena_array(p->arena, struct link, it->nlinks + 1);
	for (i = 0; i < it->nlinks; i++) {
		text(p, &it->links[i].url);
		text(p, &it->links[i].title);
	}
}

static void
digest(struct packing *p, uint8_t *sum)
{
	if (p->out != NULL) {
		buf_add(p->out, sum, SHA256_LEN);
		return;
	}
	if (p->end - p->at < SHA256_LEN) {
		p->bad = true;
		p->at = p->end;
		return;
	}
	memcpy(sum, p->at, SHA256_LEN);
	p->at += SHA256_LEN;
}

static void
files(struct packing *p, struct item *it)
{
	struct file	*f;
	size_t		 i;

	it->nfiles = count(p, it->nfiles);
	if (p->out == NULL)
		it->files = arena_array(p->arena, struct file, it->nfiles + 1);
	for (i = 0; i < it->nfiles; i++) {
		f = &it->files[i];
		text(p, &f->id);
		text(p, &f->name);
		text(p, &f->media_type);
		text(p, &f->reason);
		number(p, &f->size);
		number(p, &f->text_size);
		WORD(p, f->text, TEXT_STATE_COUNT);
		digest(p, f->sha256);
	}
}

static void
moment(struct packing *p, struct local *l)
{
	small(p, &l->year);
	small(p, &l->month);
	small(p, &l->day);
	small(p, &l->hour);
	small(p, &l->minute);
	small(p, &l->second);
}

static void
event(struct packing *p, struct event *e)
{
	WORD(p, e->type, EVENT_TYPE_COUNT);
	WORD(p, e->certainty, CERTAINTY_COUNT);
	WORD(p, e->precision, PRECISION_COUNT);
	flag(p, &e->has_start);
	flag(p, &e->has_end);
	moment(p, &e->start);
	moment(p, &e->end);
	text(p, &e->timezone);
	number(p, &e->start_utc);
	number(p, &e->end_utc);
	text(p, &e->country);
	text(p, &e->place);
	text(p, &e->online_url);
	text(p, &e->registration_url);
	small(p, &e->sequence);
	number(p, &e->cancelled_at);
	text(p, &e->cancelled_why);
}

static void
experience(struct packing *p, struct experience *x)
{
	list(p, &x->used);
	text(p, &x->used_other);
	text(p, &x->period_start);
	text(p, &x->period_end);
	WORD(p, x->outcome, OUTCOME_COUNT);
	text(p, &x->evidence);
	text(p, &x->lesson);
}

static void
tally(struct packing *p, struct tally *t)
{
	small(p, &t->total);
	small(p, &t->worked);
	small(p, &t->partly);
	small(p, &t->no);
	small(p, &t->too_early);
}

static void
common(struct packing *p, struct item *it)
{
	text(p, &it->id);
	WORD(p, it->status, ITEM_STATUS_COUNT);
	WORD(p, it->audience, AUDIENCE_COUNT);
	small(p, &it->version);
	small(p, &it->rev);
	text(p, &it->org_slug);
	text(p, &it->org_name);
	text(p, &it->title);
	text(p, &it->summary);
	text(p, &it->language);
	list(p, &it->countries);
	list(p, &it->topics);
	list(p, &it->for_whom);
	WORD(p, it->licence, LICENCE_COUNT);
	text(p, &it->contact);
	text(p, &it->source);
	text(p, &it->note);
	number(p, &it->created);
	number(p, &it->updated);
	number(p, &it->published);
	links(p, it);
	files(p, it);
}

static void
by_kind(struct packing *p, struct item *it)
{
	switch (it->kind) {
	case KIND_EVENT:
		event(p, &it->event);
		break;
	case KIND_EXPERIENCE:
		experience(p, &it->experience);
		break;
	case KIND_TOOLKIT:
	case KIND_COUNT:
	default:
		tally(p, &it->tally);
		break;
	}
}

static void
put_item(struct buf *out, const struct item *it)
{
	struct packing	p = { .out = out };
	/* writing changes nothing */
	struct item	copy = *it;

	assert(out != NULL);	/* NULL reads */
	put_number(out, EDITION);
	WORD(&p, copy.kind, KIND_COUNT);
	common(&p, &copy);
	by_kind(&p, &copy);
}

/* the JSON's length stands at the very end */
void
item_pack(struct buf *out, const struct item *it)
{
	const uint32_t	none = 0;

	put_item(out, it);
	buf_add(out, &none, sizeof(none));
}

void
item_pack_ready(struct buf *out, const struct item *it)
{
	json_t		*o = item_json(it, NULL, 0);
	char		*text;
	uint32_t	 n;

	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	put_item(out, it);
	n = text == NULL ? 0 : (uint32_t)strlen(text) - 1;
	buf_add(out, text, n);
	buf_add(out, &n, sizeof(n));
	free(text);
}

const char *
item_pack_json(const char *bytes, size_t len, size_t *n)
{
	uint32_t	size;

	if (len < sizeof(size))
		return NULL;
	memcpy(&size, bytes + len - sizeof(size), sizeof(size));
	if (size == 0 || size > len - sizeof(size))
		return NULL;
	*n = size;
	return bytes + len - sizeof(size) - size;
}

bool
item_unpack(struct arena *a, const char *bytes, size_t len, struct item *it)
{
	struct packing	p = { .arena = a, .at = bytes, .end = bytes + len };
	enum kind	kind = KIND_TOOLKIT;
	const char	*json;
	size_t		 n;

	if (len < sizeof(uint32_t))
		return false;
	json = item_pack_json(bytes, len, &n);
	p.end = json != NULL ? json : p.end - sizeof(uint32_t);
	if (get_number(&p) != EDITION)
		return false;
	WORD(&p, kind, KIND_COUNT);
	item_init(it, kind);
	common(&p, it);
	by_kind(&p, it);
	return !p.bad && p.at == p.end;
}
