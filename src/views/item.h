/*
 * item: the pages of one item, ready to print.
 */
#ifndef CS_VIEWS_ITEM_H
#define CS_VIEWS_ITEM_H

#include "domain/item.h"
#include "views/frame.h"
#include "views/parts.h"
#include "views/row.h"

struct file_view {
	const char	*name, *type, *size;
	const char	*slow;		/* "about 4 min on a slow line" or NULL */
	const char	*href;
	const char	*text_href;	/* NULL: no text */
	const char	*text_size;
	const char	*trouble;	/* sentence, NULL when well */
};

struct label {
	const char	*text, *href;
};

struct row_list {
	size_t			 n;
	const struct row_view	*rows;
};

struct version_view {
	int		 version;
	const char	*date, *author, *note;
	const char	*href;		/* NULL: the one on this page */
	const char	*changes_href;	/* from the one before; NULL: the first */
};

struct item_view {
	struct page		*page;
	const struct item	*it;
	struct html_safe	 body;
	const char		*kind_words;	/* "Toolkit", "Workshop · planned" */
	const char		*org_href, *countries, *language, *updated;
	const char		*sees;		/* who can see this */
	const char		*tlp;
	size_t			 nfiles;
	const struct file_view	*files;
	size_t			 ntopics, nfor;
	const struct label	*topics;
	const char *const	*for_whom;
	const char		*licence;
	const char		*address;	/* permanent */
	const char		*cite;
	size_t			 nversions;
	const struct version_view *versions;
	const char		*versions_href;
	struct html_safe	 similar, editions;
	/* events */
	const char		*when, *when_utc, *datetime, *where;
	const char		*day, *month, *date;
	bool			 cancelled, over;
	const char		*cancelled_on;
	bool			 show_online;
	const char		*ics_href;
	/* experiences */
	const char		*period;
	struct row_list		 used;		/* toolkits it used */
	/* toolkits */
	const char		*tally_words;
	struct row_list		 experiences, events;
	const char		*log_href;	/* "Log your experience" */
	/* for its owners */
	bool			 may_edit, may_withdraw, may_restore;
	const char		*edit_href, *withdraw_href, *publish_href;
	bool			 has_working_copy;
	const char		*csrf;
	/* withdrawn */
	const char		*withdrawn_on, *replacement_href;
	int			 old_version;	/* an old version is shown */
};

void	view_toolkit(struct html *, const struct item_view *);
void	view_event(struct html *, const struct item_view *);
void	view_experience(struct html *, const struct item_view *);
void	view_withdrawn(struct html *, const struct item_view *);
void	view_versions(struct html *, const struct item_view *);

/* shared by the three kinds */
void	view_item_owner(struct html *, const struct item_view *);
void	view_item_files(struct html *, const struct item_view *);
void	view_item_links(struct html *, const struct item_view *);
void	view_item_near(struct html *, const struct item_view *);
void	view_item_facts(struct html *, const struct item_view *);
void	view_row_list(struct html *, const struct row_list *);

struct receipt_view {
	struct page	*page;
	const char	*title, *href, *address;
	const char	*sees;		/* "214 people can see it." */
	bool		 in_feed;
	const char	*next_href, *next_words;
};
void	view_receipt(struct html *, const struct receipt_view *);

struct withdraw_view {
	struct page		*page;
	const struct item	*it;
	const struct fault	*fault;
	const char		*why, *replaced_by, *action, *csrf;
};
void	view_withdraw(struct html *, const struct withdraw_view *);

struct text_view {
	struct page	*page;
	const char	*name, *item_title, *item_href, *download_href, *lang;
	const char	*size, *state;	/* state: sentence instead of text */
	size_t		 npages;
	const char *const *pages;
};
void	view_text(struct html *, const struct text_view *);

#endif
