/*
 * item_input: an item out of JSON (see item_json.h). One table a level says
 * which members there are; what is not in it is an unknown field.
 */
#include <libintl.h>

#include "base/utf8.h"
#include "domain/item_json.h"

#define _(s)	gettext(s)

struct reading {
	struct arena		*arena;
	struct item		*item;
	struct item_input	*input;
	struct fault		*fault;
	const char		*field;		/* the member being read */
	/* given as points in time; applied when the zone is known */
	const char		*start, *end;
	bool			 start_local, end_local;
};

/* the value is never NULL */
typedef void (*reader)(struct reading *, const json_t *);

struct member {
	const char	*name;
	reader		 read;		/* NULL: set by the platform */
};

static void
wrong(struct reading *rd, const char *sentence)
{
	fault_field(rd->fault, arena_strdup(rd->arena, rd->field), sentence);
}

static const char *
text(struct reading *rd, const json_t *v)
{
	if (json_is_null(v))
		return "";
	if (!json_is_string(v)) {
		wrong(rd, _("This must be text."));
		return "";
	}
	return arena_strdup(rd->arena, json_string_value(v));
}

static struct words
texts(struct reading *rd, const json_t *v, size_t max)
{
	struct words	 w = { 0, NULL };
	size_t		 i, n = json_array_size(v);

	if (json_typeof(v) != JSON_NULL && json_typeof(v) != JSON_ARRAY)
		wrong(rd, _("This must be a list of texts."));
	if (n > max) {
		wrong(rd, _("This list is too long."));
		n = 0;
	}
	w.v = arena_array(rd->arena, const char *, n + 1);
	for (i = 0; i < n; i++)
		w.v[w.n++] = text(rd, json_array_get(v, i));
	return w;
}

/* one of a vocabulary; leaves *out alone when it is none */
static void
word(struct reading *rd, const json_t *v, int (*of)(const char *), int *out)
{
	int	i = of(json_string_value(v));

	if (i < 0)
		wrong(rd, arena_printf(rd->arena, _("\"%s\" is not one of the "
		    "words that can stand here."), json_typeof(v) ==
		    JSON_STRING ? json_string_value(v) : "?"));
	else
		*out = i;
}

#define READ_TEXT(name, place)						\
static void								\
read_##name(struct reading *rd, const json_t *v)			\
{									\
	rd->item->place = text(rd, v);					\
}
#define READ_LIST(name, place, max)					\
static void								\
read_##name(struct reading *rd, const json_t *v)			\
{									\
	rd->item->place = texts(rd, v, max);				\
}
#define READ_WORD(name, place, type, of)				\
static void								\
read_##name(struct reading *rd, const json_t *v)			\
{									\
	int	i = (int)rd->item->place;				\
									\
	word(rd, v, of, &i);						\
	rd->item->place = (type)i;					\
}

READ_TEXT(title, title)
READ_TEXT(summary, summary)
READ_TEXT(body, body)
READ_TEXT(language, language)
READ_TEXT(contact, contact)
READ_TEXT(source, source)
READ_TEXT(note, note)
READ_LIST(countries, countries, COUNTRIES_MAX + 1)
READ_LIST(topics, topics, TOPICS_MAX + 1)
READ_LIST(for_whom, for_whom, 32)
READ_WORD(licence, licence, enum licence, licence_of)
READ_WORD(audience, audience, enum audience, audience_of)
READ_WORD(type, event.type, enum event_type, event_type_of)
READ_WORD(certainty, event.certainty, enum certainty, certainty_of)
READ_WORD(precision, event.precision, enum precision, precision_of)
READ_TEXT(timezone, event.timezone)
READ_TEXT(country, event.country)
READ_TEXT(place, event.place)
READ_TEXT(online_url, event.online_url)
READ_TEXT(registration_url, event.registration_url)
READ_TEXT(cancelled_why, event.cancelled_why)
READ_LIST(used, experience.used, 50)
READ_TEXT(used_other, experience.used_other)
READ_TEXT(evidence, experience.evidence)
READ_TEXT(lesson, experience.lesson)

static void
read_outcome(struct reading *rd, const json_t *v)
{
	int	i = OUTCOME_NONE;

	if (json_typeof(v) != JSON_NULL)
		word(rd, v, outcome_of, &i);
	rd->item->experience.outcome = (enum outcome)i;
}

static const char *
date(struct reading *rd, const json_t *v)
{
	struct local	 l;
	const char	*s = text(rd, v);

	if (*s != '\0' && (strlen(s) != 10 || !clock_parse_local(s, &l))) {
		wrong(rd, _("This is not a day. Write it as 2027-03-10."));
		return "";
	}
	return s;
}

