/*
 * bag: a folder that says of itself whether it is whole: BagIt 1.0 (RFC 8493)
 * with SHA-256. `sha256sum -c manifest-sha256.txt` checks it without us.
 * Paths are relative to the bag and begin with "data/".
 */
#ifndef CS_CLI_BAG_H
#define CS_CLI_BAG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define BAG_PATH	1024

struct bag {
	char	 folder[BAG_PATH];
	FILE	*manifest, *tags;
	int64_t	 bytes, files;		/* of the payload */
	bool	 failed;		/* latched; errno of the first in `why` */
	int	 why;
};

/* makes the folder, which must not be there or be empty; else false, errno */
bool	bag_make(struct bag *, const char *folder);
void	bag_bytes(struct bag *, const char *path, const void *, size_t);
/* a copy of what is behind fd, or the same file under a second name where the
 * file system can */
void	bag_file(struct bag *, const char *path, const char *from);
/* a file that another program has written there */
void	bag_written(struct bag *, const char *path);
/* bagit.txt, bag-info.txt (lines "Name: value\n"), manifests, and all of it
 * on the disk; false: errno */
bool	bag_close(struct bag *, const char *info);

/* Reads everything again. `wrong` gets what does not fit; the count of it, or
 * -1 when this is no bag of ours. */
int64_t	bag_check(const char *folder, void (*wrong)(const char *path,
	    const char *why));

#endif
