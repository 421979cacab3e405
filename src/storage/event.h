/*
 * event: what is planned, under the rights of whoever the connection acts for
 * (db_as). Functions ending in _send queue; take the result in the same order
 * with events_take, or with the _take of the same name (see db.h). The items
 * come without body, files and links: enough for lists and calendars.
 */
#ifndef CS_STORAGE_EVENT_H
#define CS_STORAGE_EVENT_H

#include "storage/item.h"

#define EVENT_FEED_MAX	10000

/* Lists that are empty filter nothing; any of a list suffices. */
struct event_filter {
	struct words	 countries;	/* takes place there, is for it, or is
					 * on-line for any country */
	struct words	 regions;	/* of those countries */
	struct words	 topics;	/* with their children */
	struct words	 orgs;		/* slugs */
	struct words	 types;
	struct words	 languages;
	const char	*from, *to;	/* "2027-03-10" or NULL: takes place in
					 * between, both included */
};

enum event_list {
	EVENTS_AHEAD,	/* not over, running initiatives left out, soonest
			 * first */
	EVENTS_EARLIER,	/* over, latest first */
	EVENTS_RUNNING,	/* initiatives that have begun */
	EVENTS_BETWEEN,	/* all between from and to but initiatives: a month */
	EVENTS_FEED_AHEAD, /* of the feed, what is not over or called off */
	EVENTS_FEED	/* for calendars: 90 days back and all ahead, with
			 * what was cancelled or withdrawn in that time */
};

void		event_list_send(struct db *, struct arena *, enum event_list,
		    const struct event_filter *, int limit, int offset);
enum status	event_list_take(struct db *, struct arena *, struct items *);
/* one event, withdrawn ones too; takes with event_list_take */
void		event_one_send(struct db *, const char *id);

/* organisations with published events, by name: two texts a row */
struct event_orgs {
	size_t		 n;
	const char	**slug, **name;
};
void		event_orgs_send(struct db *);
enum status	event_orgs_take(struct db *, struct arena *,
		    struct event_orgs *);
/* its name; a unit of work of its own, ST_NOT_FOUND when there is none */
enum status	event_org_name(struct db *, struct arena *, const char *slug,
		    const char **name);

/* Calendar programs have looked at a feed ("calendar", "org:…",
 * "country:…") so many times; nothing about who. One result without rows. */
void		event_looked_send(struct db *, const char *feed,
		    int times);
/* looks of the last seven days: one row, one number */
void		event_looks_send(struct db *, const char *feed);
enum status	event_looks_take(struct db *, int *looks);

#endif
