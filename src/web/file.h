/*
 * file: downloads, the text inside, uploads that wait for their form, and
 * what nginx asks before it takes a body.
 */
#ifndef CS_WEB_FILE_H
#define CS_WEB_FILE_H

#include "domain/item.h"
#include "web/reply.h"

struct reply	*file_download(struct request *);
struct reply	*file_text(struct request *);
struct reply	*upload_put(struct request *);	/* /uploads/{name} */

/* the bytes of a file that the reader may read, with tag and name */
struct reply	*file_reply(struct request *, const struct file *,
		    bool public_item);
/* the sentence for a file that could not be taken */
const char	*file_refusal(struct request *, enum status, const char *name);
/* stores the files of the posted form as uploads; their ids (and those that
 * came in fields named upload) into r's form list. A fault at field "file"
 * names a file that could not be taken. */
enum status	 upload_form(struct request *, const char ***ids, size_t *n);

#endif
