#include "web/planned.h"

#include <string.h>

#include "views/html.h"
#include "web/item_view.h"
#include "views/html.h"
#include "web/item_view.h"

#define FILTER_MAX	20	/* values of one name */

static const char *const names[] = { "country", "region", "topic", "org",
	"type", "language", "from", "to", NULL };

static bool
in(const char *const *list, const char *name)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

/* the values of a name that are not empty: a form sends empty choices too */
static struct words
values(struct request *r, const char *name)
{
	struct words	 w = { .v = arena_array(r->arena, const char *,
			    FILTER_MAX) };
	const char	*s;

	for (size_t i = 0; (s = query_nth(&r->query, name, i)) != NULL &&
	    w.n < FILTER_MAX; i++)
		if (*s != '\0')
			w.v[w.n++] = s;
	return w;
}

static void
check(struct request *r, const struct vocabulary *v,
    const struct event_filter *f)
{
	size_t	i;

	for (i = 0; i < f->countries.n; i++)
		if (vocabulary_country(v, f->countries.v[i]) == NULL)
			fault_field(&r->fault, "country",
			    _("There is no such country."));
	for (i = 0; i < f->regions.n; i++)
		if (vocabulary_region(v, f->regions.v[i]) == NULL)
			fault_field(&r->fault, "region",
			    _("There is no such region."));
	for (i = 0; i < f->topics.n; i++)
		if (vocabulary_topic(v, f->topics.v[i]) == NULL)
			fault_field(&r->fault, "topic",
			    _("There is no such topic."));
	for (i = 0; i < f->types.n; i++)
		if (event_type_of(f->types.v[i]) < 0)
			fault_field(&r->fault, "type",
			    _("There is no such type of event."));
}

static const char *
date(struct request *r, const char *name)
{
	const char	*s = query_get(&r->query, name);
	struct local	 l;

	if (s == NULL || *s == '\0')
		return NULL;
	if (strlen(s) == 10 && clock_parse_local(s, &l) && l.year > 0)
		return s;
	fault_field(&r->fault, name,
	    _("This is not a date. Write it like 2027-03-10."));
	return NULL;
}

enum status
planned_filter(struct request *r, const struct vocabulary *v,
    const char *const *others, struct event_filter *f)
{
	for (size_t i = 0; i < r->query.n; i++)
		if (!in(names, r->query.pairs[i].name) &&
		    !in(others, r->query.pairs[i].name))
			fault_field(&r->fault, r->query.pairs[i].name,
			    _("The calendar knows no such filter."));
	*f = (struct event_filter){ .countries = values(r, "country"),
	    .regions = values(r, "region"), .topics = values(r, "topic"),
	    .orgs = values(r, "org"), .types = values(r, "type"),
	    .languages = values(r, "language"), .from = date(r, "from"),
	    .to = date(r, "to") };
	check(r, v, f);
	return r->fault.nfields > 0 ? ST_INVALID : ST_OK;
}

const char *
planned_query(struct request *r, size_t skip)
{
	struct html	 h = { .lang = r->lang };
	const char	*s;

	buf_init(&h.out, 8192);
	for (size_t i = 0; i < r->query.n; i++) {
		const struct pair	*p = &r->query.pairs[i];

		if (i == skip || !in(names, p->name) || *p->value == '\0')
			continue;
		if (h.out.len > 0)
			html_raw(&h, "&", 1);
		html_url(&h, p->name);
		html_raw(&h, "=", 1);
		html_url(&h, p->value);
	}
	s = arena_strdup(r->arena, h.out.len > 0 ? h.out.data : "");
	buf_free(&h.out);
	return s;
}

const char *
planned_label(struct request *r, const struct vocabulary *v, size_t i)
{
	const struct pair	*p = &r->query.pairs[i];

	if (!in(names, p->name) || *p->value == '\0')
		return NULL;
	if (strcmp(p->name, "country") == 0)
		return vocabulary_country_label(v, p->value, r->lang);
	if (strcmp(p->name, "region") == 0)
		return vocabulary_region_label(v, p->value, r->lang);
	if (strcmp(p->name, "topic") == 0)
		return vocabulary_topic_label(v, p->value, r->lang);
	if (strcmp(p->name, "type") == 0)
		return event_type_label((enum event_type)
		    event_type_of(p->value));
	if (strcmp(p->name, "from") == 0)
		return arena_printf(r->arena, _("from %s"), p->value);
	if (strcmp(p->name, "to") == 0)
		return arena_printf(r->arena, _("until %s"), p->value);
	return p->value;
}

const char *
planned_words(struct request *r, const struct vocabulary *v)
{
	const char	*s = "", *one;

	for (size_t i = 0; i < r->query.n; i++)
		if ((one = planned_label(r, v, i)) != NULL)
			s = arena_printf(r->arena, "%s%s%s", s,
			    *s != '\0' ? ", " : "", one);
	return s;
}
