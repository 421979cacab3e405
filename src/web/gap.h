/*
 * gap: searches that found nothing. They are counted here and told to the
 * database every few seconds, so that a search is not a write; what was not
 * told yet when a process is killed is lost. Platform administrators read
 * the list.
 */
#ifndef CS_WEB_GAP_H
#define CS_WEB_GAP_H

#include "web/reply.h"

#define GAPS_MAX	64	/* different ones until the next telling; what
				 * comes on top is not counted */
#define GAPS_SECONDS	10
#define GAPS_SHOWN	200

/* somebody looked for this and found nothing. Left out: what looks like an
 * address or a number of a person or a case */
void		 gap_count(const char *words);
/* tells what was counted, when it is time: call it every second */
void		 gap_tell(struct db *);

struct reply	*gap_show(struct request *);
struct reply	*gap_post(struct request *);

#endif
