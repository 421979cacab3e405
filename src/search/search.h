/*
 * search: full-text index and search over Xapian, behind plain C. No Xapian
 * type and no exception crosses this border.
 *
 * There is one database per audience, in DIR/KEY. Keys are "public",
 * "network" and "org-…": [a-z0-9-], at most SEARCH_KEY_MAX bytes. A search
 * opens just the audiences that its reader may read, so nothing that is
 * hidden has any influence on ids, order, totals, counts or suggestions.
 *
 * Two halves: the writer (index_…) belongs to the worker alone; a finder
 * (finder_…) is one per Kore instance and only reads.
 */
#ifndef CS_SEARCH_H
#define CS_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#include "base/arena.h"
#include "base/status.h"

#define SEARCH_KEY_MAX		48	/* bytes of an audience key */
#define SEARCH_ID_MAX		32	/* bytes of an item's id */
#define SEARCH_AUDIENCES_MAX	64	/* opened by one search */
#define SEARCH_DATA_MAX		(256 << 10)	/* bytes of a ready hit */
#define SEARCH_TEXT_MAX		(4 << 20)	/* text indexed of one item */
#define SEARCH_QUERY_MAX	2048	/* bytes; longer is cut at a word */
#define SEARCH_WORDS_MAX	128	/* read; the rarest of them count */
#define SEARCH_PHRASE_MAX	8	/* words in a phrase */
#define SEARCH_LIMIT_MAX	100
#define SEARCH_OFFSET_MAX	10000
/* totals are exact up to the first, totals and counts of a search that wants
 * counts up to the second */
#define SEARCH_EXACT_TOTAL	1000
#define SEARCH_EXACT_COUNTS	20000
#define SEARCH_SNIPPET_MAX	300	/* code points, without marks */

/* what can be filtered and counted, and its name in addresses */
enum search_field {
	SEARCH_KIND,		/* toolkit event experience */
	SEARCH_ORG,		/* slug */
	SEARCH_COUNTRY,		/* ISO 3166-1 alpha-2 */
	SEARCH_REGION,
	SEARCH_TOPIC,		/* slug; an item carries the parents too */
	SEARCH_LANGUAGE,	/* BCP 47 */
	SEARCH_YEAR,		/* of first_day */
	SEARCH_OUTCOME,		/* worked partly no too-early */
	SEARCH_FILE_TYPE,	/* see file_type_word() */
	SEARCH_FIELDS
};
/* "kind", "org", …; NULL past the end */
const char	*search_field_name(enum search_field);
/* SEARCH_FIELDS when the name is unknown */
enum search_field search_field_of(const char *name);

struct search_values {
	const char *const	*v;
	size_t			 n;
};

/* ------------------------------------------------------------- writing */

struct index_text {
	const char	*file;		/* the file's id */
	const char	*name;		/* its name */
	const char	*text;		/* plain, any length: cut at
					 * SEARCH_TEXT_MAX for the item */
};

/* One published item. NULL and empty mean "has none". Text is valid UTF-8. */
struct index_doc {
	const char		*id;
	const char		*audience;	/* key */
	const char		*kind;
	const char		*language;	/* BCP 47; decides the stemmer */
	const char		*org, *org_name;	/* slug, name */
	struct search_values	 countries;	/* none: for any country */
	struct search_values	 regions;
	struct search_values	 topics;	/* slugs, parents included */
	const char		*event_country;
	const char		*outcome;
	struct search_values	 used;		/* ids of items it used */
	struct search_values	 file_types;	/* of its files */
	/* words that find it too: topic labels and country names, en and fr */
	const char		*words;
	const char		*title, *summary, *body;	/* plain text */
	const struct index_text	*texts;
	size_t			 ntexts;
	/* "2027-03-10": when it takes place (event), its period
	 * (experience), else NULL: the day of publication */
	const char		*first_day, *last_day;
	int64_t			 published, updated;	/* seconds, UTC */
	/* the hit as finder_search() hands it back, opaque bytes */
	const char		*data;
	size_t			 data_len;
};

struct index_writer;

