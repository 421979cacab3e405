/*
 * api_input: see api_input.h.
 */
#include "web/api_input.h"

#include <ctype.h>
#include <string.h>

#include "search/language.h"
#include "storage/item.h"
#include "storage/vocabulary.h"
#include "views/html.h"

static void
unknown(struct request *r, const char *field, const char *value)
{
	fault_field(&r->fault, field, arena_printf(r->arena,
	    _("We do not know \"%.80s\" here."), value));
}

static void
check_vocabulary(struct request *r, const struct vocabulary *voc,
    const struct item *it)
{
	size_t	i;

	for (i = 0; i < it->countries.n; i++)
		if (vocabulary_country(voc, it->countries.v[i]) == NULL)
			unknown(r, "countries", it->countries.v[i]);
	for (i = 0; i < it->topics.n; i++)
		if (vocabulary_topic(voc, it->topics.v[i]) == NULL)
			unknown(r, "topics", it->topics.v[i]);
	if (it->kind == KIND_EVENT && *it->event.country != '\0' &&
	    vocabulary_country(voc, it->event.country) == NULL)
		unknown(r, "event.country", it->event.country);
}

/* letters, then parts of letters and digits (BCP 47, 2.1) */
static bool
is_language(const char *s)
{
	size_t	n = strspn(s, "abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	if (n < 2 || n > 3 || strlen(s) > 35)
		return false;
	for (s += n; *s == '-'; s += n + 1) {
		for (n = 0; isascii(s[n + 1]) &&
		    isalnum((unsigned char)s[n + 1]); n++)
			;
		if (n < 2 || n > 8)
			return false;
	}
	return *s == '\0';
}

static void
check_language(struct request *r, struct item *it)
{
	if (*it->language == '\0')
		it->language = language_of(r->arena, arena_printf(r->arena,
		    "%s\n%s\n%s\n%s", it->title, it->summary, it->body,
		    it->experience.lesson), "en");
	else if (!is_language(it->language))
		fault_field(&r->fault, "language", _("This is not a language. "
		    "Write it as en, fr or pt-BR."));
}

static bool
is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

/* what was used must exist, as far as the writer can see */
static enum status
check_used(struct request *r, const struct item *it)
{
	const struct words	*used = &it->experience.used;
	struct items		 found = { 0 };
	enum status		 st;
	size_t			 i, k;

	if (it->kind == KIND_TOOLKIT || used->n == 0)
		return ST_OK;
	if ((st = db_begin(r->db, DB_READ)) == ST_OK) {
		item_by_ids_send(r->db, r->arena, used->v, used->n);
		st = items_take(r->db, r->arena, &found);
	}
	db_end(r->db);
	for (i = 0; st == ST_OK && i < used->n; i++) {
		for (k = 0; k < found.n; k++)
			if (strcmp(found.v[k].id, used->v[i]) == 0)
				break;
		if (k == found.n)
			unknown(r, "experience.used", used->v[i]);
	}
	return st;
}

static void
check_kind(struct request *r, const json_t *o, const struct item *it,
    const struct item_input *in)
{
	if (in->has_kind && in->kind != it->kind)
		fault_field(&r->fault, "kind", _("The kind stays as it is. "
		    "Share it anew as the other kind."));
	if (it->kind != KIND_EVENT && json_object_get(o, "event") != NULL)
		fault_field(&r->fault, "event", _("Only an event has this."));
	if (it->kind != KIND_EXPERIENCE &&
	    json_object_get(o, "experience") != NULL)
		fault_field(&r->fault, "experience", _("Only an experience "
		    "has this."));
}

enum status
api_input(struct request *r, const json_t *o, struct item *it,
    struct item_input *in)
{
	const struct vocabulary	*voc = vocabulary_get(r->db);
	enum status		 st;

	if (voc == NULL)
		return ST_UNAVAILABLE;
	st = item_from_json(r->arena, o, it, in, &r->fault);
	if (st != ST_OK && st != ST_INVALID)
		return st;
	check_kind(r, o, it, in);
	check_vocabulary(r, voc, it);
	check_language(r, it);
	if ((st = check_used(r, it)) != ST_OK)
		return st;
	return r->fault.nfields > 0 ? ST_INVALID : ST_OK;
}

/* the rules name fields as the form does; the JSON has them one level down */
static void
rename_fields(struct request *r, const struct item *it)
{
	static const char *const event[] = { "timezone", "start", "end",
	    "country", "place", "online_url", "registration_url",
	    "cancelled_why", NULL };
	static const char *const experience[] = { "outcome", "lesson",
	    "evidence", "used_other", "period_end", NULL };
	const char *const	*names = it->kind == KIND_EVENT ? event :
				    experience;
	struct field_fault	*f;
	size_t			 i, k;

	for (i = 0; i < r->fault.nfields; i++) {
		f = &r->fault.fields[i];
		for (k = 0; names[k] != NULL; k++)
			if (strcmp(names[k], f->field) == 0)
				break;
		if (names[k] != NULL)
			f->field = arena_printf(r->arena, "%s.%s",
			    kind_word(it->kind), f->field);
	}
}

enum status
api_input_check(struct request *r, struct item *it, bool publish)
{
	if (*it->title != '\0' && is_blank(it->title))
		it->title = "";
	item_validate(it, publish, &r->fault);
	if (it->kind != KIND_TOOLKIT)
		rename_fields(r, it);
	return r->fault.nfields > 0 ? ST_INVALID : ST_OK;
}
