/*
 * item_json: writing. Reading is in item_input.c.
 */
#include "domain/item_json.h"

static json_t *
text_or_null(const char *s)
{
	return s == NULL || *s == '\0' ? json_null() : json_string(s);
}

static json_t *
list(const struct words *w)
{
	json_t	*out = json_array();
	size_t	 i;

	for (i = 0; i < w->n; i++)
		json_array_append_new(out, json_string(w->v[i]));
	return out;
}

static json_t *
time_or_null(int64_t t)
{
	char	text[CLOCK_TEXT];

	if (t == 0)
		return json_null();
	clock_rfc3339(t, text);
	return json_string(text);
}

static json_t *
links(const struct item *it)
{
	json_t	*out = json_array();
	size_t	 i;

	for (i = 0; i < it->nlinks; i++)
		json_array_append_new(out, json_pack("{s:s, s:s}",
		    "url", it->links[i].url, "title", it->links[i].title));
	return out;
}

static json_t *
files(const struct item *it)
{
	json_t			*out = json_array();
	char			 hex[SHA256_HEX];

	for (size_t i = 0; i < it->nfiles; i++) {
		const struct file	*f = &it->files[i];

		digest_hex(f->sha256, SHA256_LEN, hex);
		json_array_append_new(out, json_pack(
		    "{s:s, s:s, s:s, s:I, s:s, s:s, s:o}",
		    "id", f->id, "name", f->name, "media_type", f->media_type,
		    "size", (json_int_t)f->size, "sha256", hex,
		    "text", text_state_word(f->text),
		    "reason", text_or_null(f->reason)));
	}
	return out;
}

/* date alone where the hour means nothing */
static json_t *
local_or_null(const struct event *e, bool has, const struct local *l)
{
	char	text[CLOCK_TEXT];

	if (!has)
		return json_null();
	clock_local_text(l, text);
	if (e->precision != PRECISION_TIME)
		text[10] = '\0';
	return json_string(text);
}

static json_t *
event(const struct event *e)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:s, s:o, s:o, "
	    "s:o, s:o, s:o, s:o}",
	    "type", event_type_word(e->type),
	    "certainty", certainty_word(e->certainty),
	    "precision", precision_word(e->precision),
	    "start", e->has_start ? time_or_null(e->start_utc) : json_null(),
	    "end", e->has_start ? time_or_null(e->end_utc) : json_null(),
	    "start_local", local_or_null(e, e->has_start, &e->start),
	    "end_local", local_or_null(e, e->has_end, &e->end),
	    "timezone", e->timezone, "country", text_or_null(e->country),
	    "place", text_or_null(e->place),
	    "online_url", text_or_null(e->online_url),
	    "registration_url", text_or_null(e->registration_url),
	    "cancelled", time_or_null(e->cancelled_at),
	    "cancelled_why", text_or_null(e->cancelled_why));
}

static json_t *
experience(const struct experience *x)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
	    "used", list(&x->used), "used_other", text_or_null(x->used_other),
	    "period_start", text_or_null(x->period_start),
	    "period_end", text_or_null(x->period_end),
	    "outcome", text_or_null(outcome_word(x->outcome)),
	    "evidence", text_or_null(x->evidence),
	    "lesson", text_or_null(x->lesson));
}

static void
by_kind(json_t *o, const struct item *it)
{
	if (it->kind == KIND_EVENT)
		json_object_set_new(o, "event", event(&it->event));
	if (it->kind == KIND_EXPERIENCE)
		json_object_set_new(o, "experience",
		    experience(&it->experience));
	if (it->kind == KIND_TOOLKIT)
		json_object_set_new(o, "experiences", json_pack(
		    "{s:i, s:i, s:i, s:i, s:i}", "total", it->tally.total,
		    "worked", it->tally.worked, "partly", it->tally.partly,
		    "no", it->tally.no, "too_early", it->tally.too_early));
}

json_t *
item_json(const struct item *it, const char *base_url, unsigned flags)
{
	json_t	*o = json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", it->id,
		    "kind", kind_word(it->kind), "title", it->title,
		    "summary", it->summary, "language", it->language);

	if (flags & ITEM_JSON_BODY)
		json_object_set_new(o, "body", json_string(it->body));
	json_object_set_new(o, "countries", list(&it->countries));
	json_object_set_new(o, "topics", list(&it->topics));
	json_object_set_new(o, "for", list(&it->for_whom));
	json_object_set_new(o, "org", json_pack("{s:s, s:s}",
	    "slug", it->org_slug, "name", it->org_name));
	json_object_set_new(o, "audience",
	    json_string(audience_word(it->audience)));
	json_object_set_new(o, "tlp", json_string(audience_tlp(it->audience)));
	json_object_set_new(o, "status",
	    json_string(item_status_word(it->status)));
	json_object_set_new(o, "licence",
	    json_string(licence_word(it->licence)));
	json_object_set_new(o, "contact", text_or_null(it->contact));
	json_object_set_new(o, "source", text_or_null(it->source));
	json_object_set_new(o, "links", links(it));
	json_object_set_new(o, "version", json_integer(it->version));
	json_object_set_new(o, "note", text_or_null(it->note));
	json_object_set_new(o, "created", time_or_null(it->created));
	json_object_set_new(o, "updated", time_or_null(it->updated));
	json_object_set_new(o, "published", time_or_null(it->published));
	json_object_set_new(o, "files", files(it));
	by_kind(o, it);
	/* last: the index keeps the rest ready, and the address is laid behind */
	if (base_url != NULL)
		json_object_set_new(o, "url", json_sprintf("%s/items/%s",
		    base_url, it->id));
	return o;
}
