/*
 * calendar: "What is planned", as a list and as a month, and the page about
 * subscribing to it.
 */
#ifndef CS_WEB_CALENDAR_H
#define CS_WEB_CALENDAR_H

#include "web/reply.h"

struct reply	*calendar_show(struct request *);
struct reply	*calendar_subscribe(struct request *);

#endif
