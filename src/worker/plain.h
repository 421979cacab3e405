/*
 * plain: the words of a Markdown text, for the index.
 */
#ifndef CS_WORKER_PLAIN_H
#define CS_WORKER_PLAIN_H

#include "base/arena.h"

const char	*plain_text(struct arena *, const char *markdown);

#endif