static void
read_period_start(struct reading *rd, const json_t *v)
{
	rd->item->experience.period_start = date(rd, v);
}

static void
read_period_end(struct reading *rd, const json_t *v)
{
	rd->item->experience.period_end = date(rd, v);
}

static void
read_kind(struct reading *rd, const json_t *v)
{
	int	i = 0;

	word(rd, v, kind_of, &i);
	rd->input->has_kind = true;
	rd->input->kind = (enum kind)i;
}

static void
read_status(struct reading *rd, const json_t *v)
{
	int	i = 0;

	word(rd, v, item_status_of, &i);
	rd->input->has_status = true;
	rd->input->status = (enum item_status)i;
}

/* {"slug": "…"} as we write it, or the slug alone */
static void
read_org(struct reading *rd, const json_t *v)
{
	rd->input->has_org = true;
	rd->input->org = text(rd, json_typeof(v) == JSON_OBJECT ?
	    json_object_get(v, "slug") : v);
}

static void
read_withdrawn_why(struct reading *rd, const json_t *v)
{
	rd->input->withdrawn_why = text(rd, v);
}

static void
read_replaced_by(struct reading *rd, const json_t *v)
{
	rd->input->replaced_by = text(rd, v);
}

/* must be the label that follows from the audience; checked at the end */
static void
read_tlp(struct reading *rd, const json_t *v)
{
	int	i = -1;

	word(rd, v, audience_of_tlp, &i);
	(void)i;
}

static void
read_links(struct reading *rd, const json_t *v)
{
	struct item	*it = rd->item;
	const json_t	*l;
	size_t		 i;

	it->nlinks = 0;
	if (json_typeof(v) == JSON_NULL)
		return;
	if (json_typeof(v) != JSON_ARRAY || json_array_size(v) > LINKS_MAX) {
		wrong(rd, _("This must be a list of at most 20 links."));
		return;
	}
	it->links = arena_array(rd->arena, struct link,
	    json_array_size(v) + 1);
	for (i = 0; i < json_array_size(v); i++) {
		l = json_array_get(v, i);
		it->links[i].url = text(rd, json_object_get(l, "url"));
		it->links[i].title = text(rd, json_object_get(l, "title"));
		it->nlinks++;
	}
}

static void
local(struct reading *rd, const json_t *v, struct local *out, bool *has,
    bool *given)
{
	const char	*s = text(rd, v);

	*has = false;
	if (*s == '\0')
		return;
	if (clock_parse_local(s, out))
		*has = *given = true;
	else
		wrong(rd, _("This is not a day or time. Write it as 2027-03-10 "
		    "or 2027-03-10T09:00."));
}

static void
read_start_local(struct reading *rd, const json_t *v)
{
	local(rd, v, &rd->item->event.start, &rd->item->event.has_start,
	    &rd->start_local);
}

static void
read_end_local(struct reading *rd, const json_t *v)
{
	local(rd, v, &rd->item->event.end, &rd->item->event.has_end,
	    &rd->end_local);
}

static void
read_start(struct reading *rd, const json_t *v)
{
	rd->start = text(rd, v);
}

static void
read_end(struct reading *rd, const json_t *v)
{
	rd->end = text(rd, v);
}

static const struct member event_members[] = {
	{ "type", read_type }, { "certainty", read_certainty },
	{ "precision", read_precision }, { "start", read_start },
	{ "end", read_end }, { "start_local", read_start_local },
	{ "end_local", read_end_local }, { "timezone", read_timezone },
	{ "country", read_country }, { "place", read_place },
	{ "online_url", read_online_url },
	{ "registration_url", read_registration_url },
	{ "cancelled", NULL }, { "cancelled_why", read_cancelled_why },
	{ NULL, NULL }
};

static const struct member experience_members[] = {
	{ "used", read_used }, { "used_other", read_used_other },
	{ "period_start", read_period_start },
	{ "period_end", read_period_end }, { "outcome", read_outcome },
	{ "evidence", read_evidence }, { "lesson", read_lesson },
	{ NULL, NULL }
};

static void
read_members(struct reading *rd, const json_t *o, const struct member *table,
    const char *prefix)
{
	const struct member	*m;
	json_t			*all = (json_t *)(uintptr_t)o;
	const char		*key;
	void			*at;

	for (at = json_object_iter(all); at != NULL;
	    at = json_object_iter_next(all, at)) {
		key = json_object_iter_key(at);
		rd->field = arena_printf(rd->arena, "%s%s", prefix, key);
		for (m = table; m->name != NULL; m++)
			if (strcmp(m->name, key) == 0)
				break;
		if (m->name == NULL)
			wrong(rd, _("There is no such field."));
		else if (m->read == NULL)
			wrong(rd, _("This is set by the platform."));
		else
			m->read(rd, json_object_iter_value(at));
	}
}

