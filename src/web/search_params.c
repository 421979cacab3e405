/*
 * search_params: see search_params.h. A cursor is "o" and the number of hits
 * before it (sort=best), or in hexadecimal the place of a hit: "k" and what
 * comes behind it, "b" and what stands before it.
 */
#include "web/search_params.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "views/html.h"

#define VALUES_MAX	50	/* of one filter */
#define CURSOR_MAX	400

struct reading {
	struct request		*r;
	const struct vocabulary	*voc;
	struct search_params	*p;
	unsigned		 flags;
};

static void
wrong(struct reading *rd, const char *name, const char *sentence)
{
	fault_field(&rd->r->fault, arena_strdup(rd->r->arena, name), sentence);
}

static void
no_such(struct reading *rd, const char *name, const char *value)
{
	wrong(rd, name, arena_printf(rd->r->arena,
	    _("We do not know \"%.80s\" here."), value));
}

/* a name of small letters, digits and hyphens */
static bool
is_slug(const char *s)
{
	size_t	n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return n >= 1 && n <= 63 && s[n] == '\0';
}

static bool
is_language(const char *s)
{
	size_t	i, n = strcspn(s, "-");

	for (i = 0; s[i] != '\0'; i++)
		if (!isascii(s[i]) || (!isalnum((unsigned char)s[i]) &&
		    s[i] != '-') || (i < n && !isalpha((unsigned char)s[i])))
			return false;
	return n >= 2 && n <= 3 && i <= 35;
}

static bool
is_year(const char *s)
{
	return strlen(s) == 4 && strspn(s, "0123456789") == 4;
}

static bool
is_value(struct reading *rd, enum search_field f, const char *s)
{
	switch (f) {
	case SEARCH_KIND:
		return kind_of(s) >= 0;
	case SEARCH_ORG:
		return is_slug(s);
	case SEARCH_COUNTRY:
		return vocabulary_country(rd->voc, s) != NULL;
	case SEARCH_REGION:
		return vocabulary_region(rd->voc, s) != NULL;
	case SEARCH_TOPIC:
		return vocabulary_topic(rd->voc, s) != NULL;
	case SEARCH_LANGUAGE:
		return is_language(s);
	case SEARCH_YEAR:
		return is_year(s);
	case SEARCH_OUTCOME:
		return outcome_of(s) >= 0;
	case SEARCH_FILE_TYPE:
		return file_type_known(s);
	case SEARCH_FIELDS:
	default:
		return false;
	}
}

static void
read_filter(struct reading *rd, enum search_field f)
{
	const char	 *name = search_field_name(f), *s;
	const char	**v = arena_array(rd->r->arena, const char *,
			    VALUES_MAX);
	size_t		  i, n = 0;

	for (i = 0; (s = query_nth(&rd->r->query, name, i)) != NULL; i++) {
		if (*s == '\0')
			continue;
		if (n == VALUES_MAX)
			wrong(rd, name, _("There are too many of these."));
		else if (!is_value(rd, f, s))
			no_such(rd, name, s);
		else
			v[n++] = s;
		if (n == VALUES_MAX)
			break;
	}
	rd->p->query.filter[f].v = v;
	rd->p->query.filter[f].n = n;
}

/* NULL when it is not given; more than one is a fault */
static const char *
one(struct reading *rd, const char *name)
{
	const char	*s = query_get(&rd->r->query, name);

	if (query_nth(&rd->r->query, name, 1) != NULL)
		wrong(rd, name, _("This can be said only once."));
	return s == NULL || *s == '\0' ? NULL : s;
}

static const char *
day(struct reading *rd, const char *name)
{
	const char	*s = one(rd, name);
	struct local	 l;

	if (s == NULL || (strlen(s) == 10 && clock_parse_local(s, &l)))
		return s;
	wrong(rd, name, _("This is not a day. Write it as 2027-03-10."));
	return NULL;
}

static void
read_days(struct reading *rd)
{
	struct search_query	*q = &rd->p->query;

	q->from = day(rd, "from");
	q->to = day(rd, "to");
	if (q->from != NULL && q->to != NULL && strcmp(q->to, q->from) < 0)
		wrong(rd, "to", _("It ends before it starts."));
}

