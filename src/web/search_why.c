/*
 * search_why: see search_why.h.
 */
#include "web/search_why.h"

#include "views/html.h"

#define ALSO_MAX	4000	/* bytes of the line */

const char *
search_also_words(struct request *r, const struct found *found)
{
	struct buf	 b;
	const char	*out;
	size_t		 i;

	if (found->nalso == 0)
		return NULL;
	buf_init(&b, ALSO_MAX);
	for (i = 0; i < found->nalso && b.len < ALSO_MAX / 2; i++)
		buf_printf(&b, "%s%s%s%s%s", i > 0 ? ", " : "",
		    found->also[i].label, *found->also[i].lang ? " (" : "",
		    found->also[i].lang, *found->also[i].lang ? ")" : "");
	out = arena_strdup(r->arena, b.data);
	buf_free(&b);
	return out;
}

json_t *
search_also_json(const struct found *found)
{
	json_t	*list = json_array();
	size_t	 i;

	for (i = 0; i < found->nalso; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}",
		    "label", found->also[i].label,
		    "lang", found->also[i].lang, "of", found->also[i].of));
	return list;
}

static const char *
reason(struct request *r, const struct search_why *w)
{
	switch (w->reason) {
	case SEARCH_WHY_EXACT:
		return arena_printf(r->arena, _("“%s” as typed"), w->words);
	case SEARCH_WHY_FORM:
		return arena_printf(r->arena, _("“%s” in any form"),
		    w->words);
	case SEARCH_WHY_NEAR:
		return arena_printf(r->arena, _("“%s” side by side"),
		    w->words);
	case SEARCH_WHY_ALSO:
		return arena_printf(r->arena, _("“%s”, another name"),
		    w->words);
	case SEARCH_WHY_RECENT:
		return _("published lately");
	case SEARCH_WHY_PROVEN:
	default:
		return _("it worked for others");
	}
}

const char *
search_why_words(struct request *r, const struct found_hit *h)
{
	const char	*out = NULL;
	size_t		 i;
	int		 percent;

	for (i = 0; i < h->nwhy; i++) {
		percent = (int)(h->why[i].share * 100 + 0.5);
		if (percent == 0)
			continue;
		out = arena_printf(r->arena, "%s%s%s (%d %%)",
		    out == NULL ? "" : out, out == NULL ? "" : ", ",
		    reason(r, &h->why[i]), percent);
	}
	return out;
}

json_t *
search_why_json(const struct found_hit *h)
{
	static const char *const words[] = { "exact", "form", "near", "also",
	    "recent", "proven" };
	json_t	*list = json_array();
	size_t	 i;

	for (i = 0; i < h->nwhy; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:f}",
		    "reason", words[h->why[i].reason],
		    "words", h->why[i].words,
		    "share", (double)(int)(h->why[i].share * 1000 + 0.5) /
		    1000));
	return list;
}
