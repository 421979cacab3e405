/*
 * import: what export (export.h) wrote, into this house. Everything keeps its
 * public name: id, slug, e-mail. What is there already is left alone, so that
 * an import that was broken off is begun again. Acts as cs_worker; the
 * functions stand inside the caller's DB_WRITE unit of work.
 */
#ifndef CS_STORAGE_IMPORT_H
#define CS_STORAGE_IMPORT_H

#include "storage/db.h"

/* each takes the JSON text of a list; ST_INVALID: not as export writes it */
enum status	import_topics(struct db *, const char *json);
enum status	import_orgs(struct db *, const char *json);
/* with memberships; they come without passwords */
enum status	import_people(struct db *, const char *json);

/* the item of record.json, if there is none with its id; *added says so.
 * ST_INVALID: its organisation is not there, or a rule forbids it. */
enum status	import_item(struct db *, const char *record, bool *added);
/* then what belongs to it. The bytes of its files are stored before. */
enum status	import_rest(struct db *, const char *record,
		    const char *versions);
/* when all items are there: what one says of another. Only for an item that
 * nobody has changed since, with this record's rev. */
enum status	import_links(struct db *, const char *record);

#endif
