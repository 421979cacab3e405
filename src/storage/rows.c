/*
 * rows: typed getters over a result, and text[] both ways (PostgreSQL manual,
 * 8.15.6).
 */
#include <assert.h>
#include <libpq-fe.h>

#include "base/buf.h"
#include "storage/db.h"

#define LIST_MAX	4096

bool
rows_null(const struct rows *r, int row, int col)
{
	return PQgetisnull(r->res, row, col) == 1;
}

const char *
rows_ref(const struct rows *r, int row, int col)
{
	return PQgetvalue(r->res, row, col);
}

char *
rows_dup(struct arena *a, const struct rows *r, int row, int col)
{
	return arena_strdup(a, rows_ref(r, row, col));
}

int64_t
rows_int(const struct rows *r, int row, int col)
{
	return strtoll(rows_ref(r, row, col), NULL, 10);
}

bool
rows_bool(const struct rows *r, int row, int col)
{
	return rows_ref(r, row, col)[0] == 't';
}

uint8_t *
rows_bytes(struct arena *a, const struct rows *r, int row, int col, size_t *n)
{
	const char	*hex = rows_ref(r, row, col);
	size_t		 len = strlen(hex);
	uint8_t		*out;

	*n = 0;
	if (len < 2 || hex[0] != '\\' || hex[1] != 'x')
		return NULL;
	*n = (len - 2) / 2;
	out = arena_alloc(a, *n + 1);
	return digest_unhex(hex + 2, out, *n) ? out : NULL;
}

void
rows_sha256(const struct rows *r, int row, int col, uint8_t out[SHA256_LEN])
{
	bool	is = digest_unhex(rows_ref(r, row, col), out, SHA256_LEN);

	assert(is);
}

/* one element of an array literal, from *s on; moves behind it */
static char *
element(struct arena *a, const char **s)
{
	char	*out = arena_alloc(a, strlen(*s) + 1), *o = out;

	if (**s == '"') {
		for ((*s)++; **s != '\0' && **s != '"'; (*s)++) {
			if (**s == '\\' && (*s)[1] != '\0')
				(*s)++;
			*o++ = **s;
		}
		if (**s == '"')
			(*s)++;
	} else {
		while (**s != '\0' && **s != ',' && **s != '}')
			*o++ = *(*s)++;
	}
	*o = '\0';
	return out;
}

static size_t
count_commas(const char *s)
{
	size_t	n = 1;

	for (; *s != '\0'; s++)
		n += *s == ',';
	return n;
}

const char **
rows_list(struct arena *a, const struct rows *r, int row, int col, size_t *n)
{
	const char	*s = rows_ref(r, row, col);
	const char	**out = arena_array(a, const char *, count_commas(s) + 1);

	*n = 0;
	if (*s == '{')
		s++;
	while (*s != '\0' && *s != '}') {
		out[(*n)++] = element(a, &s);
		if (*s == ',')
			s++;
	}
	return out;
}

const char *
db_list(struct arena *a, const char *const *list, size_t n)
{
	struct buf	 b;
	const char	*s;
	char		*out;
	size_t		 i;

	assert(n <= LIST_MAX);
	buf_init(&b, 1 << 20);
	buf_putc(&b, '{');
	for (i = 0; i < n; i++) {
		buf_puts(&b, i == 0 ? "\"" : ",\"");
		for (s = list[i]; *s != '\0'; s++) {
			if (*s == '"' || *s == '\\')
				buf_putc(&b, '\\');
			buf_putc(&b, *s);
		}
		buf_putc(&b, '"');
	}
	buf_putc(&b, '}');
	assert(!b.failed);
	out = arena_strdup(a, b.data);
	buf_free(&b);
	return out;
}
