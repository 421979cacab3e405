/*
 * search_run: one search for whoever asks: the audiences of the reader, the
 * hits as items under the reader's rights, the counts with their words.
 */
#ifndef CS_WEB_SEARCH_RUN_H
#define CS_WEB_SEARCH_RUN_H

#include "domain/item.h"
#include "web/search_params.h"

struct found_hit {
	const struct item	*item;		/* NULL: see json */
	/* the item as item_pack_ready() wrote it, where search_params.json
	 * was set and nothing has changed since */
	const char		*json;
	size_t			 json_len;
	const char		*id;
	double			 score;		/* 0 to 1 */
	/* see struct search_hit; NULL where there is none */
	const char		*in, *file, *snippet;
	unsigned		 page;		/* of the file, 0: none */
	const struct search_why	*why;		/* when asked to explain */
	size_t			 nwhy;
};

struct found_value {
	const char	*value;
	const char	*label;		/* in the reader's language */
	unsigned	 count;
};

struct found_facet {
	enum search_field	 field;
	const char		*name;		/* "country" */
	struct found_value	*values;	/* most frequent first */
	size_t			 n;
	bool			 exact;		/* else counts are too low */
};

struct found {
	size_t			 total;
	bool			 total_exact;
	size_t			 total_least;	/* so many surely */
	struct found_hit	*hits;
	size_t			 nhits;
	struct found_facet	*facets;
	size_t			 nfacets;
	const char		*next;		/* cursor or NULL */
	const char		*previous;	/* cursor, "" or NULL */
	const char		*note;		/* a sentence about the words */
	const char		*suggestion;	/* better spelt q or NULL */
	const struct search_also *also;		/* the thesaurus added */
	size_t			 nalso;
	bool			 partial;	/* the index is being rebuilt */
};

/* keys of what the reader may read, at most SEARCH_AUDIENCES_MAX; the finder
 * opens nothing else */
size_t		 search_audiences(struct request *, const char **keys);
/* ST_INVALID with r->fault for a cursor that is none */
enum status	 search_run(struct request *, const struct vocabulary *,
		    const struct search_params *, struct found *);
/* the words of one value of a filter; the value itself for org */
const char	*search_label(struct request *, const struct vocabulary *,
		    enum search_field, const char *value);

#endif
