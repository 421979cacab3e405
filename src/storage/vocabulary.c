/*
 * vocabulary: see vocabulary.h. The database sorts: its collation knows where
 * É and Å stand, and the order comes as numbers beside each country.
 */
#include "storage/vocabulary.h"



#define CEILING	(2u << 20)

static const struct stmt REGIONS = { "vocabulary_regions", "",
	"select r.code, coalesce(en.label, r.code), coalesce(fr.label, r.code)"
	" from region r"
	" left join region_label en on en.region = r.code and en.lang = 'en'"
	" left join region_label fr on fr.region = r.code and fr.lang = 'fr'"
	" order by r.position, r.code" };
static const struct stmt COUNTRIES = { "vocabulary_countries", "",
	"select c.code, c.region, c.zone, c.en, c.fr,"
	" row_number() over (order by c.en collate \"und-x-icu\", c.code),"
	" row_number() over (order by c.fr collate \"und-x-icu\", c.code),"
	" row_number() over (order by r.position, c.en collate \"und-x-icu\","
	"  c.code),"
	" row_number() over (order by r.position, c.fr collate \"und-x-icu\","
	"  c.code)"
	" from (select k.code, k.region, k.zone, coalesce(en.label, k.code) en,"
	"  coalesce(fr.label, k.code) fr from country k"
	"  left join country_label en on en.country = k.code and en.lang = 'en'"
	"  left join country_label fr on fr.country = k.code and fr.lang = 'fr'"
	" ) c left join region r on r.code = c.region"
	" order by c.code collate \"C\"" };
static const struct stmt TOPICS = { "vocabulary_topics", "",
	"select t.slug, t.parent, coalesce(en.label, t.slug),"
	" coalesce(fr.label, t.slug)"
	" from topic t left join topic p on p.slug = t.parent"
	" left join topic_label en on en.topic = t.slug and en.lang = 'en'"
	" left join topic_label fr on fr.topic = t.slug and fr.lang = 'fr'"
	" order by coalesce(p.position, t.position), t.parent is not null,"
	" t.position" };

enum { CODE, C_REGION, C_ZONE, C_EN, C_FR, C_BY_NAME, C_BY_NAME_FR,
    C_BY_REGION, C_BY_REGION_FR };
enum { R_EN = 1, R_FR };
enum { T_PARENT = 1, T_EN, T_FR };

struct vocabulary {
	struct arena		 *arena;
	size_t			  nregions, ncountries, ntopics;
	struct region		 *regions;
	struct country		 *countries;	/* by code */
	struct topic		 *topics;
	const struct country	**by_name[VOCABULARY_LANGS];
	const struct country	**by_region[VOCABULARY_LANGS];
};

static struct vocabulary	*loaded;

static void
take_regions(struct vocabulary *v, const struct rows *r)
{
	v->nregions = (size_t)r->n;
	v->regions = arena_array(v->arena, struct region, r->n + 1);
	for (int i = 0; i < r->n; i++) {
		v->regions[i].code = rows_dup(v->arena, r, i, CODE);
		v->regions[i].label[0] = rows_dup(v->arena, r, i, R_EN);
		v->regions[i].label[1] = rows_dup(v->arena, r, i, R_FR);
	}
}

static void
take_countries(struct vocabulary *v, const struct rows *r)
{
	struct country	*c;

	v->ncountries = (size_t)r->n;
	v->countries = arena_array(v->arena, struct country, r->n + 1);
	for (int l = 0; l < VOCABULARY_LANGS; l++) {
		v->by_name[l] = arena_array(v->arena, const struct country *,
		    r->n + 1);
		v->by_region[l] = arena_array(v->arena, const struct country *,
		    r->n + 1);
	}
	for (int i = 0; i < r->n; i++) {
		c = &v->countries[i];
		c->code = rows_dup(v->arena, r, i, CODE);
		c->zone = rows_dup(v->arena, r, i, C_ZONE);
		c->region = vocabulary_region(v, rows_ref(r, i, C_REGION));
		for (int l = 0; l < VOCABULARY_LANGS; l++) {
			c->label[l] = rows_dup(v->arena, r, i, C_EN + l);
			v->by_name[l][rows_int(r, i, C_BY_NAME + l) - 1] = c;
			v->by_region[l][rows_int(r, i, C_BY_REGION + l) - 1] =
			    c;
		}
	}
}

