/*
 * row: one item in a list, the same everywhere. Lists are
 * <ul class="shelf"> view_row … </ul>. Everything is ready to print: words are
 * translated, dates written out. NULL members are left out.
 */
#ifndef CS_VIEWS_ROW_H
#define CS_VIEWS_ROW_H

#include <stdbool.h>

#include "views/html.h"

struct row_view {
	const char	*kind;		/* "toolkit" "event" "experience" */
	const char	*href;
	const char	*title;
	const char	*lang;		/* of title and summary, if not h's */
	int		 level;		/* heading: 2 or 3 (0 counts as 3) */
	bool		 bare;		/* list of one kind: no kind word */

	const char	*summary;	/* one line; not shown with a snippet */
	struct html_safe snippet;	/* text with <mark>, html NULL if none */
	const char	*in;		/* file the snippet stands in */
	const char	*page;		/* ", page 9" of that file, or NULL */
	const char	*why;		/* why it was found here */
	const char	*changed;	/* one line: what the last version brought */
	const char	*quote;		/* lesson of an experience */

	const char	*org;
	const char	*countries;	/* "Fiji, Tonga" */
	const char	*date;		/* "updated 3 Nov 2026", "10 to 12 March" */
	const char	*language;	/* in words, if not the reader's */
	const char	*files;		/* "3 files, 2.1 MB" */
	const char	*evidence;	/* "Worked in 3 of 4" */
	const char	*lock;		/* "Partners only", NULL if public */

	/* events; day and month NULL: "Month known, day not" in `date` */
	const char	*day;		/* "14" */
	const char	*month;		/* "Mar" */
	const char	*datetime;	/* "2027-03-14" */
	const char	*state;		/* "Idea", "Dates may change", … */
	bool		 cancelled;

	const char	*outcome;	/* "worked" "partly" "no" "too-early" */
};

void		view_row(struct html *, const struct row_view *);

/* the date block of an event */
void		view_day(struct html *, const char *day, const char *month,
		    const char *datetime);
/* shape and words of an outcome, as a span; big for an item's page */
void		view_outcome(struct html *, const char *outcome, bool big);

/* "Toolkit", "Worked" in the reader's language */
const char	*row_kind_label(const char *kind);
const char	*row_outcome_label(const char *outcome);

#endif
