/*
 * vocabulary: countries, regions and topics with their words in English and
 * French. It changes with migrations alone, so a process reads it once and
 * keeps it. lang is that of the reader: "fr", anything else is English.
 */
#ifndef CS_STORAGE_VOCABULARY_H
#define CS_STORAGE_VOCABULARY_H

#include <stddef.h>

#include "storage/db.h"

#define VOCABULARY_LANGS	2

struct region {
	const char	*code;
	const char	*label[VOCABULARY_LANGS];
};

struct country {
	const char		*code;		/* "FJ" */
	const char		*zone;		/* "Pacific/Fiji" */
	const struct region	*region;	/* may be NULL */
	const char		*label[VOCABULARY_LANGS];
};

struct topic {
	const char		*slug;
	const struct topic	*parent;	/* NULL at the top */
	size_t			 nchildren;
	const struct topic	*children;	/* in the order of the list */
	const char		*label[VOCABULARY_LANGS];
};

struct vocabulary;

/*
 * The vocabulary of this process. The first call is a unit of work of its own
 * (one round trip), so it must not stand between db_begin and db_end; NULL
 * while the database does not answer.
 */
const struct vocabulary	*vocabulary_get(struct db *);

/* NULL when there is none of that code (NULL is none) */
const struct country	*vocabulary_country(const struct vocabulary *,
			    const char *code);
const struct region	*vocabulary_region(const struct vocabulary *,
			    const char *code);
const struct topic	*vocabulary_topic(const struct vocabulary *,
			    const char *slug);

/* words for people; the code itself when it is not known */
const char		*vocabulary_country_label(const struct vocabulary *,
			    const char *code, const char *lang);
const char		*vocabulary_region_label(const struct vocabulary *,
			    const char *code, const char *lang);
const char		*vocabulary_topic_label(const struct vocabulary *,
			    const char *slug, const char *lang);
/* which label[] is for a language */
size_t			 vocabulary_lang(const char *lang);

/* all countries by name in that language */
const struct country *const *vocabulary_countries(const struct vocabulary *,
			    const char *lang, size_t *n);
/* the same, region by region: those of one stand together */
const struct country *const *vocabulary_by_region(const struct vocabulary *,
			    const char *lang, size_t *n);
const struct region	*vocabulary_regions(const struct vocabulary *,
			    size_t *n);
/* every topic, each top one followed by its children */
const struct topic	*vocabulary_topics(const struct vocabulary *,
			    size_t *n);

#endif