/*
 * All of the writer returns:
 *   ST_OK
 *   ST_CONFLICT	another process writes this index
 *   ST_STALE		an audience is damaged, gone, of another format or
 *			epoch (index_bad() names it): index_drop() it, write
 *			its items again
 *   ST_FULL		no space left
 *   ST_UNAVAILABLE	anything else that may pass
 *   ST_INVALID, ST_TOO_LARGE	the caller's document (bad key, id, data)
 * index_why() is the sentence for the log.
 */
/*
 * Makes the folder where it is missing and opens every audience in it; epoch
 * is the epoch of the change sequence. The writer is there in any case but
 * ST_UNAVAILABLE with NULL: on ST_STALE, index_drop() what index_bad() names,
 * index_close(), and open again, until it is ST_OK.
 */
enum status	 index_open(const char *dir, const char *epoch,
		    struct index_writer **);
/* what was put since the last index_commit() may stand in the index, but the
 * position does not: it is written again next time */
void		 index_close(struct index_writer *);
const char	*index_why(const struct index_writer *);
const char	*index_bad(const struct index_writer *);

/* the i-th audience and its position; NULL past the end */
const char	*index_audience(const struct index_writer *, size_t i,
		    int64_t *position);
/*
 * What tells this change from another one with its number, on a database that
 * lost its end: stands beside the position from the next index_commit() to
 * just there on. Of the i-th audience; 0: nobody said.
 */
void		 index_mark(struct index_writer *, int64_t position,
		    int64_t mark);
int64_t		 index_audience_mark(const struct index_writer *, size_t i);
/* opens or creates it, empty, at position 0: call it for every audience that
 * must exist before asking for the position */
enum status	 index_need(struct index_writer *, const char *key);
/* smallest position of all audiences, 0 when there is none */
int64_t		 index_position(const struct index_writer *);
/* removes an audience's folder, damaged or not */
enum status	 index_drop(struct index_writer *, const char *key);

/* Deletes the item everywhere but in its audience and commits that, then puts
 * it there: visible after the next index_commit(). */
enum status	 index_put(struct index_writer *, const struct index_doc *);
enum status	 index_remove(struct index_writer *, const char *id);
/* Position and documents in one commit. Audiences without changes get the new
 * position too when `all` is set: do that when there is nothing left to do.
 * A position below the one that stands is ignored. */
enum status	 index_commit(struct index_writer *, int64_t position, bool all);
/* of audiences that wait for it with many items (500) alone: the others stay
 * behind with their position. For a while, where there is much to do. */
enum status	 index_commit_full(struct index_writer *, int64_t position);
/* ST_STALE when folder, lock or an audience was taken away from outside: then
 * close, open and write everything again. Cheap: call it every second. */
enum status	 index_check(struct index_writer *);
/* a promise: the index is new and every item is put once; faster */
void		 index_fresh(struct index_writer *);
/* items in all audiences */
size_t		 index_items(const struct index_writer *);
/* while set, searches say that they are partial */
void		 index_rebuilding(struct index_writer *, bool);

/* --------------------------------------------- another index beside it */

/*
 * Puts the audiences of n folders together, compact, each in to/KEY. The keys
 * are shared out: this call does those of `share` out of `shares`. No writer
 * may work in these folders. Positions of an audience must be the same in
 * all of them.
 */
enum status	 index_merge(const char *const *parts, size_t n,
		    const char *to, size_t share, size_t shares);
/* the audiences as they stand after the last commit; nobody writes */
enum status	 index_copy(const char *dir, const char *to);
/* the one takes the place of the other, whose folder is removed: readers see
 * the one or the other at any moment. No writer is open in either. */
enum status	 index_swap(const char *dir, const char *with);
void		 index_discard(const char *dir);
/* bytes of all its files */
uint64_t	 index_size(const char *dir);

/* ------------------------------------------------------------ watching */

/*
 * The list of what changed lately, kept beside the index by one process that
 * reads the sequence of changes faster than the index can follow.
 */
struct index_watch;

struct index_watch *index_watch_open(const char *dir);
void		 index_watch_close(struct index_watch *);
/*
 * Call it before each look at the sequence. *from is the change behind which
 * to read on; 0: the list is new, call index_watch_start().
 * ST_UNAVAILABLE: the writer has not made the folder yet; ST_CONFLICT:
 * another process watches.
 */
