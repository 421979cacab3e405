/*
 * blob_folder: HOME/files/ab/cd/<sha256>, the folder from which nginx serves.
 * For blobs whose place is the folder it is all there is; for the others it
 * is a cache. A name appears with all of its bytes or not at all.
 */
#ifndef CS_STORAGE_BLOB_FOLDER_H
#define CS_STORAGE_BLOB_FOLDER_H

#include "base/digest.h"
#include "base/status.h"

/* the file's whole path, in a static ring of eight buffers */
const char	*blob_folder_path(const uint8_t *sha256);
/* a new file without a name on the folder's file system; -1 with errno */
int		 blob_folder_nameless(void);
/* a file of this size has the name */
bool		 blob_folder_has(const uint8_t *sha256, int64_t size);
/* the file is there and holds the bytes of its name */
bool		 blob_folder_sound(const uint8_t *sha256, int64_t size);
/* begins to write a file to the disk, so that less is left to wait for */
void		 blob_folder_write_soon(int fd);
/*
 * Gives the file behind fd its name, in the place of whatever had it; its
 * bytes are on the disk before. durable: the name too. ST_FULL, ST_INTERNAL.
 */
enum status	 blob_folder_link(int fd, const uint8_t *sha256, bool durable);
/* writes a file that has its name already, and its name, to the disk */
enum status	 blob_folder_sync(const uint8_t *sha256);

#endif
