/*
 * thesaurus: the concepts of the field and what they are called in several
 * languages, from a SKOS file in Turtle (assets/thesaurus.ttl) that partners
 * can edit. Plain C like search.h. Concepts are numbered from 0.
 */
#ifndef CS_SEARCH_THESAURUS_H
#define CS_SEARCH_THESAURUS_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define THESAURUS_MAX	(4 << 20)	/* bytes of the file */

struct thesaurus;

struct concept_label {
	const char	*lang;		/* BCP 47, "" when not given */
	const char	*text;
	bool		 preferred;	/* skos:prefLabel */
};

/* a stretch of a text that names a concept */
struct concept_at {
	size_t		 concept;
	size_t		 from, to;	/* bytes of the text */
};

/* NULL when it can't be read; why: one sentence for the log, with the line */
struct thesaurus *thesaurus_open(const char *path, char *why, size_t size);
void		 thesaurus_close(struct thesaurus *);

size_t		 thesaurus_size(const struct thesaurus *);
/* the last piece of its address: "phishing" */
const char	*thesaurus_id(const struct thesaurus *, size_t concept);
/* the preferred label in a language; NULL when it has none there */
const char	*thesaurus_label(const struct thesaurus *, size_t concept,
		    const char *lang);
/* all of them, preferred ones first */
size_t		 thesaurus_labels(const struct thesaurus *, size_t concept,
		    const struct concept_label **);
/* what it is a kind of, and what is a kind of it */
size_t		 thesaurus_broader(const struct thesaurus *, size_t concept,
		    const size_t **);
size_t		 thesaurus_narrower(const struct thesaurus *, size_t concept,
		    const size_t **);
/*
 * Which concepts a text names, in any language and whatever case, accents and
 * endings: the longest names first come, none lies within another. A name of
 * two concepts gives both. Returns how many were written, in their order in
 * the text, at most `most`.
 */
size_t		 thesaurus_find(const struct thesaurus *, const char *text,
		    size_t len, struct concept_at *, size_t most);

#ifdef __cplusplus
}
#endif

#endif
