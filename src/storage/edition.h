/*
 * edition: the same text again: the same bytes in another item, or nearly the
 * same words in another format, edition or language. See search/sketch.h for
 * how texts are compared.
 */
#ifndef CS_STORAGE_EDITION_H
#define CS_STORAGE_EDITION_H

#include "storage/item.h"

#define EDITIONS_MAX	10	/* shown of one item */

enum edition_how { EDITION_BYTES, EDITION_TEXT, EDITION_LANGUAGE };
struct edition {
	struct item		 item;		/* a card */
	enum edition_how	 how;
	double			 share;		/* of the text, 0 to 1 */
	const char		*file;		/* its name; "" for its own
						 * words */
};
struct editions {
	size_t		 n;
	struct edition	*v;		/* closest first, an item once */
};

/* Other editions of what an item and these uploads hold, as the caller may
 * read them. id "" for an item that is not stored yet. */
void		 edition_send(struct db *, struct arena *, const char *id,
		    const char *const *uploads, size_t nuploads);
enum status	 edition_take(struct db *, struct arena *, struct editions *);

/* ---- the worker's: one of sha256 and item (public id) is given */
struct edition_sketch {
	const uint8_t	*mins, *marks;	/* marks NULL: has none */
	size_t		 len;
	const int64_t	*bands;
	size_t		 nbands;
	const char	*language;
};
enum status	 edition_store(struct db *, struct arena *,
		    const uint8_t *sha256, const char *item,
		    const struct edition_sketch *);
/* what is to be sketched; ST_NOT_FOUND: gone or without text */
enum status	 edition_file_text(struct db *, struct arena *,
		    const uint8_t *sha256, const char **text);

#endif
