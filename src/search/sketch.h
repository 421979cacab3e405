/*
 * sketch: MinHash of a text (Broder 1997): 128 numbers by which two texts are
 * compared without reading them again. The share of equal numbers estimates
 * which share of their runs of four words the two have in common.
 */
#ifndef CS_SEARCH_SKETCH_H
#define CS_SEARCH_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "search/thesaurus.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SKETCH_NUMBERS	128
#define SKETCH_BYTES	(SKETCH_NUMBERS * 4)	/* little endian */
#define SKETCH_BANDS	32	/* of four numbers each */
#define SKETCH_TEXT_MAX	(4 << 20)	/* bytes that are read */

struct sketch {
	uint8_t		 mins[SKETCH_BYTES];
	/* of what no translation changes: numbers, abbreviations, concepts */
	uint8_t		 marks[SKETCH_BYTES];
	bool		 has_marks;	/* there were enough */
	/* two texts that share one of these are worth comparing */
	int64_t		 bands[2 * SKETCH_BANDS];
	size_t		 nbands;
};

/* false: too short to be told from another text; NULL: no thesaurus */
bool		 sketch_of(const char *text, size_t len,
		    const struct thesaurus *, struct sketch *);

#ifdef __cplusplus
}
#endif

#endif
