/*
 * public_file: files that everybody may read, as this process found them, so
 * that a download asks the database nothing while their item does not change
 * (search.h, finder_unchanged: a change counts before its author is told).
 */
#ifndef CS_WEB_PUBLIC_FILE_H
#define CS_WEB_PUBLIC_FILE_H

#include "search/search.h"
#include "storage/file.h"

#define PUBLIC_FILES	512

/* true: fills what a download needs (id, name, media_type, size, sha256) */
bool	public_file_find(struct finder *, struct arena *, const char *id,
	    struct file *);
/* place: taken before the file was asked for */
void	public_file_keep(const struct finder_place *place,
	    const struct file_place *);

#endif
