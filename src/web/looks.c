/*
 * looks: see looks.h.
 */
#include "web/looks.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "storage/event.h"

static struct look {
	char	feed[LOOKS_NAME];
	int	times;
} looks[LOOKS_FEEDS];

static size_t	nlooks;
static int64_t	first;		/* when the oldest of them was counted */

static void
tell(struct db *db)
{
	size_t	i;

	db_as(db, NULL, NULL);
	if (db_begin(db, DB_READ) != ST_OK)
		return;
	for (i = 0; i < nlooks; i++)
		event_looked_send(db, looks[i].feed, looks[i].times);
	if (db_take_all(db) == ST_OK)
		nlooks = 0;
	db_end(db);
}

void
looks_tell(struct db *db)
{
	if (nlooks > 0 && clock_now() - first >= LOOKS_SECONDS)
		tell(db);
}

void
looks_count(struct db *db, const char *feed)
{
	size_t	i;

	for (i = 0; i < nlooks && strcmp(looks[i].feed, feed) != 0; i++)
		;
	if (i == LOOKS_FEEDS) {
		tell(db);
		if ((i = nlooks) == LOOKS_FEEDS)
			return;		/* there is no database now */
	}
	if (i == nlooks) {
		if (nlooks++ == 0)
			first = clock_now();
		snprintf(looks[i].feed, sizeof(looks[i].feed), "%s", feed);
		looks[i].times = 0;
	}
	looks[i].times++;
}
