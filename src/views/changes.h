/*
 * changes: two states of an item side by side, field by field.
 */
#ifndef CS_VIEWS_CHANGES_H
#define CS_VIEWS_CHANGES_H

#include "domain/diff.h"
#include "domain/item.h"
#include "views/frame.h"

struct change_view {
	const char	*label;
	struct diff	 diff;
};

struct change_list {
	const char		*was, *is;	/* headings of the two sides */
	size_t			 n;
	const struct change_view *v;
};

/* only what differs; the two sides under each other on a phone */
void	view_change_list(struct html *, const struct change_list *);

struct version_choice {
	int		 version;
	const char	*words;		/* "Version 2, 3 Nov 2026" */
};

struct changes_view {
	struct page		*page;
	const char		*title, *address, *action;
	int			 from, to;
	size_t			 nchoices;
	const struct version_choice *choices;
	const char		*sentence;	/* "3 things changed: …" */
	const char		*note, *author;	/* of the later one, or "" */
	struct change_list	 list;
	const char		*restore;	/* action; NULL: may not */
	const char		*restore_words, *csrf;
};

void	view_changes(struct html *, const struct changes_view *);

#endif
