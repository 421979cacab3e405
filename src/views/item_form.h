/*
 * item_form: the forms to share a toolkit, announce an event and log an
 * experience, new and edit.
 */
#ifndef CS_VIEWS_ITEM_FORM_H
#define CS_VIEWS_ITEM_FORM_H

#include "domain/item.h"
#include "views/changes.h"
#include "views/frame.h"
#include "views/parts.h"

struct kept_file {
	const char	*id, *name, *size;
};

struct item_form_view {
	struct page		*page;
	const struct fault	*fault;
	const char		*action, *csrf;
	const struct item	*it;		/* as typed */
	bool			 is_new, published;
	int			 rev;
	/* what was typed into fields that are not texts of the item */
	const char		*start_time, *start, *end, *end_time, *month;
	struct choices		 orgs;		/* n < 2: not asked */
	struct choices		 topics, countries, for_whom;
	struct choices		 type, precision, certainty, country;
	struct choices		 used, outcome, licence;
	struct choices		 languages;
	struct who		 who;
	size_t			 nzones;
	const char *const	*zones;		/* for the datalist */
	size_t			 nuploads, nfiles;
	const struct kept_file	*uploads;	/* safe here, not yet saved */
	const struct kept_file	*files;		/* of the item already */
	int64_t			 file_max;	/* MB */
	/* somebody else changed it */
	const char		*conflict;	/* sentence, or NULL */
	struct change_list	 theirs;
	/* preview */
	bool			 preview;
	struct html_safe	 body, also;
	struct words		 not_same;	/* ids, said in this form */
};

void	view_item_form(struct html *, const struct item_form_view *);
void	view_item_choose(struct html *, struct page *);

#endif
