/*
 * kept: see kept.h.
 */
#include "web/kept.h"

#include <string.h>

#include "base/clock.h"
#include "base/meter.h"
#include "search/search.h"
#include "storage/auth.h"

struct answer {
	uint8_t		 key[SHA256_LEN];
	uint64_t	 from;		/* of its bytes: see `written` */
	size_t		 nheaders;
	size_t		 len;		/* of the body */
};

static struct answer	 answers[KEPT_SETS][KEPT_WAYS];
/* Bytes of answers one behind the other, over those of the oldest: an answer
 * is there until its first byte is written over. Behind its body stand the
 * names and values of its headers, each with a NUL. */
static char		 ring[KEPT_BYTES];
static uint64_t		 written = 1;	/* into the ring so far; 0: never */

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

static bool
is_there(const struct answer *a)
{
	return a->from != 0 && written - a->from <= KEPT_BYTES;
}

static struct answer *
find(const uint8_t key[SHA256_LEN])
{
	struct answer	*set = answers[key[0] % KEPT_SETS];
	size_t		 i;

	for (i = 0; i < KEPT_WAYS; i++)
		if (is_there(&set[i]) &&
		    memcmp(set[i].key, key, SHA256_LEN) == 0)
			return &set[i];
	return NULL;
}

/* the oldest of the key's set */
static struct answer *
place(const uint8_t key[SHA256_LEN])
{
	struct answer	*set = answers[key[0] % KEPT_SETS], *a = set;
	size_t		 i;

	for (i = 1; i < KEPT_WAYS; i++)
		if (set[i].from < a->from)
			a = &set[i];
	return a;
}

static size_t
size_of(const struct reply *reply)
{
	size_t	i, n = reply->body.len;

	for (i = 0; i < reply->nheaders; i++)
		n += strlen(reply->headers[i].name) +
		    strlen(reply->headers[i].value) + 2;
	return n;
}

static bool
may_keep(const struct reply *reply)
{
	return reply->code == 200 && size_of(reply) <= KEPT_BODY_MAX &&
	    reply_value(reply, "set-cookie") == NULL;
}

/* one piece of the ring: what does not fit at its end goes to its start */
static char *
take(size_t n)
{
	size_t	at = written % KEPT_BYTES;

	if (at + n > KEPT_BYTES) {
		written += KEPT_BYTES - at;
		at = 0;
	}
	written += n;
	return ring + at;
}

static void
keep(const uint8_t key[SHA256_LEN], const struct reply *reply)
{
	struct answer	*a = place(key);
	size_t		 i, n = size_of(reply);
	char		*at = take(n);

	memcpy(a->key, key, SHA256_LEN);
	a->from = written - n;
	a->len = reply->body.len;
	a->nheaders = reply->nheaders;
	memcpy(at, reply->body.data, a->len);
	at += a->len;
	for (i = 0; i < reply->nheaders; i++) {
		at = stpcpy(at, reply->headers[i].name) + 1;
		at = stpcpy(at, reply->headers[i].value) + 1;
	}
}

static struct reply *
again(struct request *r, const struct answer *a)
{
	struct reply	*reply = arena_new_of(r->arena, struct reply);
	const char	*at = ring + a->from % KEPT_BYTES;

	reply->code = 200;
	buf_init(&reply->body, REPLY_MAX);
	buf_add(&reply->body, at, a->len);
	at += a->len;
	for (; reply->nheaders < a->nheaders; reply->nheaders++) {
		struct header	*h = &reply->headers[reply->nheaders];

		h->name = arena_strdup(r->arena, at);
		at += strlen(at) + 1;
		h->value = arena_strdup(r->arena, at);
		at += strlen(at) + 1;
	}
	return reply;
}

/* what is kept is whole: whether the reader has it already is asked after */
static struct reply *
whole(struct request *r, handler make)
{
	const char	*asked = r->if_none_match;
	struct reply	*reply;

	r->if_none_match = NULL;
	reply = make(r);
	if (reply->code == 200 && reply_value(reply, "etag") == NULL)
		reply_etag_of_body(r, reply);
	r->if_none_match = asked;
	return reply;
}

static struct reply *
answer_of(struct request *r, handler make,
    bool (*state)(struct request *, struct buf *), bool found)
{
	uint8_t		 key[SHA256_LEN];
	bool		 known = key_of(r, state, key);
	struct answer	*a = known ? find(key) : NULL;
	struct reply	*reply;

	meter_count(a != NULL ? METER_ANSWERS_HIT : METER_ANSWERS_MISS);
	if (a != NULL)
		return reply_condition(r, again(r, a));
	reply = whole(r, make);
	if (known && may_keep(reply) && (!found || r->from_index))
		keep(key, reply);
	return reply_condition(r, reply);
}

struct reply *
kept_answer(struct request *r, handler make)
{
	return answer_of(r, make, spell_moment, false);
}

struct reply *
kept_found(struct request *r, handler make)
{
	return answer_of(r, make, spell_place, true);
}
