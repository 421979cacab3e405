/*
 * form: the fields and files of a posted form, urlencoded or multipart.
 * Files are ranges of the spooled body.
 */
#ifndef CS_WEB_FORM_H
#define CS_WEB_FORM_H

#include "web/multipart.h"
#include "web/query.h"

#define FORM_FIELD_MAX	(128 << 10)	/* bytes of one field */

struct request;

struct form {
	struct query	 fields;
	size_t		 nfiles;
	struct part	*files;		/* those with a file name */
};

/* reads r->form out of the body; a form without body is empty */
enum status	 form_read(struct request *);
/* first value of a field, "" when it is missing, outer white space cut, line
 * ends as \n */
const char	*form_text(struct request *, const char *name);

#endif
