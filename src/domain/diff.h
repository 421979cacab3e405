/*
 * diff: what changed between two texts, word by word: the longest common
 * subsequence of their words, after what is the same at both ends. Long texts
 * are compared line by line first, and then the lines that differ.
 */
#ifndef CS_DOMAIN_DIFF_H
#define CS_DOMAIN_DIFF_H

#include <stdbool.h>

#include "base/arena.h"

enum diff_kind { DIFF_SAME, DIFF_GONE, DIFF_NEW };

struct diff_part {
	enum diff_kind	 kind;
	const char	*text;
};

struct diff {
	size_t			 n;
	struct diff_part	*v;
	bool			 changed;
};

/* Parts in reading order; neighbours are of different kinds, and what is gone
 * stands before what is new in its place. All same and new parts together are
 * `after`, all same and gone ones `before`. */
struct diff	diff_words(struct arena *, const char *before,
		    const char *after);

#endif
