/*
 * row: see row.h.
 */
#include "web/row.h"

#include <string.h>

#include "base/buf.h"
#include "views/when.h"
#include "views/words.h"

const char *
item_path(struct arena *a, const struct item *it)
{
	return arena_printf(a, "/items/%s/%s", it->id,
	    item_slug(a, it->title));
}

const char *
item_countries(struct arena *a, const struct vocabulary *v,
    const struct item *it, const char *lang)
{
	struct buf	 b;
	char		*out;
	size_t		 i;

	if (it->countries.n == 0)
		return it->kind == KIND_EVENT && *it->event.country != '\0' ?
		    vocabulary_country_label(v, it->event.country, lang) :
		    _("Any country");
	buf_init(&b, 4096);
	for (i = 0; i < it->countries.n && i < 4; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : ", ",
		    vocabulary_country_label(v, it->countries.v[i], lang));
	if (it->countries.n > i)
		buf_printf(&b, _(" and %d more"), (int)(it->countries.n - i));
	out = arena_strdup(a, b.data);
	buf_free(&b);
	return out;
}

/* ISO 639 has thousands: these are said in words, others by their tag */
const char *
language_label(const char *language)
{
	static const struct {
		const char *tag, *label;
	} known[] = {
		{ "en", N_("English") }, { "fr", N_("French") },
		{ "pt", N_("Portuguese") }, { "sw", N_("Swahili") },
		{ "es", N_("Spanish") }, { "ar", N_("Arabic") },
		{ "zh", N_("Chinese") }, { "hi", N_("Hindi") },
		{ "ru", N_("Russian") }, { "de", N_("German") },
		{ "mt", N_("Maltese") }, { "ms", N_("Malay") },
		{ "ta", N_("Tamil") }, { "ur", N_("Urdu") },
		{ "bn", N_("Bengali") }, { "si", N_("Sinhala") },
		{ "sm", N_("Samoan") }, { "ja", N_("Japanese") },
	};
	size_t	i, n = strcspn(language, "-");

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i].tag) == n &&
		    strncmp(known[i].tag, language, n) == 0)
			return _(known[i].label);
	return language;
}

static const char *
files_words(struct arena *a, const struct item *it, const char *lang)
{
	int64_t	bytes = 0;
	size_t	i;

	if (it->nfiles == 0)
		return NULL;
	for (i = 0; i < it->nfiles; i++)
		bytes += it->files[i].size;
	return arena_printf(a, _n("%d file, %s", "%d files, %s", it->nfiles),
	    (int)it->nfiles, words_size(a, bytes, lang));
}

static const char *
evidence_words(struct arena *a, const struct item *it)
{
	if (it->kind != KIND_TOOLKIT || it->tally.total == 0)
		return NULL;
	return arena_printf(a, _("Worked in %d of %d"), it->tally.worked,
	    it->tally.total);
}

static const char *
lock_words(const struct item *it)
{
	if (it->status == ITEM_DRAFT)
		return _("Draft");
	switch (it->audience) {
	case AUDIENCE_NETWORK:
		return _("Partners only");
	case AUDIENCE_ORGANISATION:
		return _("One organisation only");
	case AUDIENCE_PUBLIC:
	case AUDIENCE_COUNT:
	default:
		return NULL;
	}
}

static const char *
state_words(const struct event *e)
{
	switch (e->certainty) {
	case CERTAINTY_IDEA:
		return _("An idea so far");
	case CERTAINTY_PLANNED:
		return _("Dates may change");
	case CERTAINTY_CANCELLED:
		return _("Cancelled");
	case CERTAINTY_CONFIRMED:
	case CERTAINTY_COUNT:
	default:
		return NULL;
	}
}

static void
event_row(struct request *r, const struct item *it, struct row_view *row)
{
	const struct event	*e = &it->event;

	row->cancelled = e->certainty == CERTAINTY_CANCELLED;
	row->state = state_words(e);
	row->date = when_event(r->arena, e, r->lang);
	if (!e->has_start || e->precision == PRECISION_MONTH)
		return;
	/* a time without its zone misleads whoever is elsewhere */
	if (e->precision == PRECISION_TIME)
		row->date = arena_printf(r->arena, "%s %s", row->date,
		    when_zone(r->arena, e->timezone, r->lang));
	row->day = arena_printf(r->arena, "%d", e->start.day);
	row->month = when_month_short(e->start.month, r->lang);
	row->datetime = arena_printf(r->arena, "%04d-%02d-%02d",
	    e->start.year, e->start.month, e->start.day);
}

void
row_of_item(struct request *r, const struct vocabulary *v,
    const struct item *it, struct row_view *row)
{
	memset(row, 0, sizeof(*row));
	row->kind = kind_word(it->kind);
	row->href = it->status == ITEM_DRAFT ? arena_printf(r->arena,
	    "/items/%s/edit", it->id) : item_path(r->arena, it);
	row->title = it->title;
	row->lang = strncmp(it->language, r->lang, 2) == 0 ? NULL :
	    it->language;
	row->language = row->lang == NULL ? NULL :
	    language_label(it->language);
	row->summary = *it->summary == '\0' ? NULL : it->summary;
	if (it->version > 1 && *it->note != '\0')
		row->changed = it->note;
	row->org = it->org_name;
	row->countries = item_countries(r->arena, v, it, r->lang);
	row->files = files_words(r->arena, it, r->lang);
	row->evidence = evidence_words(r->arena, it);
	row->lock = lock_words(it);
	if (it->kind == KIND_EVENT)
		event_row(r, it, row);
	else
		row->date = when_stamp(r->arena, it->published ? it->published :
		    it->updated, r->actor.timezone, r->lang);
	if (it->kind == KIND_EXPERIENCE) {
		row->outcome = outcome_word(it->experience.outcome);
		row->quote = *it->experience.lesson == '\0' ? NULL :
		    it->experience.lesson;
	}
}

struct row_view *
rows_of_items(struct request *r, const struct vocabulary *v,
    const struct items *items, int level, bool bare)
{
	struct row_view	*rows = arena_array(r->arena, struct row_view,
			    items->n + 1);
	size_t		 i;

	for (i = 0; i < items->n; i++) {
		row_of_item(r, v, &items->v[i], &rows[i]);
		rows[i].level = level;
		rows[i].bare = bare;
	}
	return rows;
}
