/*
 * migrate: brings the database to the schema of this program. Files are
 * migrations/NNNN_what.sql, forward only, each in one transaction, recorded
 * with its SHA-256 in schema_migration; a recorded file that has changed since
 * is refused. One advisory lock: two starts at once do the work once. It waits
 * for no other lock longer than 0.4 s at a time, so that whoever uses the
 * database meanwhile goes on.
 */
#ifndef CS_STORAGE_MIGRATE_H
#define CS_STORAGE_MIGRATE_H

#include <stdbool.h>

/*
 * url: libpq, the owner. folder: the migrations. Applies what is missing and
 * counts it, or with `look` set only counts. Returns NULL, or a sentence that
 * says what is wrong (valid until the next call).
 */
const char	*migrate(const char *url, const char *folder, bool look, int *n);

#endif