/* a parent stands before its children, and they stand together */
static void
take_topics(struct vocabulary *v, const struct rows *r)
{
	struct topic	*t, *top = NULL;

	v->topics = arena_array(v->arena, struct topic, r->n + 1);
	for (int i = 0; i < r->n; i++) {
		t = &v->topics[i];
		t->slug = rows_dup(v->arena, r, i, CODE);
		t->label[0] = rows_dup(v->arena, r, i, T_EN);
		t->label[1] = rows_dup(v->arena, r, i, T_FR);
		if (rows_null(r, i, T_PARENT)) {
			top = t;
			top->children = t + 1;
		} else if (top != NULL) {
			t->parent = top;
			top->nchildren++;
		}
	}
	v->ntopics = (size_t)r->n;
}

static struct vocabulary *
load(struct db *db)
{
	struct arena		*arena = arena_new(CEILING);
	struct vocabulary	*v = arena_new_of(arena, struct vocabulary);
	struct rows		 r;
	bool			 ok = false;

	v->arena = arena;
	if (db_begin(db, DB_READ) != ST_OK) {
		arena_free(arena);
		return NULL;
	}
	db_send(db, &REGIONS);
	db_send(db, &COUNTRIES);
	db_send(db, &TOPICS);
	if (db_take(db, &r) == ST_OK) {
		take_regions(v, &r);
		if (db_take(db, &r) == ST_OK) {
			take_countries(v, &r);
			if ((ok = db_take(db, &r) == ST_OK))
				take_topics(v, &r);
		}
	}
	if (db_end(db) != ST_OK || !ok) {
		arena_free(arena);
		return NULL;
	}
	return v;
}

const struct vocabulary *
vocabulary_get(struct db *db)
{
	if (loaded == NULL)
		loaded = load(db);
	return loaded;
}

size_t
vocabulary_lang(const char *lang)
{
	return lang != NULL && strncmp(lang, "fr", 2) == 0 ? 1 : 0;
}

static int
compare_country(const void *code, const void *country)
{
	return strcmp(code, ((const struct country *)country)->code);
}

const struct country *
vocabulary_country(const struct vocabulary *v, const char *code)
{
	if (code == NULL)
		return NULL;
	return bsearch(code, v->countries, v->ncountries,
	    sizeof(v->countries[0]), compare_country);
}

const struct region *
vocabulary_region(const struct vocabulary *v, const char *code)
{
	for (size_t i = 0; code != NULL && i < v->nregions; i++)
		if (strcmp(v->regions[i].code, code) == 0)
			return &v->regions[i];
	return NULL;
}

const struct topic *
vocabulary_topic(const struct vocabulary *v, const char *slug)
{
	for (size_t i = 0; slug != NULL && i < v->ntopics; i++)
		if (strcmp(v->topics[i].slug, slug) == 0)
			return &v->topics[i];
	return NULL;
}

const char *
vocabulary_country_label(const struct vocabulary *v, const char *code,
    const char *lang)
{
	const struct country	*c = vocabulary_country(v, code);

	return c == NULL ? code : c->label[vocabulary_lang(lang)];
}

const char *
vocabulary_region_label(const struct vocabulary *v, const char *code,
    const char *lang)
{
	const struct region	*r = vocabulary_region(v, code);

	return r == NULL ? code : r->label[vocabulary_lang(lang)];
}

const char *
vocabulary_topic_label(const struct vocabulary *v, const char *slug,
    const char *lang)
{
	const struct topic	*t = vocabulary_topic(v, slug);

	return t == NULL ? slug : t->label[vocabulary_lang(lang)];
}

const struct country *const *
vocabulary_countries(const struct vocabulary *v, const char *lang, size_t *n)
{
	*n = v->ncountries;
	return v->by_name[vocabulary_lang(lang)];
}

const struct country *const *
vocabulary_by_region(const struct vocabulary *v, const char *lang, size_t *n)
{
	*n = v->ncountries;
	return v->by_region[vocabulary_lang(lang)];
}

const struct region *
vocabulary_regions(const struct vocabulary *v, size_t *n)
{
	*n = v->nregions;
	return v->regions;
}

const struct topic *
vocabulary_topics(const struct vocabulary *v, size_t *n)
{
	*n = v->ntopics;
	return v->topics;
}
