/*
 * when: dates and times in words for people, in English and French. Names of
 * months and days stand in a table here: they are grammar, not sentences.
 * lang is "en" or "fr", as in struct html.
 */
#ifndef CS_VIEWS_WHEN_H
#define CS_VIEWS_WHEN_H

#include "base/arena.h"
#include "base/clock.h"
#include "domain/item.h"

/* "10 March 2027", "10 mars 2027" */
const char	*when_date(struct arena *, const struct local *,
		    const char *lang);
/* "10 Mar", "10 mars" */
const char	*when_short(struct arena *, const struct local *,
		    const char *lang);
/* "March 2027" */
const char	*when_month(struct arena *, const struct local *,
		    const char *lang);
/* "Mar", "mars": under the number in a date block; month is 1 to 12 */
const char	*when_month_short(int month, const char *lang);
/* "Monday", day 0 is Sunday */
const char	*when_weekday(int day, const char *lang);

/* a moment as a date: "3 Nov 2026" */
const char	*when_stamp(struct arena *, int64_t utc, const char *zone,
		    const char *lang);
/* "3 Nov 2026, 10:42" */
const char	*when_moment(struct arena *, int64_t utc, const char *zone,
		    const char *lang);

/*
 * When an event takes place, on the clocks of its own zone:
 *	time	"Wed 10 March 2027, 09:00–17:00"
 *	day	"Wed 10 March 2027", "10 to 12 March 2027"
 *	month	"March 2027", "March to May 2027"
 * and "Date not fixed yet" when nothing is known.
 */
const char	*when_event(struct arena *, const struct event *,
		    const char *lang);
/* the same event (precision time) on the clocks of another zone */
const char	*when_event_in(struct arena *, const struct event *,
		    const char *zone, const char *lang);
/* "Fiji time", "heure de Fiji", "UTC" */
const char	*when_zone(struct arena *, const char *iana, const char *lang);

#endif
