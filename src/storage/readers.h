/*
 * readers: how many people, in how many organisations, read what is shared
 * with partners (org 0) or with one organisation.
 */
#ifndef CS_STORAGE_READERS_H
#define CS_STORAGE_READERS_H

#include "storage/db.h"

void		readers_send(struct db *, int64_t org);
enum status	readers_take(struct db *, int64_t *people, int64_t *orgs);

#endif
