/*
 * kept: see kept.h.
 */
#include "web/kept.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/meter.h"
#include "search/search.h"
#include "storage/auth.h"

struct answer {
	uint8_t		 key[SHA256_LEN];
	uint64_t	 used;		/* turn of its last use, 0: free */
	struct arena	*arena;		/* of the reply */
	struct reply	 reply;
};

static struct answer	 answers[KEPT_ANSWERS];
static size_t		 bytes;		/* of all bodies */
static uint64_t		 turn;

/* lengths in front: no two requests spell the same */
static void
add(struct buf *b, const char *s)
{
	if (s == NULL)
		s = "";
	buf_printf(b, "%zu:", strlen(s));
	buf_puts(b, s);
}

static void
spell(struct request *r, struct buf *b)
{
	size_t	i;

	add(b, r->actor.moment);
	add(b, r->session);
	add(b, r->bearer);
	add(b, r->lang);
	add(b, r->target);
	add(b, r->path);
	for (i = 0; i < r->query.n; i++) {
		add(b, r->query.pairs[i].name);
		add(b, r->query.pairs[i].value);
	}
	buf_printf(b, "%llu %lld",
	    (unsigned long long)finder_moment(r->finder),
	    (long long)(clock_now() / KEPT_SECONDS));
}

static bool
key_of(struct request *r, uint8_t key[SHA256_LEN])
{
	struct buf	b;
	bool		ok;

	if (r->actor.moment == NULL && auth_moment(r->db, r->arena,
	    &r->actor.moment) != ST_OK)
		return false;
	buf_init(&b, 64 << 10);
	spell(r, &b);
	ok = !b.failed;
	digest_sha256(b.data, b.len, key);
	buf_free(&b);
	return ok;
}

static struct answer *
find(const uint8_t key[SHA256_LEN])
{
	size_t	i;

	for (i = 0; i < KEPT_ANSWERS; i++)
		if (answers[i].used != 0 &&
		    memcmp(answers[i].key, key, SHA256_LEN) == 0)
			return &answers[i];
	return NULL;
}

static void
drop(struct answer *a)
{
	bytes -= a->reply.body.len;
	arena_free(a->arena);
	memset(a, 0, sizeof(*a));
}

/* a free place, made by dropping what was not used for longest */
static struct answer *
room(size_t len)
{
	struct answer	*a, *oldest;
	size_t		 i;

	for (;;) {
		oldest = NULL;
		for (i = 0; i < KEPT_ANSWERS; i++) {
			a = &answers[i];
			if (a->used == 0 && bytes + len <= KEPT_BYTES)
				return a;
			if (a->used != 0 && (oldest == NULL ||
			    a->used < oldest->used))
				oldest = a;
		}
		assert(oldest != NULL);	/* an empty place is large enough */
		drop(oldest);
	}
}

static bool
may_keep(const struct reply *reply)
{
	return reply->code == 200 && reply->body.len <= KEPT_BODY_MAX &&
	    reply_value(reply, "set-cookie") == NULL;
}

static void
copy(struct arena *a, const struct reply *from, struct reply *to)
{
	size_t	i;

	*to = *from;
	for (i = 0; i < from->nheaders; i++)
		to->headers[i].value = arena_strdup(a, from->headers[i].value);
}

static void
keep(const uint8_t key[SHA256_LEN], const struct reply *reply)
{
	struct answer	*a = room(reply->body.len);

	a->arena = arena_new((size_t)2 * KEPT_BODY_MAX);
	copy(a->arena, reply, &a->reply);
	a->reply.body.data = arena_strndup(a->arena, reply->body.data,
	    reply->body.len);
	bytes += reply->body.len;
	memcpy(a->key, key, SHA256_LEN);
	a->used = ++turn;
}

static struct reply *
again(struct request *r, struct answer *a)
{
	struct reply	*reply = arena_new_of(r->arena, struct reply);

	a->used = ++turn;
	copy(r->arena, &a->reply, reply);
	buf_init(&reply->body, REPLY_MAX);
	buf_add(&reply->body, a->reply.body.data, a->reply.body.len);
	return reply;
}

struct reply *
kept_answer(struct request *r, handler make)
{
	uint8_t		 key[SHA256_LEN];
	const char	*asked = r->if_none_match;
	bool		 known = key_of(r, key);
	struct answer	*a = known ? find(key) : NULL;
	struct reply	*reply;

	meter_count(a != NULL ? METER_ANSWERS_HIT : METER_ANSWERS_MISS);
	if (a != NULL)
		return reply_condition(r, again(r, a));
	r->if_none_match = NULL;	/* what is kept is whole */
	reply = make(r);
	if (reply->code == 200 && reply_value(reply, "etag") == NULL)
		reply_etag_of_body(r, reply);
	r->if_none_match = asked;
	if (known && may_keep(reply))
		keep(key, reply);
	return reply_condition(r, reply);
}
