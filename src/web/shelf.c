#include "web/shelf.h"

#include <string.h>

#include "views/when.h"
#include "views/words.h"
#include "web/row.h"

#define COUNTRIES_SHOWN	3

static const char *const event_types[EVENT_TYPE_COUNT] = { N_("Workshop"),
	N_("Course"), N_("Meeting"), N_("Exercise"), N_("Mission"),
	N_("Initiative") };

static const char *const certainties[CERTAINTY_COUNT] = { N_("Idea"),
	N_("Dates may change"), N_("Confirmed"), N_("Cancelled") };

static const struct {
	const char	*code, *word;
} languages[] = {
	{ "en", N_("in English") }, { "fr", N_("in French") },
	{ "pt", N_("in Portuguese") }, { "es", N_("in Spanish") },
	{ "sw", N_("in Swahili") }, { "ar", N_("in Arabic") },
};

const char *
shelf_event_type(enum event_type type)
{
	return _(event_types[type]);
}

const char *
shelf_certainty(enum certainty certainty)
{
	return _(certainties[certainty]);
}

const char *
shelf_countries(struct request *r, const struct vocabulary *v,
    const struct words *codes)
{
	const char	*s = "";
	size_t		 i;

	for (i = 0; i < codes->n && i < COUNTRIES_SHOWN; i++)
		s = arena_printf(r->arena, "%s%s%s", s, i > 0 ? ", " : "",
		    vocabulary_country_label(v, codes->v[i], r->lang));
	if (codes->n > COUNTRIES_SHOWN)
		s = arena_printf(r->arena, _("%s and %d more"), s,
		    (int)codes->n - COUNTRIES_SHOWN);
	return s;
}

static bool
other_language(const struct request *r, const struct item *it)
{
	return strncmp(it->language, r->lang, 2) != 0;
}

static const char *
language_word(const struct item *it)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (strncmp(it->language, languages[i].code, 2) == 0)
			return _(languages[i].word);
	return NULL;
}

static const char *
files_words(struct request *r, const struct item *it)
{
	int64_t	bytes = 0;

	if (it->nfiles == 0)
		return NULL;
	for (size_t i = 0; i < it->nfiles; i++)
		bytes += it->files[i].size;
	return arena_printf(r->arena, _n("%d file, %s", "%d files, %s",
	    it->nfiles), (int)it->nfiles, words_size(r->arena, bytes,
	    r->lang));
}

static const char *
where(struct request *r, const struct vocabulary *v, const struct event *e)
{
	const char	*country = "";

	if (e->country[0] != '\0')
		country = vocabulary_country_label(v, e->country, r->lang);
	if (country[0] == '\0' && e->place[0] == '\0')
		return _("On-line");
	return arena_printf(r->arena, "%s%s%s", e->place,
	    e->place[0] && country[0] ? ", " : "", country);
}

static void
event_row(struct request *r, const struct vocabulary *v,
    const struct item *it, struct row_view *row)
{
	const struct event	*e = &it->event;

	row->countries = where(r, v, e);
	row->date = when_event(r->arena, e, r->lang);
	row->cancelled = e->certainty == CERTAINTY_CANCELLED;
	row->state = e->certainty == CERTAINTY_CONFIRMED ?
	    shelf_event_type(e->type) : arena_printf(r->arena, "%s · %s",
	    shelf_event_type(e->type), shelf_certainty(e->certainty));
	if (!e->has_start)
		return;
	if (e->precision == PRECISION_MONTH) {
		row->date = arena_printf(r->arena, _("%s, day not known yet"),
		    row->date);
		return;
	}
	if (e->precision == PRECISION_TIME)
		row->date = arena_printf(r->arena, "%s %s", row->date,
		    when_zone(r->arena, e->timezone, r->lang));
	row->day = arena_printf(r->arena, "%d", e->start.day);
	row->month = when_month_short(e->start.month, r->lang);
	row->datetime = arena_printf(r->arena, "%04d-%02d-%02d",
	    e->start.year, e->start.month, e->start.day);
}

static void
experience_row(const struct item *it, struct row_view *row)
{
	row->outcome = outcome_word(it->experience.outcome);
	if (it->experience.lesson[0] != '\0')
		row->quote = it->experience.lesson;
}

static const char *
lock(struct request *r, const struct item *it)
{
	if (it->audience == AUDIENCE_PUBLIC)
		return NULL;
	if (it->audience == AUDIENCE_NETWORK)
		return _("Partners only");
	return arena_printf(r->arena, _("Only %s"), it->org_name);
}

void
shelf_row(struct request *r, const struct vocabulary *v,
    const struct item *it, struct row_view *row)
{
	const struct tally	*t = &it->tally;

	*row = (struct row_view){ .kind = kind_word(it->kind),
	    .href = item_path(r->arena, it), .title = it->title,
	    .org = it->org_name, .lock = lock(r, it),
	    .files = files_words(r, it) };
	if (it->summary[0] != '\0')
		row->summary = it->summary;
	if (other_language(r, it)) {
		row->lang = it->language;
		row->language = language_word(it);
	}
	row->countries = shelf_countries(r, v, &it->countries);
	row->date = arena_printf(r->arena, _("updated %s"),
	    when_stamp(r->arena, it->updated, "UTC", r->lang));
	if (it->kind == KIND_EVENT)
		event_row(r, v, it, row);
	if (it->kind == KIND_EXPERIENCE)
		experience_row(it, row);
	if (it->kind == KIND_TOOLKIT && t->total > 0)
		row->evidence = arena_printf(r->arena,
		    _("Worked in %d of %d"), t->worked, t->total);
}
