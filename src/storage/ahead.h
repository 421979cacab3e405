/*
 * ahead: large bodies are hashed, and begin to go to the disk, while they
 * still come in. nginx writes a body into HOME/spool/body, one piece behind
 * the other and never over what is there; inotify(7) tells of each piece. A
 * file that is followed is held open, so no other one has its number. Where
 * nothing follows, everything is hashed at the end.
 */
#ifndef CS_STORAGE_AHEAD_H
#define CS_STORAGE_AHEAD_H

#include "base/digest.h"

#define AHEAD_FILES	8		/* followed at a time */
#define AHEAD_FROM	(16 << 20)	/* bytes of the smallest, about */

/* begins to follow the folder's files; a descriptor to wait for, or -1 */
int	 ahead_open(const char *folder);
/* after the descriptor can be read: takes in what came since */
void	 ahead_read(void);
/* the file's hash and size, as digest_file(): the rest of what was followed */
int	 ahead_file(int fd, uint8_t out[SHA256_LEN], uint64_t *size);
/* bytes of the file that are hashed by now */
uint64_t ahead_of(int fd);
/* follows nothing any more */
void	 ahead_close(void);

#endif
