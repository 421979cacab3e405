/*
 * sketcher: stored texts to sketches, see neighbour.h.
 */
#include <string.h>

#include "search/language.h"
#include "search/sketch.h"
#include "storage/edition.h"
#include "storage/overlap.h"
#include "storage/work.h"
#include "worker/neighbour.h"
#include "worker/plain.h"

/* a text that is too short leaves nothing behind */
static enum status
store(struct db *db, struct arena *a, const uint8_t *sha256, const char *item,
    const char *text, const char *language)
{
	struct sketch		*s = arena_new_of(a, struct sketch);
	struct edition_sketch	 e = { .language = language };

	if (sketch_of(text, strlen(text), worker_thesaurus(), s)) {
		e.mins = s->mins;
		e.marks = s->has_marks ? s->marks : NULL;
		e.len = sizeof(s->mins);
		e.bands = s->bands;
		e.nbands = s->nbands;
	}
	return edition_store(db, a, sha256, item, &e);
}

enum status
sketch_file(struct db *db, struct arena *a, const char *key)
{
	uint8_t		 sha256[SHA256_LEN];
	const char	*text;
	enum status	 st;

	if (!digest_unhex(key, sha256, SHA256_LEN))
		return ST_OK;
	st = edition_file_text(db, a, sha256, &text);
	if (st == ST_NOT_FOUND)
		return ST_OK;
	return st != ST_OK ? st : store(db, a, sha256, NULL, text,
	    language_of(a, text, ""));
}

enum status
sketch_item(struct db *db, struct arena *a, const char *key)
{
	struct items	items;
	struct item	*it;
	enum status	st = work_items(db, a, &key, 1, &items);

	if (st != ST_OK || items.n == 0)
		return st;
	it = &items.v[0];
	return store(db, a, NULL, key, it->status != ITEM_PUBLISHED ? "" :
	    arena_printf(a, "%s\n%s\n%s", it->title, it->summary,
	    plain_text(a, overlap_body(a, it))), it->language);
}
