/*
 * bm25: the reference that relevance is measured against: plain BM25 (k1 1.2,
 * b 0.75) over title and text in one field, runs of letters and digits in
 * lower case, Snowball stemmers (Porter's for English), 33 English stop words.
 */
#ifndef CS_BENCH_BM25_H
#define CS_BENCH_BM25_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bm25;

struct bm25	*bm25_new(const char *language);
void		 bm25_free(struct bm25 *);
/* documents are numbered from 0 */
void		 bm25_add(struct bm25 *, const char *title, const char *text);
/* numbers of the best documents; returns how many */
size_t		 bm25_ask(const struct bm25 *, const char *question,
		    size_t *best, size_t most);

#ifdef __cplusplus
}
#endif

#endif
