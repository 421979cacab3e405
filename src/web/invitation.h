/*
 * invitation: one-time links, for new people and for forgotten passwords.
 */
#ifndef CS_WEB_INVITATION_H
#define CS_WEB_INVITATION_H

#include "web/reply.h"

struct reply	*invitation_form(struct request *);
struct reply	*invitation_accept(struct request *);

#endif
