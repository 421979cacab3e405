/*
 * search_why: why a result stands where it stands, and what the thesaurus
 * added, in words for pages and as JSON for programs.
 */
#ifndef CS_WEB_SEARCH_WHY_H
#define CS_WEB_SEARCH_WHY_H

#include <jansson.h>

#include "web/search_run.h"

/* "hameçonnage (fr), usurpation (fr)"; NULL: nothing was added */
const char	*search_also_words(struct request *, const struct found *);
json_t		*search_also_json(const struct found *);
/* "“phishing” as typed (61 %), published lately (4 %)"; NULL when nobody
 * asked */
const char	*search_why_words(struct request *, const struct found_hit *);
json_t		*search_why_json(const struct found_hit *);

#endif
