/*
 * join: asking to take part, by anybody.
 */
#ifndef CS_WEB_JOIN_H
#define CS_WEB_JOIN_H

#include "web/reply.h"

struct reply	*join_form(struct request *);
struct reply	*join_send(struct request *);

#endif
