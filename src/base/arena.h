/*
 * arena: memory that lives as long as one request (or one command), freed in
 * one place. Allocation never fails for the caller: running past the ceiling
 * or out of memory ends the process, which its supervisor starts again.
 */
#ifndef CS_ARENA_H
#define CS_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* ceiling in bytes for everything the arena will ever hold */
struct arena	*arena_new(size_t ceiling);
void		 arena_free(struct arena *);

/* zeroed, aligned for any type; lives until arena_free */
void		*arena_alloc(struct arena *, size_t);
/* n things of one size; the product is checked */
void		*arena_calloc(struct arena *, size_t n, size_t size);
char		*arena_strdup(struct arena *, const char *);
/* copies n bytes and ends them with NUL */
char		*arena_strndup(struct arena *, const char *, size_t n);
char		*arena_printf(struct arena *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));
char		*arena_vprintf(struct arena *, const char *, va_list)
		    __attribute__((format(printf, 2, 0)));

#define arena_new_of(a, type)		((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n)		\
	((type *)arena_calloc((a), (size_t)(n), sizeof(type)))

#endif
