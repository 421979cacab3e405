/*
 * diff: see diff.h.
 */
#include "domain/diff.h"

#include <stdint.h>
#include <string.h>

#define CELLS_MAX	4000000	/* of the table: 8 MB, some ten milliseconds */

struct token {
	const char	*s;
	size_t		 len;
};

struct tokens {
	size_t		 n;
	struct token	*v;
};

typedef size_t	(*cut)(const char *, size_t);

struct part {
	enum diff_kind	 kind;
	struct token	 text;
};

struct work {
	struct arena	*arena;
	struct part	*v;
	size_t		 n, room;
};

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ||
	    c == '\'' || c == '_';
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* length of the first word, run of white space, or other sign */
static size_t
cut_word(const char *s, size_t left)
{
	bool	(*of)(char) = is_word(*s) ? is_word : is_space(*s) ? is_space :
		    NULL;
	size_t	n = 1;

	while (of != NULL && n < left && of(s[n]))
		n++;
	return n;
}

static size_t
cut_line(const char *s, size_t left)
{
	const char	*end = memchr(s, '\n', left);

	return end == NULL ? left : (size_t)(end - s) + 1;
}

static struct tokens
split(struct arena *a, struct token text, cut how)
{
	struct tokens	t = { 0, NULL };
	size_t		at, n = 0;

	for (at = 0; at < text.len; n++)
		at += how(text.s + at, text.len - at);
	t.v = arena_array(a, struct token, n + 1);
	for (at = 0; at < text.len; at += t.v[t.n++].len)
		t.v[t.n] = (struct token){ text.s + at,
		    how(text.s + at, text.len - at) };
	return t;
}

static bool
same(const struct token *a, const struct token *b)
{
	return a->len == b->len && memcmp(a->s, b->s, a->len) == 0;
}

/* Parts point into the texts, same ones into the later: two of a kind in a row
 * are neighbours there. */
static void
emit(struct work *w, enum diff_kind kind, struct token t)
{
	struct part	*p;

	if (t.len == 0)
		return;
	if (w->n > 0 && w->v[w->n - 1].kind == kind) {
		w->v[w->n - 1].text.len += t.len;
		return;
	}
	if (w->n == w->room) {
		w->room = w->room * 2 + 16;
		p = arena_array(w->arena, struct part, w->room);
		if (w->n > 0)
			memcpy(p, w->v, w->n * sizeof(*p));
		w->v = p;
	}
	w->v[w->n++] = (struct part){ kind, t };
}

/* neighbouring tokens of one text as one */
static struct token
span(const struct token *from, size_t n)
{
	if (n == 0)
		return (struct token){ "", 0 };
	return (struct token){ from->s, (size_t)(from[n - 1].s +
	    from[n - 1].len - from->s) };
}

static void	compare(struct work *, struct token, struct token, cut);

/* what has nothing in common as this kind of token */
static void
replaced(struct work *w, struct token a, struct token b, cut how)
{
	if (how == cut_line && a.len > 0 && b.len > 0) {
		compare(w, a, b, cut_word);
		return;
	}
	emit(w, DIFF_GONE, a);
	emit(w, DIFF_NEW, b);
}

/* table[i * (m + 1) + j]: length of the longest common rest of a[i…], b[j…] */
static uint16_t *
fill(struct arena *arena, const struct tokens *a, const struct tokens *b)
{
	size_t		 i, j, m = b->n + 1;
	uint16_t	*t = arena_array(arena, uint16_t, (a->n + 1) * m);

	memset(t, 0, (a->n + 1) * m * sizeof(*t));
	for (i = a->n; i-- > 0;)
		for (j = b->n; j-- > 0;)
			if (same(&a->v[i], &b->v[j]))
				t[i * m + j] = (uint16_t)
				    (t[(i + 1) * m + j + 1] + 1);
			else if (t[(i + 1) * m + j] >= t[i * m + j + 1])
				t[i * m + j] = t[(i + 1) * m + j];
			else
				t[i * m + j] = t[i * m + j + 1];
	return t;
}

static void
walk(struct work *w, const struct tokens *a, const struct tokens *b, cut how)
{
	const uint16_t	*t = fill(w->arena, a, b);
	size_t		 i = 0, j = 0, from_a = 0, from_b = 0, m = b->n + 1;

	while (i < a->n && j < b->n) {
		if (!same(&a->v[i], &b->v[j])) {
			if (t[(i + 1) * m + j] >= t[i * m + j + 1])
				i++;
			else
				j++;
			continue;
		}
		replaced(w, span(a->v + from_a, i - from_a),
		    span(b->v + from_b, j - from_b), how);
		emit(w, DIFF_SAME, b->v[j]);
		from_a = ++i;
		from_b = ++j;
	}
	replaced(w, span(a->v + from_a, a->n - from_a),
	    span(b->v + from_b, b->n - from_b), how);
}

static void
compare(struct work *w, struct token before, struct token after, cut how)
{
	struct tokens	a = split(w->arena, before, how);
	struct tokens	b = split(w->arena, after, how);
	size_t		head = 0, tail = 0;

	while (head < a.n && head < b.n && same(&a.v[head], &b.v[head]))
		head++;
	while (tail < a.n - head && tail < b.n - head &&
	    same(&a.v[a.n - tail - 1], &b.v[b.n - tail - 1]))
		tail++;
	before = span(b.v, head);
	after = span(b.v + b.n - tail, tail);
	a.v += head;
	b.v += head;
	a.n -= head + tail;
	b.n -= head + tail;
	emit(w, DIFF_SAME, before);
	if (a.n < UINT16_MAX && (a.n + 1) * (b.n + 1) <= CELLS_MAX)
		walk(w, &a, &b, how);
	else
		replaced(w, span(a.v, a.n), span(b.v, b.n), how);
	emit(w, DIFF_SAME, after);
}

struct diff
diff_words(struct arena *a, const char *before, const char *after)
{
	struct work	w = { .arena = a };
	struct diff	d = { 0, NULL, false };
	struct token	from = { before, strlen(before) };
	struct token	to = { after, strlen(after) };

	/* a table of words costs the product of both: small texts alone */
	compare(&w, from, to, from.len + to.len < 8000 ? cut_word : cut_line);
	d.v = arena_array(a, struct diff_part, w.n + 1);
	for (; d.n < w.n; d.n++) {
		d.v[d.n] = (struct diff_part){ w.v[d.n].kind,
		    arena_strndup(a, w.v[d.n].text.s, w.v[d.n].text.len) };
		d.changed |= w.v[d.n].kind != DIFF_SAME;
	}
	return d;
}
