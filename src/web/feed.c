#include "web/feed.h"

#include <string.h>

#include "base/settings.h"
#include "storage/auth.h"
#include "views/ics.h"
#include "web/kept.h"
#include "web/looks.h"
#include "web/planned.h"
#include "web/problem.h"

static const char *
country_label(const void *v, const char *code, const char *lang)
{
	return vocabulary_country_label(v, code, lang);
}

static const char *
topic_label(const void *v, const char *slug, const char *lang)
{
	return vocabulary_topic_label(v, slug, lang);
}

struct reply *
feed_reply(struct request *r, const struct vocabulary *v,
    const struct feed *feed, const struct item *items, size_t n)
{
	struct ics	 ics = { .base_url = settings.base_url,
			    .name = feed->name, .page = feed->page,
			    .description = feed->description,
			    .single = feed->single, .sealed = feed->own,
			    .lang = r->lang,
			    .country = country_label, .topic = topic_label,
			    .vocabulary = v };
	struct reply	*reply = reply_new(r, 200,
			    "text/calendar; charset=utf-8");
	int64_t		 changed = 0;
	char		 date[CLOCK_TEXT];

	ics_write(&reply->body, r->arena, &ics, items, n);
	if (reply->body.failed)
		return problem(r, ST_INTERNAL);
	for (size_t i = 0; i < n; i++)
		if (items[i].updated > changed)
			changed = items[i].updated;
	clock_http(changed, date);
	if (changed > 0)
		reply_header(r, reply, "last-modified", date);
	reply_header(r, reply, "vary", "Accept-Language");
	reply_header(r, reply, "cache-control", feed->own || feed->single ?
	    "private, max-age=300" : "public, max-age=300");
	if (feed->own)
		reply_header(r, reply, "x-robots-tag", "noindex");
	return reply_etag_of_body(r, reply);
}

/* public addresses show the same to everybody but programs with a key */
static void
as_anybody(struct request *r)
{
	if (r->bearer == NULL)
		db_as(r->db, NULL, NULL);
}

static enum status
load(struct request *r, const struct event_filter *f, struct items *items)
{
	enum status	st;

	if ((st = db_begin(r->db, DB_READ)) != ST_OK)
		return st;
	event_list_send(r->db, r->arena, EVENTS_FEED, f, EVENT_FEED_MAX, 0);
	st = event_list_take(r->db, r->arena, items);
	db_end(r->db);
	return st;
}

static struct reply *
answer(struct request *r, const struct vocabulary *v,
    const struct event_filter *f, const struct feed *feed)
{
	struct items	items;
	enum status	st = load(r, f, &items);

	return st != ST_OK ? problem(r, st) :
	    feed_reply(r, v, feed, items.v, items.n);
}

static struct reply *
make_all(struct request *r)
{
	static const char	*const none[] = { NULL };
	const struct vocabulary	*v = vocabulary_get(r->db);
	struct event_filter	 f;
	struct feed		 feed = { .name = _("Commonshelf: what is "
				    "planned"), .page = "/calendar" };
	const char		*words, *query;
	enum status		 st;

	if (v == NULL)
		return problem(r, ST_UNAVAILABLE);
	if ((st = planned_filter(r, v, none, &f)) != ST_OK)
		return problem(r, st);
	words = planned_words(r, v);
	query = planned_query(r, SIZE_MAX);
	if (*words != '\0') {
		feed.name = arena_printf(r->arena, "Commonshelf: %s", words);
		feed.page = arena_printf(r->arena, "/calendar?%s", query);
	}
	as_anybody(r);
	return answer(r, v, &f, &feed);
}

static struct reply *
make_org(struct request *r)
{
	const struct vocabulary	*v = vocabulary_get(r->db);
	const char		*slug = r->args[0], *name;
	struct event_filter	 f = { .orgs = { 1, &slug } };
	struct feed		 feed = { .name = NULL };
	enum status		 st;

	if (v == NULL)
		return problem(r, ST_UNAVAILABLE);
	as_anybody(r);
	if ((st = event_org_name(r->db, r->arena, slug, &name)) != ST_OK)
		return problem(r, st);
	feed.name = arena_printf(r->arena, "Commonshelf: %s", name);
	feed.page = arena_printf(r->arena, "/orgs/%s", slug);
	return answer(r, v, &f, &feed);
}

static struct reply *
make_country(struct request *r)
{
	const struct vocabulary	*v = vocabulary_get(r->db);
	const char		*code = r->args[0];
	struct event_filter	 f = { .countries = { 1, &code } };
	struct feed		 feed = { .name = NULL };

	if (v == NULL)
		return problem(r, ST_UNAVAILABLE);
	if (vocabulary_country(v, code) == NULL)
		return problem(r, ST_NOT_FOUND);
	feed.name = arena_printf(r->arena, "Commonshelf: %s",
	    vocabulary_country_label(v, code, r->lang));
	feed.page = arena_printf(r->arena, "/countries/%s", code);
	as_anybody(r);
	return answer(r, v, &f, &feed);
}

static struct reply *
counted(struct request *r, handler make, const char *name)
{
	struct reply	*reply = kept_answer(r, make);

	if (reply->code == 200 || reply->code == 304)
		looks_count(r->db, name);
	return reply;
}

struct reply *
feed_all(struct request *r)
{
	return counted(r, make_all, r->query.n > 0 ? "filtered" : "calendar");
}

struct reply *
feed_org(struct request *r)
{
	return counted(r, make_org, arena_printf(r->arena, "org:%s",
	    r->args[0]));
}

struct reply *
feed_country(struct request *r)
{
	return counted(r, make_country, arena_printf(r->arena, "country:%s",
	    r->args[0]));
}

struct reply *
feed_item(struct request *r)
{
	const struct vocabulary	*v = vocabulary_get(r->db);
	struct feed		 feed = { .single = true };
	struct items		 items;
	struct reply		*reply;
	enum status		 st;

	if (v == NULL || db_begin(r->db, DB_READ) != ST_OK)
		return problem(r, ST_UNAVAILABLE);
	event_one_send(r->db, r->args[0]);
	st = event_list_take(r->db, r->arena, &items);
	db_end(r->db);
	if (st != ST_OK)
		return problem(r, st);
	if (items.n == 0 || !ics_fits(&items.v[0]))
		return problem(r, ST_NOT_FOUND);
	reply = feed_reply(r, v, &feed, items.v, 1);
	if (reply->code == 200)
		reply_attachment(r, reply, arena_printf(r->arena, "%s.ics",
		    item_slug(r->arena, items.v[0].title)));
	return reply;
}

struct reply *
feed_person(struct request *r)
{
	const struct vocabulary	*v = vocabulary_get(r->db);
	struct event_filter	 everything = { .from = NULL };
	struct feed		 feed = { .name = _("Commonshelf: what I may "
				    "see"), .page = "/calendar", .own = true };
	struct actor		 person = { .person = 0 };
	enum status		 st;

	if (v == NULL)
		return problem(r, ST_UNAVAILABLE);
	st = auth_feed(r->db, r->arena, r->args[0], &person);
	if (st != ST_OK)
		return problem(r, st);
	/* unknown, revoked and expired look the same */
	if (person.person == 0)
		return problem(r, ST_NOT_FOUND);
	return answer(r, v, &everything, &feed);
}
