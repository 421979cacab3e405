/*
 * Books (EPUB): an archive of web pages. A list names them and says in what
 * order they are read, so it is taken in a pass of its own.
 */
#include "extract/formats.h"

#include <stdlib.h>
#include <strings.h>

#include "base/arena.h"
#include "base/hex.h"
#include "extract/members.h"
#include "extract/xml.h"

#define CHAPTERS_MAX	5000
#define WORDS_MAX	((size_t)4 << 20)

struct book {
	struct arena	*arena;
	const char	*folder;	/* of the list, with its slash */
	const char	*id[CHAPTERS_MAX], *href[CHAPTERS_MAX];
	const char	*spine[CHAPTERS_MAX];
	size_t		 nitems, nspine;
	size_t		 bytes;		/* of text so far */
};

struct chapter {
	size_t		 rank, seen;
	struct out	 out;
};

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static const char *
attribute(struct book *b, const struct xml *x, const char *name)
{
	size_t		 n;
	const char	*s = xml_attr(x, name, &n);

	return s != NULL ? arena_strndup(b->arena, s, n) : "";
}

static const char *const	 told[] = { "title", "creator", "subject",
	"description", "publisher", "contributor", NULL };

static bool
is_told(const char *name)
{
	for (const char *const *t = told; *t != NULL; t++)
		if (is(*t, name))
			return true;
	return false;
}

static bool
list_start(struct xml *x, const char *name)
{
	struct book	*b = x->state;

	if (is_told(name))
		x->keep++;
	else if (is(name, "item") && b->nitems < CHAPTERS_MAX) {
		b->id[b->nitems] = attribute(b, x, "id");
		b->href[b->nitems++] = attribute(b, x, "href");
	} else if (is(name, "itemref") && b->nspine < CHAPTERS_MAX)
		b->spine[b->nspine++] = attribute(b, x, "idref");
	return true;
}

static void
list_end(struct xml *x, const char *name)
{
	if (!is_told(name))
		return;
	x->keep--;
	out_line(x->out);
}

static void
list_text(struct xml *x, const char *s, size_t n)
{
	out_flow(x->out, s, n);
}

static bool
ends_with(const char *name, const char *end)
{
	size_t	 n = strlen(name), e = strlen(end);

	return n >= e && strcasecmp(name + n - e, end) == 0;
}

static const char *
folder_of(struct arena *a, const char *name)
{
	const char	*slash = strrchr(name, '/');

	return slash == NULL ? "" :
	    arena_strndup(a, name, (size_t)(slash - name) + 1);
}

/* the first list counts */
static enum extract_reason
read_list(struct book *b, struct out *o)
{
	static const struct xml_events	 on = { list_start, list_end,
		list_text };
	struct xml			 x = { .on = &on, .out = o,
		.state = b, .doctype = true };
	struct members			*m = members_open(MEMBERS_ZIP);
	const char			*name;
	const void			*data;
	size_t				 n;

	if (m == NULL)
		return EXTRACT_MEMORY;
	while ((name = members_next(m)) != NULL && b->folder == NULL) {
		if (!ends_with(name, ".opf") || !xml_open(&x))
			continue;
		b->folder = folder_of(b->arena, name);
		while (members_read(m, &data, &n))
			xml_feed(&x, data, n);
		xml_close(&x);
	}
	return members_close(m);
}

/* "OEBPS/a b.xhtml" is the list's "a%20b.xhtml" */
static bool
is_href(const struct book *b, const char *name, const char *href)
{
	size_t	 n = b->folder != NULL ? strlen(b->folder) : 0;

	if (n > 0 && strncmp(name, b->folder, n) != 0)
		return false;
	for (name += n; *name != '\0' && *href != '\0'; name++, href++) {
		int	 c = (unsigned char)*href;

		if (c == '%' && hex_byte(href + 1) >= 0) {
			c = hex_byte(href + 1);
			href += 2;
		}
		if ((unsigned char)*name != c)
			return false;
	}
	return *name == *href;
}

static size_t
rank_of(const struct book *b, const char *name)
{
	size_t	 i, k;

	for (i = 0; i < b->nitems; i++)
		if (is_href(b, name, b->href[i]))
			break;
	for (k = 0; i < b->nitems && k < b->nspine; k++)
		if (is(b->spine[k], b->id[i]))
			return k;
	return CHAPTERS_MAX;
}

static enum extract_reason
read_chapter(struct book *b, struct members *m, struct chapter *c)
{
	enum extract_reason	 r = EXTRACT_OK;
	struct buf		 page;

	out_init(&c->out, EXTRACT_TEXT_MAX - b->bytes);
	if (members_slurp(m, &page))
		r = format_inner(&c->out, html_extract, page.data, page.len);
	buf_free(&page);
	b->bytes += c->out.b.len;
	return r;
}

static int
by_rank(const void *a, const void *b)
{
	const struct chapter	*x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->seen < y->seen ? -1 : 1;
}

static void
collect(struct out *o, struct chapter *v, size_t n)
{
	qsort(v, n, sizeof(v[0]), by_rank);
	for (size_t i = 0; i < n; i++) {
		if (out_finish(&v[i].out)) {
			if (!out_blank_page(o))
				out_page(o);
			out_text(o, v[i].out.b.data, v[i].out.b.len);
		}
		o->cut |= v[i].out.cut;
		out_free(&v[i].out);
	}
}

static enum extract_reason
read_chapters(struct book *b, struct out *o)
{
	struct members		*m = members_open(MEMBERS_ZIP);
	struct chapter		*v = calloc(CHAPTERS_MAX, sizeof(*v));
	const char		*name;
	size_t			 n = 0;
	enum extract_reason	 r = EXTRACT_OK, archive;

	while (m != NULL && v != NULL && r == EXTRACT_OK &&
	    n < CHAPTERS_MAX && (name = members_next(m)) != NULL) {
		if (!ends_with(name, "html") && !ends_with(name, ".htm"))
			continue;
		v[n].rank = rank_of(b, name);
		v[n].seen = n;
		r = read_chapter(b, m, &v[n++]);
	}
	if (m == NULL || v == NULL)
		r = EXTRACT_MEMORY;
	archive = m != NULL ? members_close(m) : EXTRACT_OK;
	if (v != NULL)
		collect(o, v, n);
	free(v);
	return r != EXTRACT_OK ? r : archive;
}

enum extract_reason
epub_extract(struct out *o)
{
	struct book		*b = calloc(1, sizeof(*b));
	enum extract_reason	 r = EXTRACT_MEMORY;

	if (b != NULL && (b->arena = arena_new(WORDS_MAX)) != NULL)
		r = read_list(b, o);
	if (r == EXTRACT_OK)
		r = read_chapters(b, o);
	if (b != NULL && b->arena != NULL)
		arena_free(b->arena);
	free(b);
	return r;
}
