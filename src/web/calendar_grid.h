/*
 * calendar_grid: the squares of one month, Monday first.
 */
#ifndef CS_WEB_CALENDAR_GRID_H
#define CS_WEB_CALENDAR_GRID_H

#include "storage/event.h"
#include "views/calendar.h"
#include "web/request.h"

/* the month that "2027-03" names; this month (in UTC) for anything else */
void	calendar_grid_month(const char *, struct local *first);
/* "2027-03-01" and the last day, as the filter of events wants them */
void	calendar_grid_span(struct arena *, const struct local *first,
	    const char **from, const char **to);
/* items: those of the month, in order; query: the filters in force */
struct calendar_grid *calendar_grid_make(struct request *,
	    const struct local *first, const struct items *,
	    const char *query);

#endif
