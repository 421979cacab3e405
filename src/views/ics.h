/*
 * ics: events as an iCalendar file (RFC 5545, 7986). The same events give the
 * same bytes: no time of writing stands in it. What is unfit for a calendar
 * (ideas, events of which only the month is known, drafts) is left out.
 */
#ifndef CS_VIEWS_ICS_H
#define CS_VIEWS_ICS_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/item.h"

struct ics {
	const char	*base_url;	/* address of the house, no slash last */
	const char	*name;		/* of the calendar, for people */
	const char	*description;	/* or NULL */
	const char	*page;		/* path of the page with the same events */
	bool		 single;	/* one event to keep, not a feed */
	/* read by services of others: of what an organisation keeps to itself
	 * only the times and the address stand in it (SECURITY, K3) */
	bool		 sealed;
	const char	*lang;		/* "en" or "fr": words around the items */
	/* labels; NULL for a code that is not known */
	const char	*(*country)(const void *, const char *code,
			    const char *lang);
	const char	*(*topic)(const void *, const char *code,
			    const char *lang);
	const void	*vocabulary;	/* first argument of both */
};

/* is the event one that a calendar shows? */
bool	ics_fits(const struct item *);
/* appends the whole file */
void	ics_write(struct buf *, struct arena *, const struct ics *,
	    const struct item *, size_t n);

#endif
