/*
 * extract_reason: why a file gave no text, or not all of it. The extractor prints the word, the
 * worker stores it, pages and programs show it; one table for all of them.
 */
#ifndef CS_EXTRACT_REASON_H
#define CS_EXTRACT_REASON_H

#include <stddef.h>

/* what the extractor answers when it ends */
#define EXTRACT_EXIT_TEXT	0
#define EXTRACT_EXIT_REASON	3
#define EXTRACT_EXIT_SANDBOX	4	/* it would have run without walls */

#define EXTRACT_TEXT_MAX	((size_t)20 * 1000 * 1000)

enum extract_reason {
	EXTRACT_OK,
	EXTRACT_PASSWORD,
	EXTRACT_DAMAGED,
	EXTRACT_BOMB,
	EXTRACT_TIME,
	EXTRACT_MEMORY,
	EXTRACT_UNSUPPORTED,
	EXTRACT_PICTURES,
	EXTRACT_EMPTY,
	EXTRACT_SANDBOX,
	EXTRACT_CRASH,
	EXTRACT_PART		/* there is text, but not all of it */
};

/* "password", …; NULL for EXTRACT_OK */
const char	*extract_reason_word(enum extract_reason);
/* EXTRACT_CRASH for a word that is none of ours */
enum extract_reason extract_reason_of(const char *word, size_t);
/* untranslated sentence for people, to go through gettext: "The file has a
 * password, …"; NULL for EXTRACT_OK */
const char	*extract_reason_sentence(enum extract_reason);

#endif
