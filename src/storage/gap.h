/*
 * gap: searches that found nothing, counted by their words and without who:
 * what people look for and nobody has shared yet.
 */
#ifndef CS_STORAGE_GAP_H
#define CS_STORAGE_GAP_H

#include "storage/db.h"

#define GAP_WORDS	100	/* characters; longer ones are not kept */

struct gap {
	const char	*words;
	int		 times;
	const char	*first, *last;	/* "2027-03-10" */
};

/* one result without rows */
void		gap_note_send(struct db *, const char *words, int times);
/* the most wanted first; none but for platform administrators */
void		gap_list_send(struct db *, int limit);
enum status	gap_list_take(struct db *, struct arena *, struct gap **,
		    size_t *n);
/* in a DB_WRITE unit; words NULL: all of them */
enum status	gap_forget(struct db *, const char *words);

#endif
