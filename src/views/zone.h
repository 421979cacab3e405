/*
 * zone: the rules of a time zone as an iCalendar VTIMEZONE (RFC 5545, 3.6.5),
 * under the zone's own name. The rules come from the system's zone data by
 * base/clock: libical 3.0.16 gives Fiji, Tehran and others summer times that
 * were abolished years ago.
 */
#ifndef CS_VIEWS_ZONE_H
#define CS_VIEWS_ZONE_H

#include "base/buf.h"

/*
 * Covers everything between the first day of first_year and the last day of
 * last_year. A change that happens every year in that time becomes a rule
 * without end, any other one stands by its own date.
 */
void	zone_write(struct buf *, const char *iana, int first_year,
	    int last_year);

#endif
