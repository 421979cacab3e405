/*
 * ole: the container of the old Office files (MS-CFB): a small file system of
 * sectors in one file. Everything is checked against the file's own size, and
 * no chain is followed for longer than the file has sectors.
 */
#ifndef CS_EXTRACT_OLE_H
#define CS_EXTRACT_OLE_H

#include "base/buf.h"
#include "base/extract_reason.h"
#include "extract/out.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OLE_NOWHERE	UINT32_MAX	/* nothing holds it */
#define OLE_NAME	33	/* with its NUL; what isn't ASCII is '?' */

struct ole_entry {
	char		 name[OLE_NAME];
	bool		 stream;	/* else a storage */
	uint32_t	 in;		/* its storage, 0: the root */
	uint32_t	 start;
	uint32_t	 left, right, child;
	uint64_t	 size;
};

struct ole {
	struct buf		 file;
	uint32_t		*next;		/* by sector */
	uint32_t		 nsectors;
	unsigned		 shift;		/* of a sector's size */
	struct buf		 small;		/* the small streams' sectors */
	uint32_t		*small_next;
	uint32_t		 nsmall;
	struct ole_entry	*entry;		/* the first is the root */
	uint32_t		 nentries;
};

enum extract_reason	 ole_open(struct ole *, bool *cut);
void			 ole_close(struct ole *);
/* a stream of the root; NULL: has none */
const struct ole_entry	*ole_find(const struct ole *, const char *name);
/* into an empty buffer, which is initialised here; false: damaged or empty.
 * What a broken chain gave stays in the buffer */
bool			 ole_read(const struct ole *, const struct ole_entry *,
			    struct buf *);

/* little-endian numbers */
uint32_t		 ole_u16(const char *);
uint32_t		 ole_u32(const char *);

/* the readers of what stands in it */
enum extract_reason	 doc_read(struct ole *, struct out *);
enum extract_reason	 xls_read(struct ole *, const struct ole_entry *,
			    struct out *);
enum extract_reason	 ppt_read(struct ole *, struct out *);
enum extract_reason	 msg_read(struct ole *, struct out *);

#endif
