/*
 * search_run: see search_run.h.
 */
#include "web/search_run.h"

#include <string.h>

#include "domain/item_pack.h"
#include "storage/item.h"
#include "views/row.h"
#include "web/named.h"
#include "web/row.h"
#include "web/search_mine.h"

size_t
search_audiences(struct request *r, const char **keys)
{
	size_t	i, n = 0;

	keys[n++] = "public";
	if (r->actor.person == 0 || !r->actor.may_read)
		return n;
	keys[n++] = "network";
	for (i = 0; i < r->actor.norgs && n < SEARCH_AUDIENCES_MAX; i++)
		keys[n++] = arena_printf(r->arena, "org-%lld",
		    (long long)r->actor.orgs[i].key);
	return n;
}

static const char *
note(enum search_note n)
{
	switch (n) {
	case SEARCH_NOTE_QUOTE:
		return _("A quotation mark was not closed, so its words were "
		    "looked for one by one.");
	case SEARCH_NOTE_LONG:
		return _("That was long: we looked for its first words only.");
	case SEARCH_NOTE_WORDLESS:
		return _("There is no word in this that we could look for.");
	case SEARCH_NOTE_ONLY_NOT:
		return _("This names only words to leave out, so it shows "
		    "everything without them.");
	case SEARCH_NOTE_NONE:
	default:
		return NULL;
	}
}

static const char *
file_type_label(const char *word)
{
	static const struct {
		const char	*word, *label;
	} all[] = {
		{ "pdf", N_("PDF") }, { "document", N_("Text document") },
		{ "sheet", N_("Spreadsheet") }, { "slides", N_("Slides") },
		{ "picture", N_("Picture") }, { "sound", N_("Sound") },
		{ "film", N_("Film") }, { "archive", N_("Archive") },
		{ "text", N_("Plain text") }, { "other", N_("Other file") },
	};
	size_t	i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].word, word) == 0)
			return _(all[i].label);
	return word;
}

const char *
search_label(struct request *r, const struct vocabulary *voc,
    enum search_field f, const char *value)
{
	switch (f) {
	case SEARCH_KIND:
		return row_kind_label(value);
	case SEARCH_COUNTRY:
		return vocabulary_country_label(voc, value, r->lang);
	case SEARCH_REGION:
		return vocabulary_region_label(voc, value, r->lang);
	case SEARCH_TOPIC:
		return vocabulary_topic_label(voc, value, r->lang);
	case SEARCH_LANGUAGE:
		return language_label(value);
	case SEARCH_OUTCOME:
		return row_outcome_label(value);
	case SEARCH_FILE_TYPE:
		return file_type_label(value);
	case SEARCH_ORG:
	case SEARCH_YEAR:
	case SEARCH_FIELDS:
	default:
		return value;
	}
}

static void
take_facets(struct request *r, const struct vocabulary *voc,
    const struct search_result *res, struct found *out)
{
	struct found_facet	*f;
	const struct search_facet *from;
	size_t			 i, k;

	out->nfacets = res->nfacets;
	out->facets = arena_array(r->arena, struct found_facet,
	    res->nfacets + 1);
	for (i = 0; i < res->nfacets; i++) {
		from = &res->facets[i];
		f = &out->facets[i];
		f->field = from->field;
		f->name = search_field_name(from->field);
		f->n = from->n;
		f->exact = from->exact;
		f->values = arena_array(r->arena, struct found_value,
		    from->n + 1);
		for (k = 0; k < from->n; k++) {
			f->values[k].value = from->values[k].value;
			f->values[k].count = from->values[k].count;
			f->values[k].label = search_label(r, voc, f->field,
			    from->values[k].value);
		}
	}
}

static struct found_facet *
orgs_of(struct found *out)
{
	size_t	i;

	for (i = 0; i < out->nfacets; i++)
		if (out->facets[i].field == SEARCH_ORG)
			return &out->facets[i];
	return NULL;
}

/* the hits as the index has them: when nothing has changed since and feeds,
 * who want the body too, do not ask */
static bool
may_unpack(const struct search_params *p, const struct search_result *res)
{
	return res->settled && !p->whole;
}

static bool
unpack(struct request *r, const struct search_result *res, struct items *out)
{
	size_t	i;

	out->v = arena_array(r->arena, struct item, res->nhits + 1);
	for (i = 0; i < res->nhits; i++)
		if (!item_unpack(r->arena, res->hits[i].data,
		    res->hits[i].data_len, &out->v[i]) ||
		    out->v[i].status != ITEM_PUBLISHED ||
		    out->v[i].audience != AUDIENCE_PUBLIC)
			return false;
	out->n = res->nhits;
	return true;
}

