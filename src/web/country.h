/*
 * country: the pages of countries, and lists of countries in forms.
 */
#ifndef CS_WEB_COUNTRY_H
#define CS_WEB_COUNTRY_H

#include "storage/vocabulary.h"
#include "views/parts.h"
#include "web/reply.h"

struct reply	*country_list(struct request *);
struct reply	*country_show(struct request *);

/* all countries by name for view_select, with `none` first (value "") */
const struct option *country_options(struct request *,
		    const struct vocabulary *, const char *chosen,
		    const char *none, size_t *n);

#endif
