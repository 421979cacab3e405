/*
 * known: see known.h.
 */
#include "web/known.h"

#include <string.h>

#include "base/clock.h"
#include "search/search.h"
#include "storage/auth.h"

#define ARENA_MAX	(1u << 20)

struct caller {
	uint8_t		 key[SHA256_LEN];	/* of what was sent */
	struct arena	*arena;			/* of the actor; NULL: free */
	struct actor	 actor;
	int64_t		 until;
	uint64_t	 changes;	/* told of before it was looked up */
};

static struct caller	callers[KNOWN_CALLERS];

static void
key_of(const struct request *r, uint8_t key[SHA256_LEN])
{
	char	word[600];
	int	n = snprintf(word, sizeof(word), "%c%s", r->bearer != NULL ?
		    'b' : 's', r->bearer != NULL ? r->bearer : r->session);

	digest_sha256(word, n < 0 ? 0 : (size_t)n, key);
}

static void
forget(struct caller *c)
{
	if (c->arena != NULL)
		arena_free(c->arena);
	memset(c, 0, sizeof(*c));
}

/* the caller's place, or the oldest one, emptied */
static struct caller *
place(const uint8_t key[SHA256_LEN])
{
	struct caller	*c, *oldest = &callers[0];

	for (c = callers; c < callers + KNOWN_CALLERS; c++) {
		if (c->arena != NULL && memcmp(c->key, key, SHA256_LEN) == 0)
			return c;
		if (c->until < oldest->until)
			oldest = c;
	}
	forget(oldest);
	memcpy(oldest->key, key, SHA256_LEN);
	return oldest;
}

/* nobody and failures are not kept: the next one asks again */
static enum status
look_up(struct request *r, struct caller *c, uint64_t changes, int64_t now)
{
	uint8_t		key[SHA256_LEN];
	enum status	st;

	memcpy(key, c->key, SHA256_LEN);
	forget(c);
	memcpy(c->key, key, SHA256_LEN);
	c->arena = arena_new(ARENA_MAX);
	st = auth_actor(r->db, c->arena, r->session, r->bearer, &c->actor);
	r->actor = c->actor;
	if (st == ST_OK && c->actor.person != 0) {
		c->until = now + KNOWN_MS;
		c->changes = changes;
	}
	return st;
}

enum status
known_actor(struct request *r)
{
	uint8_t		 key[SHA256_LEN];
	struct caller	*c;
	uint64_t	 changes;
	int64_t		 now = clock_steady_ms();

	if ((r->bearer == NULL && r->session == NULL) ||
	    !finder_changes(r->finder, &changes))
		return auth_actor(r->db, r->arena, r->session, r->bearer,
		    &r->actor);
	key_of(r, key);
	c = place(key);
	if (c->arena == NULL || now >= c->until || c->changes != changes)
		return look_up(r, c, changes, now);
	r->actor = c->actor;
	/* it is asked for what it sees in the database as ever */
	auth_again(r->db, r->session, r->bearer);
	return ST_OK;
}
