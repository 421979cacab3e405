/*
 * about: what this is.
 */
#ifndef CS_WEB_ABOUT_H
#define CS_WEB_ABOUT_H

#include "web/reply.h"

struct reply	*about_show(struct request *);
struct reply	*about_accessibility(struct request *);
struct reply	*about_privacy(struct request *);

#endif
