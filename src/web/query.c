#include "base/hex.h"
#include "base/utf8.h"
#include "web/query.h"

/* n encoded bytes as text, or NULL when they are none; space stands for '+',
 * which is a space in a query and a plus in a path */
static const char *
decode(struct arena *a, const char *s, size_t n, char space)
{
	char	*out = arena_alloc(a, n + 1);
	size_t	 i, len = 0;
	int	 byte;

	for (i = 0; i < n; i++) {
		if (s[i] == '+') {
			out[len++] = space;
		} else if (s[i] != '%') {
			out[len++] = s[i];
		} else {
			if (n - i < 3 || (byte = hex_byte(s + i + 1)) < 0)
				return NULL;
			out[len++] = (char)byte;
			i += 2;
		}
	}
	return utf8_valid(out, len) ? out : NULL;
}

static bool
add_pair(struct arena *a, const char *s, size_t n, struct query *q)
{
	const char	*equals = memchr(s, '=', n);
	size_t		 name = equals == NULL ? n : (size_t)(equals - s);
	struct pair	*p = &q->pairs[q->n];

	p->name = decode(a, s, name, ' ');
	p->value = equals == NULL ? "" :
	    decode(a, equals + 1, n - name - 1, ' ');
	q->n++;
	return p->name != NULL && p->value != NULL;
}

enum status
query_parse(struct arena *a, const char *s, size_t n, struct query *q)
{
	const char	*end = s + n, *and;
	size_t		 pieces = 1;

	*q = (struct query){ 0 };
	for (and = s; and < end; and++)
		pieces += *and == '&';
	if (pieces > QUERY_PAIRS_MAX)
		return ST_MALFORMED;
	q->pairs = arena_array(a, struct pair, pieces);
	for (; s < end; s = and + 1) {
		if ((and = memchr(s, '&', (size_t)(end - s))) == NULL)
			and = end;
		if (and > s && !add_pair(a, s, (size_t)(and - s), q))
			return ST_MALFORMED;
	}
	return ST_OK;
}

const char *
query_path(struct arena *a, const char *s)
{
	return decode(a, s, strlen(s), '+');
}

const char *
query_nth(const struct query *q, const char *name, size_t i)
{
	size_t	k;

	for (k = 0; k < q->n; k++)
		if (strcmp(q->pairs[k].name, name) == 0 && i-- == 0)
			return q->pairs[k].value;
	return NULL;
}

const char *
query_get(const struct query *q, const char *name)
{
	return query_nth(q, name, 0);
}

const char *
query_unknown(const struct query *q, const char *const *names)
{
	size_t	i, k;

	for (i = 0; i < q->n; i++) {
		for (k = 0; names[k] != NULL; k++)
			if (strcmp(q->pairs[i].name, names[k]) == 0)
				break;
		if (names[k] == NULL)
			return q->pairs[i].name;
	}
	return NULL;
}
