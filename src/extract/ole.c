#include "extract/ole.h"

#include <stdlib.h>
#include <strings.h>

#include "extract/formats.h"

#define HEADER		512
#define ENTRY		128
#define ENTRIES_MAX	65536
#define LAST_SECTOR	0xFFFFFFFAU	/* above: free, end of chain, … */
#define SMALL_SHIFT	6
#define SMALL_LIMIT	4096
#define STREAM_MAX	((size_t)64 * 1000 * 1000)

uint32_t
ole_u16(const char *p)
{
	const unsigned char	*u = (const unsigned char *)p;

	return u[0] | (uint32_t)u[1] << 8;
}

uint32_t
ole_u32(const char *p)
{
	return ole_u16(p) | ole_u16(p + 2) << 16;
}

/* the bytes of a sector that the file has; the last may be cut short */
static const char *
sector(const struct ole *f, uint32_t i, size_t *n)
{
	size_t	 at = ((size_t)i + 1) << f->shift;

	if (i >= LAST_SECTOR || at >= f->file.len)
		return NULL;
	*n = f->file.len - at;
	if (*n > (size_t)1 << f->shift)
		*n = (size_t)1 << f->shift;
	return f->file.data + at;
}

static uint32_t
follow(const uint32_t *next, uint32_t n, uint32_t i)
{
	return i < n ? next[i] : UINT32_MAX;
}

/* one sector of the table of sectors */
static void
table_sector(struct ole *f, uint32_t i, uint32_t *at)
{
	size_t		 n;
	const char	*s = sector(f, i, &n);

	for (size_t k = 0; s != NULL && k + 4 <= n && *at < f->nsectors;
	    k += 4)
		f->next[(*at)++] = ole_u32(s + k);
}

/* where the table's sectors stand: 109 in the header, then a chain */
static void
read_table(struct ole *f)
{
	uint32_t	 at = 0, more = ole_u32(f->file.data + 68);
	uint32_t	 guard = 0, per = 1U << (f->shift - 2);
	const char	*s;
	size_t		 n;

	for (size_t i = 0; i < 109; i++)
		table_sector(f, ole_u32(f->file.data + 76 + (size_t)4 * i), &at);
	while ((s = sector(f, more, &n)) != NULL &&
	    n == (size_t)1 << f->shift && guard++ < f->nsectors) {
		for (uint32_t k = 0; k + 1 < per; k++)
			table_sector(f, ole_u32(s + (size_t)4 * k), &at);
		more = ole_u32(s + (size_t)4 * (per - 1));
	}
	while (at < f->nsectors)
		f->next[at++] = UINT32_MAX;
}

/* false when the chain broke before `size` bytes */
static bool
chain(const struct ole *f, uint32_t i, uint64_t size, struct buf *b)
{
	uint32_t	 guard = 0;
	const char	*s;
	size_t		 n;

	buf_init(b, STREAM_MAX);
	buf_add(b, "", 0);
	while (b->len < size && guard++ <= f->nsectors &&
	    (s = sector(f, i, &n)) != NULL) {
		if (n > size - b->len)
			n = (size_t)(size - b->len);
		buf_add(b, s, n);
		if (b->failed)
			return false;
		i = follow(f->next, f->nsectors, i);
	}
	return b->len >= size;
}

static bool
small_chain(const struct ole *f, uint32_t i, uint64_t size, struct buf *b)
{
	uint32_t	 guard = 0;

	buf_init(b, SMALL_LIMIT);
	buf_add(b, "", 0);
	while (b->len < size && guard++ <= SMALL_LIMIT >> SMALL_SHIFT) {
		size_t	 at = (size_t)i << SMALL_SHIFT;
		size_t	 n = (size_t)1 << SMALL_SHIFT;

		if (at >= f->small.len)
			break;
		if (n > f->small.len - at)
			n = f->small.len - at;
		if (n > size - b->len)
			n = (size_t)(size - b->len);
		buf_add(b, f->small.data + at, n);
		i = follow(f->small_next, f->nsmall, i);
	}
	return b->len >= size;
}

static void
name_of(const char *raw, char *name)
{
	size_t	 i;

	for (i = 0; i + 1 < OLE_NAME; i++) {
		uint32_t	 c = ole_u16(raw + 2 * i);

		if (c == 0)
			break;
		name[i] = (char)(c >= 0x20 && c < 0x7F ? c : '?');
	}
	name[i] = '\0';
}

static bool
read_entries(struct ole *f)
{
	struct buf	 b;

	chain(f, ole_u32(f->file.data + 48), (uint64_t)ENTRIES_MAX * ENTRY,
	    &b);
	f->nentries = (uint32_t)(b.len / ENTRY);
	f->entry = calloc(f->nentries + 1, sizeof(f->entry[0]));
	for (uint32_t i = 0; i < f->nentries && f->entry != NULL; i++) {
		struct ole_entry	*e = &f->entry[i];
		const char		*p = b.data + (size_t)i * ENTRY;

		name_of(p, e->name);
		e->stream = p[66] == 2;
		e->in = OLE_NOWHERE;
		e->left = ole_u32(p + 68);
		e->right = ole_u32(p + 72);
		e->child = ole_u32(p + 76);
		e->start = ole_u32(p + 116);
		e->size = ole_u32(p + 120);
	}
	buf_free(&b);
	return f->entry != NULL && f->nentries > 0;
}