static void
read_sort(struct reading *rd)
{
	static const char *const words[] = {
		[SORT_BEST] = "best", [SORT_NEWEST] = "newest",
		[SORT_DATE] = "date"
	};
	const char	*s = one(rd, "sort");
	size_t		 i;

	for (i = 0; s != NULL && i < 3; i++)
		if (strcmp(words[i], s) == 0) {
			rd->p->query.sort = (enum search_sort)i;
			return;
		}
	if (s != NULL)
		no_such(rd, "sort", s);
	/* the place of a hit is a better cursor than its number */
	if (rd->flags & SEARCH_PARAMS_NEWEST)
		rd->p->query.sort = SORT_NEWEST;
	if (*rd->p->q == '\0' && rd->p->query.filter[SEARCH_COUNTRY].n == 0 &&
	    rd->p->query.filter[SEARCH_REGION].n == 0)
		rd->p->query.sort = SORT_NEWEST;
}

static void
read_limit(struct reading *rd)
{
	const char	*s = one(rd, "limit");
	long		 n = SEARCH_LIMIT;

	if (s != NULL && strlen(s) <= 3 &&
	    s[strspn(s, "0123456789")] == '\0')
		n = strtol(s, NULL, 10);
	else if (s != NULL)
		n = 0;
	if (n < 1 || n > SEARCH_LIMIT_MAX) {
		wrong(rd, "limit", _("This is a number from 1 to 100."));
		n = SEARCH_LIMIT;
	}
	rd->p->query.limit = (size_t)n;
}

static bool
cursor_key(struct request *r, const char *hex, const char **out)
{
	size_t	 n = strlen(hex) / 2;
	uint8_t	*key = arena_alloc(r->arena, n + 1);

	if (n == 0 || strlen(hex) > CURSOR_MAX ||
	    !digest_unhex(hex, key, n) || memchr(key, 0, n) != NULL)
		return false;
	*out = (const char *)key;
	return true;
}

static bool
cursor_offset(struct reading *rd, const char *s)
{
	if (strlen(s) > 5 || *s == '\0' || s[strspn(s, "0123456789")] != '\0')
		return false;
	rd->p->query.offset = (size_t)strtoul(s, NULL, 10);
	return rd->p->query.offset <= SEARCH_OFFSET_MAX;
}

static void
read_cursor(struct reading *rd)
{
	const char	*s = one(rd, "cursor");
	bool		 best = rd->p->query.sort == SORT_BEST;

	if (s == NULL)
		return;
	if (best)
		rd->p->paged = *s == 'o' && cursor_offset(rd, s + 1);
	else if (*s == 'k')
		rd->p->paged = cursor_key(rd->r, s + 1, &rd->p->query.after);
	else if (*s == 'b')
		rd->p->paged = cursor_key(rd->r, s + 1,
		    &rd->p->query.before);
	if (!rd->p->paged)
		wrong(rd, "cursor", _("This does not belong to this search. "
		    "Start again at its first page."));
}

static void
read_facets(struct reading *rd)
{
	const char		*s = one(rd, "facets"), *end;
	const char		*name;
	enum search_field	 f;

	for (; s != NULL && *s != '\0'; s = *end == ',' ? end + 1 : end) {
		end = s + strcspn(s, ",");
		name = arena_strndup(rd->r->arena, s, (size_t)(end - s));
		if ((f = search_field_of(name)) == SEARCH_FIELDS)
			no_such(rd, "facets", name);
		else
			rd->p->query.facets |= 1u << f;
	}
}

static void
read_since(struct reading *rd)
{
	const char	*s = one(rd, "updated_since");

	if (s != NULL && !clock_parse_rfc3339(s, &rd->p->query.updated_since))
		wrong(rd, "updated_since", _("This is not a point in time. "
		    "Write it as 2027-03-09T21:00:00Z."));
}

/* thesaurus=off and explain=1 */
static void
read_how(struct reading *rd)
{
	const char	*s = one(rd, "thesaurus");

	rd->p->query.as_typed = s != NULL && strcmp(s, "off") == 0;
	if (s != NULL && *s != '\0' && !rd->p->query.as_typed)
		no_such(rd, "thesaurus", s);
	s = one(rd, "explain");
	rd->p->query.explain = s != NULL && strcmp(s, "1") == 0;
	if (s != NULL && *s != '\0' && !rd->p->query.explain)
		no_such(rd, "explain", s);
}

static void
check_names(struct reading *rd)
{
	static const char *const names[] = { "q", "org", "country", "region",
	    "topic", "language", "year", "outcome", "file_type", "from", "to",
	    "sort", "limit", "cursor", "thesaurus", "explain", NULL };
	static const char *const api[] = { "facets", "updated_since", NULL };
	const struct query	*q = &rd->r->query;
	struct query		 single;
	size_t			 i;

	for (i = 0; i < q->n; i++) {
		single = (struct query){ 1, &q->pairs[i] };
		if (query_unknown(&single, names) == NULL ||
		    (!(rd->flags & SEARCH_PARAMS_FIXED) &&
		    strcmp(q->pairs[i].name, "kind") == 0) ||
		    (rd->flags & SEARCH_PARAMS_API &&
		    query_unknown(&single, api) == NULL))
			continue;
		wrong(rd, q->pairs[i].name, _("There is no such parameter."));
	}
}

