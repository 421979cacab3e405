/*
 * neighbour: tells the owners of similar items, see neighbour.h. An owner is
 * told by what that organisation may read, and by nothing else.
 */
#include "worker/neighbour.h"

#include <string.h>

#include "base/log.h"
#include "base/settings.h"
#include "search/alike.h"
#include "storage/overlap.h"
#include "storage/work.h"

#define TOLD_MAX	10	/* items that one new item is close to */

static struct finder *
finder(void)
{
	static struct finder	*known;

	if (known == NULL)
		known = finder_open(settings_path("index"));
	return known;
}

const struct thesaurus *
worker_thesaurus(void)
{
	static struct thesaurus	*known;
	static bool		 read;
	char			 why[300];

	if (read)
		return known;
	read = true;
	known = thesaurus_open(settings_thesaurus(), why, sizeof(why));
	if (known == NULL)
		log_error("thesaurus", "%s", why);
	return known;
}

static void
ask_for(struct arena *a, const struct item *it, struct alike_query *q)
{
	struct words	c = overlap_countries(a, it);

	*q = (struct alike_query){ .title = it->title, .summary = it->summary,
	    .body = overlap_body(a, it), .language = it->language,
	    .leave_out = it->id, .limit = 20,
	    .topics = { it->topics.v, it->topics.n },
	    .countries = { c.v, c.n },
	    .thesaurus = worker_thesaurus() };
}

static const struct item *
find(const struct items *items, const char *id)
{
	for (size_t i = 0; i < items->n; i++)
		if (strcmp(items->v[i].id, id) == 0)
			return &items->v[i];
	return NULL;
}

/* what one organisation reads; own is its key, NULL: what all partners read */
static enum status
tell_within(struct db *db, struct arena *a, const struct vocabulary *voc,
    const struct item *it, const char *own)
{
	const char		*keys[] = { "public", "network", own };
	struct alike_query	 q;
	struct alike_result	 found;
	struct items		 theirs;
	const char		**ids;
	const struct item	*other;
	enum status		 st;
	size_t			 told = 0;

	ask_for(a, it, &q);
	st = finder_alike(finder(), a, keys, own == NULL ? 2 : 3, &q, &found);
	if (st != ST_OK)
		return st;
	ids = arena_array(a, const char *, found.n + 1);
	for (size_t i = 0; i < found.n; i++)
		ids[i] = found.hits[i].id;
	st = work_items(db, a, ids, found.n, &theirs);
	for (size_t i = 0; i < found.n && st == ST_OK && told < TOLD_MAX;
	    i++) {
		const struct alike_hit	*h = &found.hits[i];
		struct overlap_facts	 f = { .text = h->text,
					    .title = h->title,
					    .concepts = h->concepts,
					    .nconcepts = h->nconcepts,
					    .shared = h->shared,
					    .same_language =
					    h->same_language };

		other = find(&theirs, h->id);
		if (other == NULL || other->org_key == it->org_key ||
		    (own != NULL && other->audience !=
		    AUDIENCE_ORGANISATION))
			continue;
		overlap_facts(voc, it, other, clock_now(), &f);
		if (!overlap_judge(&f).warn)
			continue;
		st = neighbour_tell(db, other->id, it->id,
		    overlap_judge(&f).score);
		told++;
	}
	return st;
}

enum status
neighbours_tell(struct db *db, struct arena *a, const char *key)
{
	const struct vocabulary	*voc = vocabulary_get(db);
	struct items		 items;
	struct words		 circles;
	enum status		 st = work_items(db, a, &key, 1, &items);

	if (st != ST_OK || items.n == 0 ||
	    items.v[0].status != ITEM_PUBLISHED)
		return st;
	/* nobody but its own organisation may read it */
	if (items.v[0].audience == AUDIENCE_ORGANISATION)
		return ST_OK;
	if (voc == NULL || finder() == NULL)
		return ST_UNAVAILABLE;
	st = tell_within(db, a, voc, &items.v[0], NULL);
	if (st == ST_OK)
		st = work_circles(db, a, &circles);
	for (size_t i = 0; st == ST_OK && i < circles.n; i++)
		st = tell_within(db, a, voc, &items.v[0], circles.v[i]);
	return st;
}
