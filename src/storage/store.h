/*
 * store: both places of bytes together. What lies where, moving all of it,
 * sweeping files that no row names, and reading everything again in a rolling
 * window. Acts as cs_worker.
 */
#ifndef CS_STORAGE_STORE_H
#define CS_STORAGE_STORE_H

#include "storage/blob.h"

struct store_figures {
	int64_t	rows, rows_bytes;	/* files in the database */
	int64_t	files, files_bytes;	/* files in the folder alone */
	int64_t	wrong;			/* damaged, as far as is known */
	int64_t	oldest;			/* seconds since the last look at the
					 * one that waits longest */
};
enum status	store_figures(struct db *, struct store_figures *);

struct store_move {
	bool	files;			/* into the folder; else into rows */
	/* called after each file; false stops */
	bool	(*progress)(void *with, int64_t done, int64_t all);
	/* a damaged one, left where it is */
	void	(*damaged)(void *with, const char *sha256);
	void	*with;
	int64_t	 moved, bytes;		/* filled in */
};
/* one file after the other, each in a unit of work of its own: stopped at any
 * moment, it goes on with the rest the next time */
enum status	store_move(struct db *, struct store_move *);

/* removes files of the folder that no blob is about, unless an upload is on
 * its way just now; *n: how many */
enum status	store_sweep(struct db *, int64_t *n);

/* a file that was found damaged */
struct store_damage {
	const char	*sha256;	/* hexadecimal */
	const char	*file, *item;	/* name, and public id; "" if unused */
};
enum status	store_damages(struct db *, struct arena *,
		    struct store_damage **, size_t *n);
/*
 * Reads the file that was not looked at for longest, if that is more than
 * `days` ago (a damaged one: an hour), and writes down how it was. ST_NOT_FOUND:
 * none is due. A damaged copy in the folder of what the database holds well is
 * removed; it fills itself.
 */
enum status	store_scrub(struct db *, int64_t days, bool *well);

#endif