static void
take_hit(const struct search_hit *from, struct found_hit *to)
{
	to->id = from->id;
	to->score = from->score;
	to->in = from->in;
	to->file = from->file;
	to->snippet = from->snippet;
	to->page = from->page;
	to->why = from->why;
	to->nwhy = from->nwhy;
}

static bool
take_json(struct request *r, const struct search_result *res,
    struct found *out)
{
	const char		*keys[SEARCH_AUDIENCES_MAX];
	struct found_hit	*h;
	size_t			 i, n = search_audiences(r, keys);

	out->hits = arena_array(r->arena, struct found_hit, res->nhits + 1);
	for (i = 0; i < res->nhits; i++) {
		h = &out->hits[i];
		take_hit(&res->hits[i], h);
		h->json = item_pack_json(res->hits[i].data,
		    res->hits[i].data_len, &h->json_len);
		if (h->json == NULL || (r->actor.person != 0 &&
		    !search_mine(r, keys, n, h)))
			return false;
	}
	out->nhits = res->nhits;
	return true;
}

/* the text that was searched is the one that the item has */
static bool
is_same(struct request *r, const struct search_hit *h, const struct item *it)
{
	struct item	indexed;

	return item_unpack(r->arena, h->data, h->data_len, &indexed) &&
	    indexed.rev == it->rev;
}

/* hits in their order; what vanished since it was indexed is left out */
static void
join(struct request *r, const struct search_result *res,
    const struct items *items, struct found *out)
{
	struct found_hit	*h;
	size_t			 i, k;

	out->nhits = 0;
	out->hits = arena_array(r->arena, struct found_hit, res->nhits + 1);
	for (i = 0; i < res->nhits; i++) {
		for (k = 0; k < items->n; k++)
			if (strcmp(items->v[k].id, res->hits[i].id) == 0)
				break;
		if (k == items->n)
			continue;
		h = &out->hits[out->nhits++];
		take_hit(&res->hits[i], h);
		h->item = &items->v[k];
		if (!is_same(r, &res->hits[i], h->item))
			h->in = h->file = h->snippet = NULL;
	}
}

static enum status
ask(struct request *r, const struct search_result *res, bool here,
    struct found_facet *orgs, struct items *items)
{
	const char	**ids = arena_array(r->arena, const char *,
			    res->nhits + 1);
	enum status	  st;
	size_t		  i;

	for (i = 0; i < res->nhits; i++)
		ids[i] = res->hits[i].id;
	if ((st = db_begin(r->db, DB_READ)) == ST_OK) {
		if (!here)
			item_by_ids_send(r->db, r->arena, ids, res->nhits);
		if (orgs != NULL)
			named_send(r, orgs);
		if (!here)
			st = items_take(r->db, r->arena, items);
		if (st == ST_OK && orgs != NULL)
			st = named_take(r, orgs);
	}
	db_end(r->db);
	return st;
}

static enum status
load(struct request *r, const struct search_params *p,
    const struct search_result *res, struct found *out)
{
	struct found_facet	*orgs = orgs_of(out);
	struct items		 items = { 0 };
	bool			 may = may_unpack(p, res);
	bool			 ready = may && p->json &&
				    take_json(r, res, out);
	/* a page shows more that depends on who reads */
	bool			 here = ready || (may && r->actor.person ==
				    0 && unpack(r, res, &items));
	enum status		 st = ST_OK;

	if (orgs != NULL && named_find(r, orgs))
		orgs = NULL;
	if (!here || orgs != NULL)
		st = ask(r, res, here, orgs, &items);
	if (st == ST_OK && !ready)
		join(r, res, &items, out);
	/* what finds nothing is counted each time (web/gap.h) */
	r->from_index = here && orgs == NULL && !res->partial &&
	    res->total > 0;
	return st;
}

enum status
search_run(struct request *r, const struct vocabulary *voc,
    const struct search_params *p, struct found *out)
{
	const char		*keys[SEARCH_AUDIENCES_MAX];
	size_t			 n = search_audiences(r, keys);
	struct search_result	 res = { 0 };
	enum status		 st;

	memset(out, 0, sizeof(*out));
	st = finder_search(r->finder, r->arena, keys, n, &p->query, &res);
	if (st == ST_INVALID)
		fault_field(&r->fault, "cursor", _("This does not belong to "
		    "this search. Start again at its first page."));
	if (st != ST_OK)
		return st;
	out->total = res.total;
	out->total_exact = res.total_exact;
	out->total_least = res.total_least;
	out->previous = search_params_previous(r, p, &res);
	out->next = search_params_next(r, p, &res);
	out->note = note(res.note);
	out->suggestion = res.suggestion;
	out->partial = res.partial;
	out->also = res.also;
	out->nalso = res.nalso;
	take_facets(r, voc, &res, out);
	return load(r, p, &res, out);
}