/* the tree of a storage's entries, without recursion and never twice */
static void
mark_children(struct ole *f, uint32_t storage, uint32_t *todo)
{
	size_t	 n = 0;

	todo[n++] = f->entry[storage].child;
	while (n > 0) {
		uint32_t	 i = todo[--n];

		if (i == 0 || i >= f->nentries ||
		    f->entry[i].in != OLE_NOWHERE)
			continue;
		f->entry[i].in = storage;
		todo[n++] = f->entry[i].left;
		todo[n++] = f->entry[i].right;
	}
}

static bool
mark_all(struct ole *f)
{
	uint32_t	*todo = calloc(2 * f->nentries + 1, sizeof(*todo));

	if (todo == NULL)
		return false;
	for (uint32_t i = 0; i < f->nentries; i++)
		if (!f->entry[i].stream)
			mark_children(f, i, todo);
	free(todo);
	return true;
}

static bool
read_small(struct ole *f)
{
	struct buf	 b;

	chain(f, f->entry[0].start, f->entry[0].size, &f->small);
	chain(f, ole_u32(f->file.data + 60),
	    (uint64_t)ole_u32(f->file.data + 64) << f->shift, &b);
	f->nsmall = (uint32_t)(b.len / 4);
	f->small_next = calloc(f->nsmall + 1, sizeof(uint32_t));
	for (uint32_t i = 0; i < f->nsmall && f->small_next != NULL; i++)
		f->small_next[i] = ole_u32(b.data + (size_t)4 * i);
	buf_free(&b);
	return f->small_next != NULL;
}

enum extract_reason
ole_open(struct ole *f, bool *cut)
{
	enum extract_reason	 r;

	*f = (struct ole){ 0 };
	r = input_read(&f->file, cut);
	if (r != EXTRACT_OK)
		return r;
	if (f->file.len < HEADER ||
	    memcmp(f->file.data, "\xD0\xCF\x11\xE0", 4) != 0)
		return EXTRACT_DAMAGED;
	f->shift = ole_u16(f->file.data + 30);
	if (f->shift != 9 && f->shift != 12)
		return EXTRACT_DAMAGED;
	f->nsectors = (uint32_t)(f->file.len >> f->shift) + 1;
	f->next = calloc(f->nsectors, sizeof(uint32_t));
	if (f->next == NULL)
		return EXTRACT_MEMORY;
	read_table(f);
	if (!read_entries(f))
		return EXTRACT_DAMAGED;
	return mark_all(f) && read_small(f) ? EXTRACT_OK : EXTRACT_MEMORY;
}

void
ole_close(struct ole *f)
{
	buf_free(&f->file);
	buf_free(&f->small);
	free(f->next);
	free(f->small_next);
	free(f->entry);
}

const struct ole_entry *
ole_find(const struct ole *f, const char *name)
{
	for (uint32_t i = 1; i < f->nentries; i++)
		if (f->entry[i].stream && f->entry[i].in == 0 &&
		    strcasecmp(f->entry[i].name, name) == 0)
			return &f->entry[i];
	return NULL;
}

bool
ole_read(const struct ole *f, const struct ole_entry *e, struct buf *b)
{
	if (e->size < SMALL_LIMIT)
		return small_chain(f, e->start, e->size, b);
	return chain(f, e->start, e->size, b);
}

/* a message has no stream of one name, but many of one pattern */
static bool
is_message(const struct ole *f)
{
	for (uint32_t i = 1; i < f->nentries; i++)
		if (f->entry[i].in == 0 && strncmp(f->entry[i].name,
		    "__substg1.0_", 12) == 0)
			return true;
	return false;
}

static enum extract_reason
read_kind(struct ole *f, struct out *o)
{
	const struct ole_entry	*book;

	if (ole_find(f, "EncryptedPackage") != NULL)
		return EXTRACT_PASSWORD;
	if (ole_find(f, "WordDocument") != NULL)
		return doc_read(f, o);
	if ((book = ole_find(f, "Workbook")) != NULL ||
	    (book = ole_find(f, "Book")) != NULL)
		return xls_read(f, book, o);
	if (ole_find(f, "PowerPoint Document") != NULL)
		return ppt_read(f, o);
	return is_message(f) ? msg_read(f, o) : EXTRACT_UNSUPPORTED;
}

enum extract_reason
ole_extract(struct out *o)
{
	struct ole		 f;
	bool			 cut = false;
	enum extract_reason	 r = ole_open(&f, &cut);

	if (r == EXTRACT_OK)
		r = read_kind(&f, o);
	ole_close(&f);
	o->cut |= cut;
	return r;
}