enum status
search_params_read(struct request *r, const struct vocabulary *voc,
    unsigned flags, struct search_params *p)
{
	struct reading	rd = { r, voc, p, flags };
	const char	*q;
	int		f;

	memset(p, 0, sizeof(*p));
	check_names(&rd);
	q = one(&rd, "q");
	p->q = q == NULL ? "" : q;
	p->query.q = q;
	p->query.reader = r->lang;
	for (f = 0; f < SEARCH_FIELDS; f++)
		if (f != SEARCH_KIND || !(flags & SEARCH_PARAMS_FIXED))
			read_filter(&rd, (enum search_field)f);
	read_days(&rd);
	read_sort(&rd);
	read_limit(&rd);
	read_cursor(&rd);
	read_how(&rd);
	if (flags & SEARCH_PARAMS_API) {
		read_facets(&rd);
		read_since(&rd);
	}
	return r->fault.nfields > 0 ? ST_INVALID : ST_OK;
}

void
search_params_fix(struct request *r, struct search_params *p,
    enum search_field f, const char *value)
{
	const char	**v = arena_array(r->arena, const char *, 1);

	v[0] = value;
	p->query.filter[f].v = v;
	p->query.filter[f].n = 1;
}

struct query
search_params_without(struct request *r, const char *name)
{
	struct query	q = { 0, arena_array(r->arena, struct pair,
			    r->query.n + 1) };
	size_t		i;

	for (i = 0; i < r->query.n; i++)
		if (strcmp(r->query.pairs[i].name, name) != 0)
			q.pairs[q.n++] = r->query.pairs[i];
	return q;
}

static void
put_pair(struct html *h, const char *name, const char *value)
{
	buf_putc(&h->out, h->out.len > 0 ? '&' : '?');
	html_url(h, name);
	buf_putc(&h->out, '=');
	html_url(h, value);
}

const char *
search_params_address(struct request *r, const char *path,
    const char *without, const char *value, const char *cursor)
{
	struct html		 h = { .lang = r->lang };
	const struct pair	*p;
	const char		*out;
	size_t			 i;

	buf_init(&h.out, 64 << 10);
	for (i = 0; i < r->query.n; i++) {
		p = &r->query.pairs[i];
		if (*p->value == '\0' || strcmp(p->name, "cursor") == 0)
			continue;
		if (without != NULL && strcmp(p->name, without) == 0 &&
		    (value == NULL || strcmp(p->value, value) == 0))
			continue;
		put_pair(&h, p->name, p->value);
	}
	if (cursor != NULL)
		put_pair(&h, "cursor", cursor);
	out = arena_printf(r->arena, "%s%s", path,
	    h.out.len > 0 ? h.out.data : "");
	buf_free(&h.out);
	return out;
}

static const char *
cursor_of(struct request *r, char sign, const char *key)
{
	size_t	 n = strlen(key);
	char	*hex = arena_alloc(r->arena, 2 * n + 1);

	digest_hex((const uint8_t *)key, n, hex);
	return arena_printf(r->arena, "%c%s", sign, hex);
}

void
search_params_follow(struct request *r, struct search_params *p,
    const char *next)
{
	p->query.before = NULL;
	cursor_key(r, next + 1, &p->query.after);
}

const char *
search_params_previous(struct request *r, const struct search_params *p,
    const struct search_result *res)
{
	size_t	n = p->query.offset;

	if (!res->fewer)
		return NULL;
	if (p->query.sort == SORT_BEST)
		return n <= p->query.limit ? "" :
		    arena_printf(r->arena, "o%zu", n - p->query.limit);
	return res->nhits == 0 ? "" : cursor_of(r, 'b', res->hits[0].key);
}

const char *
search_params_next(struct request *r, const struct search_params *p,
    const struct search_result *res)
{
	size_t	n = p->query.offset + res->nhits;

	if (!res->more || res->nhits == 0)
		return NULL;
	if (p->query.sort == SORT_BEST)
		return n > SEARCH_OFFSET_MAX ? NULL :
		    arena_printf(r->arena, "o%zu", n);
	return cursor_of(r, 'k', res->hits[res->nhits - 1].key);
}
