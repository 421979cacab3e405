#include <assert.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/log.h"

#define CHUNK_MIN	((size_t)4096)
#define CHUNK_MAX	((size_t)65536)
#define ALIGN		((size_t)16)

struct chunk {
	struct chunk	*next;
	size_t		 size, used;
	_Alignas(16) char data[];
};

struct arena {
	struct chunk	*chunks;	/* the newest first */
	size_t		 ceiling;
	size_t		 held;		/* bytes of all chunks */
};

static _Noreturn void
arena_full(const struct arena *a, size_t wanted)
{
	log_error("arena", "%zu bytes wanted, %zu held, ceiling %zu", wanted,
	    a == NULL ? 0 : a->held, a == NULL ? 0 : a->ceiling);
	abort();
}

struct arena *
arena_new(size_t ceiling)
{
	struct arena	*a;

	if ((a = calloc(1, sizeof(*a))) == NULL)
		arena_full(NULL, sizeof(*a));
	a->ceiling = ceiling;
	return a;
}

void
arena_free(struct arena *a)
{
	struct chunk	*c;

	if (a == NULL)
		return;
	while ((c = a->chunks) != NULL) {
		a->chunks = c->next;
		free(c);
	}
	free(a);
}

/* chunks grow with the arena, so that their number stays small, but not so far
 * that an empty one would use up the ceiling */
static struct chunk *
chunk_new(struct arena *a, size_t n)
{
	struct chunk	*c;
	size_t		 size = a->held < CHUNK_MIN ? CHUNK_MIN :
			    a->held > CHUNK_MAX ? CHUNK_MAX : a->held;

	if (n > a->ceiling || a->held > a->ceiling - n)
		arena_full(a, n);
	if (size > a->ceiling - a->held)
		size = a->ceiling - a->held;
	if (size < n)
		size = n;
	if ((c = calloc(1, sizeof(*c) + size)) == NULL)
		arena_full(a, n);
	c->size = size;
	c->next = a->chunks;
	a->chunks = c;
	a->held += size;
	return c;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	struct chunk	*c = a->chunks;
	char		*p;

	if (n > SIZE_MAX - ALIGN)
		arena_full(a, n);
	n = n == 0 ? ALIGN : (n + ALIGN - 1) & ~(ALIGN - 1);
	if (c == NULL || c->size - c->used < n)
		c = chunk_new(a, n);
	p = c->data + c->used;
	c->used += n;
	return p;
}

void *
arena_calloc(struct arena *a, size_t n, size_t size)
{
	size_t	bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		arena_full(a, SIZE_MAX);
	return arena_alloc(a, bytes);
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char	*p;

	assert(n < SIZE_MAX);
	p = arena_alloc(a, n + 1);
	if (n > 0)
		memcpy(p, s, n);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list	 again;
	char	*p;
	int	 n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	assert(n >= 0);
	p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list	 ap;
	char	*p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}
