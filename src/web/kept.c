/*
 * kept: see kept.h.
 */
#include "web/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/meter.h"
#include "search/search.h"
#include "storage/auth.h"

struct answer {
	uint8_t		 key[SHA256_LEN];
	uint64_t	 used;		/* turn of its last use, 0: free */
	char		*bytes;		/* of the body, then of the headers */
	struct reply	 reply;
};

static struct answer	 answers[KEPT_SETS][KEPT_WAYS];
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
spell_moment(struct request *r, struct buf *b)
{
	if (r->actor.moment == NULL && auth_moment(r->db, r->arena,
	    &r->actor.moment) != ST_OK)
		return false;
	add(b, r->actor.moment);
	return true;
}

/* with what the caller may do by now; false: nobody knows what has changed */
static bool
spell_place(struct request *r, struct buf *b)
{
	struct finder_place	at;
	uint64_t		changes;
	size_t			i;

	if (!finder_at(r->finder, &at) ||
	    !finder_changes(r->finder, &changes))
		return false;
	add(b, at.epoch);
	buf_printf(b, "%lld %llu %lld %d,", (long long)at.seq,
	    (unsigned long long)changes, (long long)r->actor.person,
	    r->actor.may_read);
	for (i = 0; i < r->actor.norgs; i++)
		buf_printf(b, "%lld %d,", (long long)r->actor.orgs[i].key,
		    r->actor.orgs[i].role);
	return true;
}

static bool
key_of(struct request *r, bool (*state)(struct request *, struct buf *),
    uint8_t key[SHA256_LEN])
{
	struct buf	b;
	bool		ok;

	buf_init(&b, 64 << 10);
	ok = state(r, &b);
	if (ok)
		spell(r, &b);
	ok = ok && !b.failed;
	digest_sha256(b.data, b.len, key);
	buf_free(&b);
	return ok;
}

static struct answer *
set_of(const uint8_t key[SHA256_LEN])
{
	return answers[key[0] % KEPT_SETS];
}

static struct answer *
find(const uint8_t key[SHA256_LEN])
{
	struct answer	*set = set_of(key);
	size_t		 i;

	for (i = 0; i < KEPT_WAYS; i++)
		if (set[i].used != 0 &&
		    memcmp(set[i].key, key, SHA256_LEN) == 0)
			return &set[i];
	return NULL;
}

static void
drop(struct answer *a)
{
	bytes -= a->reply.body.len;
	free(a->bytes);
	memset(a, 0, sizeof(*a));
}

/* of n answers the one that was not used for longest, of free ones any */
static struct answer *
oldest(struct answer *a, size_t n, bool free_too)
{
	struct answer	*found = NULL;
	size_t		 i;

	for (i = 0; i < n; i++)
		if ((free_too || a[i].used != 0) &&
		    (found == NULL || a[i].used < found->used))
			found = &a[i];
	return found;
}

/* a free place in the key's set */
static struct answer *
room(const uint8_t key[SHA256_LEN], size_t len)
{
	struct answer	*a = oldest(set_of(key), KEPT_WAYS, true);

	if (a->used != 0)
		drop(a);
	while (bytes + len > KEPT_BYTES)	/* one is never larger */
		drop(oldest(answers[0], (size_t)KEPT_SETS * KEPT_WAYS,
		    false));
	return a;
}

static bool
may_keep(const struct reply *reply)
{
	return reply->code == 200 && reply->body.len <= KEPT_BODY_MAX &&
	    reply_value(reply, "set-cookie") == NULL;
}

static void
keep(const uint8_t key[SHA256_LEN], const struct reply *reply)
{
	size_t		 i, n = reply->body.len + 1;
	struct answer	*a;
	char		*at;

	for (i = 0; i < reply->nheaders; i++)
		n += strlen(reply->headers[i].value) + 1;
	if ((at = malloc(n)) == NULL)
		return;
	a = room(key, reply->body.len);
	a->bytes = at;
	a->reply = *reply;
	a->reply.body.data = memcpy(at, reply->body.data, reply->body.len);
	at += reply->body.len;
	*at++ = '\0';
	for (i = 0; i < reply->nheaders; i++) {
		a->reply.headers[i].value = at;
		at = stpcpy(at, reply->headers[i].value) + 1;
	}
	bytes += reply->body.len;
	memcpy(a->key, key, SHA256_LEN);
	a->used = ++turn;
}

static struct reply *
again(struct request *r, struct answer *a)
{
	struct reply	*reply = arena_new_of(r->arena, struct reply);
	size_t		 i;

	a->used = ++turn;
	*reply = a->reply;
	for (i = 0; i < reply->nheaders; i++)
		reply->headers[i].value = arena_strdup(r->arena,
		    a->reply.headers[i].value);
	buf_init(&reply->body, REPLY_MAX);
	buf_add(&reply->body, a->reply.body.data, a->reply.body.len);
	return reply;
}

struct reply *
kept_answer(struct request *r, handler make)
{
	uint8_t		 key[SHA256_LEN];
	const char	*asked = r->if_none_match;
	bool		 known = key_of(r, spell_moment, key);
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

struct reply *
kept_found(struct request *r, handler make)
{
	uint8_t		 key[SHA256_LEN];
	bool		 known = key_of(r, spell_place, key);
	struct answer	*a = known ? find(key) : NULL;
	struct reply	*reply;

	meter_count(a != NULL ? METER_ANSWERS_HIT : METER_ANSWERS_MISS);
	if (a != NULL)
		return again(r, a);
	reply = make(r);
	if (known && r->from_index && may_keep(reply))
		keep(key, reply);
	return reply;
}
