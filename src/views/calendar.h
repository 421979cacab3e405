/*
 * calendar: "What is planned" as a list by months or as one month's grid, and
 * the page with the addresses for calendar programs.
 */
#ifndef CS_VIEWS_CALENDAR_H
#define CS_VIEWS_CALENDAR_H

#include "views/frame.h"
#include "views/parts.h"
#include "views/row.h"

struct calendar_month {
	const char	*title;		/* "March 2027" */
	size_t		 n;
	struct row_view	*rows;
	size_t		 nopen;		/* month known, day not */
	struct row_view	*open;
};

#define CALENDAR_A_DAY	3	/* entries in one square of the grid */

struct calendar_entry {
	const char	*title, *href;
	const char	*lang;		/* if not the reader's, or NULL */
	bool		 cancelled;
};

struct calendar_day {
	int		 number;
	const char	*name;		/* "Wed 10 March 2027", for listeners */
	bool		 out, today;
	size_t		 n;		/* of all that day */
	struct calendar_entry entry[CALENDAR_A_DAY];
	const char	*more_href;	/* the day in the list */
};

struct calendar_grid {
	const char		*title;
	const char		*weekdays[7];
	size_t			 nweeks;
	struct calendar_day	 day[6][7];
	const char		*prev, *next;
};

struct calendar_view {
	const struct page	*page;
	const char		*subscribe, *agenda, *month;	/* addresses */
	const char		*earlier, *ahead;	/* or NULL */
	const struct choices	*choices[4];
	const char		*view;		/* kept by the form, or NULL */
	const struct chip	*chips;
	size_t			 nchips;
	const char		*clear;
	size_t			 nrunning;
	struct row_view		*running;
	size_t			 nmonths;
	struct calendar_month	*months;
	struct calendar_grid	*grid;		/* NULL: the list */
	bool			 past;
	const char		*prev, *next;	/* pages of the list */
};
void	view_calendar(struct html *, const struct calendar_view *);

struct subscribe_view {
	const struct page	*page;
	const char		*all, *all_webcal;	/* addresses */
	const char		*filtered, *filtered_webcal;	/* or NULL */
	const char		*words;		/* of the filter */
	bool			 signed_in;
	bool			 local;		/* this machine only */
	int			 looks;
	size_t			 n;
	struct row_view		*rows;		/* the next three */
};
void	view_subscribe(struct html *, const struct subscribe_view *);

#endif
