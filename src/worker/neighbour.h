/*
 * neighbour: jobs about what is close to what: sketches of texts, and telling
 * the owners of similar items that something new was published.
 */
#ifndef CS_WORKER_NEIGHBOUR_H
#define CS_WORKER_NEIGHBOUR_H

#include "search/thesaurus.h"
#include "storage/db.h"

/* the same that searches use, read at the first call; NULL: it can't be read,
 * why is in the log */
const struct thesaurus *worker_thesaurus(void);

/* key: SHA-256 in hexadecimal */
enum status	sketch_file(struct db *, struct arena *, const char *key);
/* key: public id of an item */
enum status	sketch_item(struct db *, struct arena *, const char *key);
enum status	neighbours_tell(struct db *, struct arena *, const char *key);

#endif