enum status	 index_watch_begin(struct index_watch *, const char *epoch,
		    int64_t *from);
/* the list begins behind this change */
void		 index_watch_start(struct index_watch *, const char *epoch,
		    int64_t seq);
void		 index_watch_note(struct index_watch *, int64_t seq,
		    const char *id);
/* everything up to this change is noted */
void		 index_watch_end(struct index_watch *, int64_t seq);
/* somebody waits for a look */
bool		 index_watch_awaited(const struct index_watch *);

/* ------------------------------------------------------------- reading */

enum search_sort {
	SORT_BEST,	/* without words: as SORT_NEWEST */
	SORT_NEWEST,	/* by publication, newest first */
	SORT_DATE	/* by first_day: from `from` onwards soonest first,
			 * without `from` latest first */
};

struct search_query {
	const char		*q;		/* any bytes; NULL: everything */
	struct search_values	 filter[SEARCH_FIELDS];	/* each: any of them;
							 * "FJ" or "pacific"
							 * finds items for any
							 * country too, after the
							 * others */
	const char		*from, *to;	/* "2027-03-10" or NULL */
	int64_t			 updated_since;	/* 0: none */
	enum search_sort	 sort;
	size_t			 offset;	/* for SORT_BEST */
	/* for the other sorts: the `key` of the last hit that was seen */
	const char		*after;
	const char		*before;	/* or of the first one: backwards */
	size_t			 limit;
	unsigned		 facets;	/* bits 1u << SEARCH_KIND … */
	bool			 snippets;
	bool			 titles;	/* q may be the beginning of
						 * them: limit counts, nothing
						 * else of the above does */
	bool			 as_typed;	/* without the thesaurus */
	bool			 explain;	/* why in each hit */
	const char		*reader;	/* language of the page or NULL */
};

/* what to tell about the words, as one plain sentence by the web floor */
enum search_note {
	SEARCH_NOTE_NONE,
	SEARCH_NOTE_QUOTE,	/* a quotation mark was not closed: taken as
				 * words */
	SEARCH_NOTE_LONG,	/* cut: too many bytes or words */
	SEARCH_NOTE_WORDLESS,	/* nothing but signs: finds nothing */
	SEARCH_NOTE_ONLY_NOT	/* only words to leave out */
};

/* one reason for the place of a hit */
enum search_reason {
	SEARCH_WHY_EXACT,	/* the word as typed */
	SEARCH_WHY_FORM,	/* the word, whatever its ending or accents */
	SEARCH_WHY_NEAR,	/* words side by side as typed */
	SEARCH_WHY_ALSO,	/* another name, by the thesaurus */
	SEARCH_WHY_RECENT,	/* published lately */
	SEARCH_WHY_PROVEN	/* it worked where it was used */
};
struct search_why {
	enum search_reason	 reason;
	const char		*words;		/* "" where there are none */
	double			 share;		/* of the score, 0 to 1 */
};

/* a name that the thesaurus added, and whose it is */
struct search_also {
	const char		*label, *lang;
	const char		*of;		/* words of q */
};

struct search_hit {
	const char	*id;
	const char	*data;		/* as given to index_put(), with NUL */
	size_t		 data_len;
	double		 score;		/* 0 to 1; 1 without words */
	/* "title" "summary" "body" "org" "words", or a file's name: where it
	 * matched best; NULL when nothing did or snippets are not wanted */
	const char	*in;
	const char	*file;		/* id when `in` is a file's name */
	unsigned	 page;		/* of that file, from 1; 0: unknown */
	const char	*snippet;	/* HTML: text and <mark> only; or NULL */
	const char	*key;		/* for search_query.after; "" for
					 * SORT_BEST */
	const struct search_why *why;	/* the weightiest first; none unless
					 * asked to explain */
	size_t		 nwhy;
};

struct search_value {
	const char	*value;
	unsigned	 count;
};

