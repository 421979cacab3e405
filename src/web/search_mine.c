/*
 * search_mine: see search_mine.h. Texts inside JSON have a sign before each
 * quotation mark, so the beginnings below stand nowhere but where a member
 * begins.
 */
#include "web/search_mine.h"

#include <string.h>

#include "base/buf.h"

static const char tally[] = ",\"experiences\":{";
static const char used[] = ",\"experience\":{\"used\":[";

static const char *
begins(const struct found_hit *h, const char *with)
{
	return memmem(h->json, h->json_len, with, strlen(with));
}

/* a toolkit's tally stands last */
static bool
count_again(struct request *r, const char *const *keys, size_t n,
    struct found_hit *h, const char *at)
{
	struct search_uses	 u;
	const char		*new;

	if (!finder_uses(r->finder, keys, n, h->id, &u))
		return false;
	new = arena_printf(r->arena, "%.*s%s\"total\":%u,\"worked\":%u,"
	    "\"partly\":%u,\"no\":%u,\"too_early\":%u}",
	    (int)(at - h->json), h->json, tally, u.total, u.worked, u.partly,
	    u.no, u.too_early);
	h->json = new;
	h->json_len = strlen(new);
	return true;
}

/* the ids of others that the reader may see, in their order */
static void
list_again(struct request *r, const char *const *keys, size_t n,
    struct found_hit *h, const char *at)
{
	const char	*s = at + strlen(used), *end = h->json + h->json_len;
	struct buf	 b;
	char		 id[SEARCH_ID_MAX + 1];
	size_t		 len;

	buf_init(&b, SEARCH_DATA_MAX);
	buf_add(&b, h->json, (size_t)(s - h->json));
	while (s < end && *s == '"') {
		for (len = 0, s++; s < end && *s != '"'; s++)
			if (len < SEARCH_ID_MAX)
				id[len++] = *s;
		id[len] = '\0';
		s += s + 1 < end && s[1] == ',' ? 2 : 1;
		if (finder_shows(r->finder, keys, n, id))
			buf_printf(&b, "%s\"%s\"", b.data[b.len - 1] == '[' ?
			    "" : ",", id);
	}
	buf_add(&b, s, (size_t)(end - s));
	h->json_len = b.len;
	h->json = arena_strndup(r->arena, b.data, b.len);
	buf_free(&b);
}

bool
search_mine(struct request *r, const char *const *keys, size_t n,
    struct found_hit *h)
{
	const char	*at;

	if ((at = begins(h, tally)) != NULL)
		return count_again(r, keys, n, h, at);
	if ((at = begins(h, used)) != NULL && at[strlen(used)] == '"')
		list_again(r, keys, n, h, at);
	return true;
}
