/*
 * home: the first page.
 */
#ifndef CS_WEB_HOME_H
#define CS_WEB_HOME_H

#include "web/reply.h"

struct reply	*home_show(struct request *);

#endif