struct search_facet {
	enum search_field	 field;
	struct search_value	*values;	/* most frequent first, then by
						 * value */
	size_t			 n;
	bool			 exact;		/* false: counts are too low */
};

struct search_result {
	size_t			 total;
	bool			 total_exact;	/* false: at least about */
	struct search_hit	*hits;
	size_t			 nhits;
	size_t			 total_least;	/* there are so many surely */
	bool			 more;		/* hits follow these */
	bool			 fewer;		/* hits stand before these */
	struct search_facet	*facets;	/* in the order of the enum */
	size_t			 nfacets;
	enum search_note	 note;
	const char		*suggestion;	/* better spelt q or NULL */
	const struct search_also *also;	/* searched too, best first */
	size_t			 nalso;
	bool			 settled;	/* no hit was changed since it was
						 * indexed, as far as anybody
						 * was told: `data` holds */
	bool			 partial;	/* the index is being rebuilt, an
						 * audience could not be read, or
						 * there were too many */
};

struct finder;

struct finder	*finder_open(const char *dir);
void		 finder_close(struct finder *);
struct thesaurus;
/* names of one concept find each other from now on; NULL: none do. It must
 * outlive the finder. */
void		 finder_thesaurus(struct finder *, const struct thesaurus *);
/*
 * Searches the audiences with these keys; one that does not exist has no
 * items. Everything in the result lives in the arena (1 MiB and 30 KiB a hit
 * suffice for ordinary items). ST_OK; ST_INVALID: a date or `after` is not
 * one; ST_UNAVAILABLE: there is no index at this moment, ask again later.
 */
enum status	 finder_search(struct finder *, struct arena *,
		    const char *const *audiences, size_t naudiences,
		    const struct search_query *, struct search_result *);
/* the plain words of a text with one space between: folded in case, without
 * accents; "" when it has none */
const char	*search_plain(struct arena *, const char *text);
/* Say so after each change of an item that the database has taken and before
 * anybody is told of it: no search of this machine calls its hits settled
 * until the watcher has read what it was. */
void		 finder_changed(struct finder *);
/* a point among the changes of items */
struct finder_place {
	char	epoch[64];
	int64_t	seq;
};
/* up to where the watcher has read by now; false: nobody knows */
bool		 finder_at(struct finder *, struct finder_place *);
/* true: the item is known not to have changed behind that place */
bool		 finder_unchanged(struct finder *, const struct finder_place *,
		    const char *id);
/* how often anybody on this machine said that something changed; another
 * number after each; false: nobody counts */
bool		 finder_changes(struct finder *, uint64_t *);
/* what experiences say of an item, by those in these audiences */
struct search_uses {
	unsigned	 total, worked, partly, no, too_early;
};
/* false: it can't be told at this moment */
bool		 finder_uses(struct finder *, const char *const *audiences,
		    size_t naudiences, const char *id, struct search_uses *);
/* the item is in one of these audiences */
bool		 finder_shows(struct finder *, const char *const *audiences,
		    size_t naudiences, const char *id);
/* true when the index can be read */
bool		 finder_ready(struct finder *);
/* true while something may be missing in all of it */
bool		 finder_partial(struct finder *);
/* the state of all audiences as one number (FNV-1a): another one after any
 * change; NULL gives 0 */
uint64_t	 finder_moment(struct finder *);
/*
 * Up to which change an audience is written, read without the writer's lock.
 * ST_NOT_FOUND: there is no such audience; ST_STALE: of another format;
 * ST_UNAVAILABLE: damaged.
 */
enum status	 search_position(const char *dir, const char *key,
		    int64_t *position);
/*
 * How far the writer has come: the largest position of all audiences of a
 * folder. It takes changes in their order; audiences without any of late are
 * told their position only now and then. ST_NOT_FOUND: there is none; else
 * as above, when none can be read.
 */
enum status	 search_reached(const char *dir, int64_t *position);
/*
 * Reads all of an audience and compares it with the sums in it. ST_INVALID: it
 * is damaged, why says where; ST_CONFLICT: it changes too fast to be read.
 */
enum status	 search_check(const char *dir, const char *key, char *why,
		    size_t len);

#ifdef __cplusplus
}
#endif

#endif