/* the time in a zone of a point in time; false when it is none */
static bool
at_zone(const char *s, const char *zone, struct local *out)
{
	int64_t	utc;

	if (!clock_parse_rfc3339(s, &utc) || !clock_zone_known(zone))
		return false;
	clock_to_local(utc, zone, out);
	return true;
}

static void
apply_points(struct reading *rd)
{
	struct event	*e = &rd->item->event;

	if (rd->start != NULL && *rd->start != '\0' && !rd->start_local) {
		rd->field = "event.start";
		e->has_start = at_zone(rd->start, e->timezone, &e->start);
		if (!e->has_start)
			wrong(rd, _("This is not a point in time. Write it as "
			    "2027-03-09T21:00:00Z."));
	}
	if (rd->end != NULL && *rd->end != '\0' && !rd->end_local) {
		rd->field = "event.end";
		e->has_end = at_zone(rd->end, e->timezone, &e->end);
		if (!e->has_end)
			wrong(rd, _("This is not a point in time. Write it as "
			    "2027-03-09T21:00:00Z."));
	}
	event_derive(e);
}

static void
read_event(struct reading *rd, const json_t *v)
{
	if (json_typeof(v) == JSON_OBJECT)
		read_members(rd, v, event_members, "event.");
	else
		wrong(rd, _("This must be an object."));
	apply_points(rd);
}

static void
read_experience(struct reading *rd, const json_t *v)
{
	if (json_typeof(v) == JSON_OBJECT)
		read_members(rd, v, experience_members, "experience.");
	else
		wrong(rd, _("This must be an object."));
}

static const struct member members[] = {
	{ "kind", read_kind }, { "title", read_title },
	{ "summary", read_summary }, { "body", read_body },
	{ "language", read_language }, { "countries", read_countries },
	{ "topics", read_topics }, { "for", read_for_whom },
	{ "org", read_org }, { "audience", read_audience },
	{ "tlp", read_tlp }, { "status", read_status },
	{ "licence", read_licence }, { "contact", read_contact },
	{ "source", read_source }, { "links", read_links },
	{ "note", read_note }, { "event", read_event },
	{ "experience", read_experience },
	{ "withdrawn_why", read_withdrawn_why },
	{ "replaced_by", read_replaced_by },
	{ "id", NULL }, { "version", NULL }, { "created", NULL },
	{ "updated", NULL }, { "published", NULL }, { "url", NULL },
	{ "files", NULL }, { "experiences", NULL },
	{ NULL, NULL }
};

static void
check_for_whom(struct reading *rd)
{
	const struct words	*w = &rd->item->for_whom;
	size_t			 i, k;

	for (i = 0; i < w->n; i++) {
		for (k = 0; for_whom_word(k) != NULL; k++)
			if (strcmp(for_whom_word(k), w->v[i]) == 0)
				break;
		if (for_whom_word(k) != NULL)
			continue;
		rd->field = "for";
		wrong(rd, arena_printf(rd->arena, _("\"%s\" is not one of the "
		    "words that can stand here."), w->v[i]));
	}
}

static void
check_label(struct reading *rd, const json_t *o)
{
	const char	*tlp = json_string_value(json_object_get(o, "tlp"));
	int		 a = audience_of_tlp(tlp);

	if (tlp == NULL || a < 0)
		return;
	if (json_object_get(o, "audience") == NULL) {
		rd->item->audience = (enum audience)a;
		return;
	}
	rd->field = "tlp";
	if ((enum audience)a != rd->item->audience)
		wrong(rd, arena_printf(rd->arena, _("The label for this "
		    "audience is %s. Leave it out, or change who can see it."),
		    audience_tlp(rd->item->audience)));
}

enum status
item_from_json(struct arena *a, const json_t *o, struct item *it,
    struct item_input *in, struct fault *f)
{
	struct reading	 rd = { .arena = a, .item = it, .input = in,
			    .fault = f };

	memset(in, 0, sizeof(*in));
	in->withdrawn_why = in->replaced_by = in->org = "";
	if (!json_is_object(o))
		return fault_set(f, ST_MALFORMED, _("Send one JSON object."));
	read_members(&rd, o, members, "");
	check_for_whom(&rd);
	check_label(&rd, o);
	return f->nfields > 0 ? ST_INVALID : ST_OK;
}
