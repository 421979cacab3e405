/*
 * looks: how often calendar programs look at a feed, counted here and told to
 * the database every few seconds, so that a look is not a write. What was not
 * told yet when a process is killed is lost: it is a statistic, without who.
 */
#ifndef CS_WEB_LOOKS_H
#define CS_WEB_LOOKS_H

#include "storage/db.h"

#define LOOKS_FEEDS	64	/* counted apart until the next telling; more
				 * feeds than that are told sooner */
#define LOOKS_NAME	128
#define LOOKS_SECONDS	10

/* feed: "calendar", "filtered", "org:SLUG", "country:CC" */
void	looks_count(struct db *, const char *feed);
/* tells what was counted, when it is time: call it every second */
void	looks_tell(struct db *);

#endif
