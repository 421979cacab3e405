/*
 * input: the file that is read now. It is file descriptor 0, or one of its
 * members (an attachment, a file in an archive) that a reader holds in memory
 * and hands to another reader.
 */
#ifndef CS_EXTRACT_INPUT_H
#define CS_EXTRACT_INPUT_H

#include "base/buf.h"
#include "base/extract_reason.h"

#include <stdbool.h>
#include <stddef.h>

#define INPUT_MAX	((size_t)64 * 1000 * 1000)
#define INPUT_DEPTH	4	/* a file in an archive in a mail … */

struct archive;

/* all of it into memory; past INPUT_MAX it is cut */
enum extract_reason	 input_read(struct buf *, bool *cut);
/* true when the bytes stand somewhere in the file */
bool			 input_holds(const char *, size_t);
/* the first bytes; how many there are */
size_t			 input_head(char *, size_t);
/* libarchive(3) at its start; the status of the opening */
int			 input_archive(struct archive *);
/* from now on a member is read; false when too deep. Pairs with input_leave */
bool			 input_enter(const char *, size_t);
void			 input_leave(void);
bool			 input_is_member(void);

#endif
