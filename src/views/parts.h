/*
 * parts: the named pieces that pages share (docs/looks.md shows each). Words
 * that are passed in are translated and ready to print. A field's input has
 * the id f-NAME, to which the summary of errors links.
 */
#ifndef CS_VIEWS_PARTS_H
#define CS_VIEWS_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "views/html.h"

/* the hidden form token; every form with method=post carries it */
void	view_csrf(struct html *, const char *csrf);

/* the list of what is wrong, above the form; nothing while all is well */
void	view_errors(struct html *, const struct fault *);

struct field {
	const char	*name;
	const char	*label;
	const char	*hint;		/* or NULL */
	const char	*value;		/* as typed, or NULL */
	const char	*error;		/* fault_of(fault, name), or NULL */
	const char	*type;		/* "text" when NULL; "textarea" too */
	const char	*autocomplete;	/* or NULL */
	const char	*list;		/* id of a datalist, or NULL */
	int		 max;		/* characters, 0: no limit said */
	int		 rows;		/* of a textarea, 0: 6 */
	bool		 required;
	bool		 optional;	/* says "(optional)" beside the label */
	bool		 narrow;	/* a short field: date, year, number */
	bool		 autofocus;
};
void	view_field(struct html *, const struct field *);

struct option {
	const char	*value;
	const char	*label;
	const char	*hint;		/* or NULL */
	const char	*group;		/* view_pick: heading; or NULL */
	bool		 chosen;
};

/* radio buttons, checkboxes or a select list under one question */
struct choices {
	const char		*name;
	const char		*legend;
	const char		*hint;		/* or NULL */
	const char		*error;		/* or NULL */
	size_t			 n;
	const struct option	*option;
	bool			 many;		/* checkboxes */
	bool			 optional;
};
void	view_choices(struct html *, const struct choices *);
void	view_select(struct html *, const struct choices *);
/*
 * Many checkboxes, folded by group (countries by region, topics by parent):
 * options of one group stand together, groups with a choice are open.
 */
void	view_pick(struct html *, const struct choices *);

/* "Who can see this": the three audiences in sentences with numbers */
struct who {
	const char	*value;		/* "public" "network" "organisation" */
	const char	*error;		/* or NULL */
	int		 people;	/* signed-in partners … */
	int		 orgs;		/* … and their organisations */
	const char	*org;		/* the writer's */
	int		 members;	/* people in it */
};
void	view_who(struct html *, const struct who *);

/* a filter in force, with the address of the list without it */
struct chip {
	const char	*label;
	const char	*href;
};
/* clear: address without any filter, or NULL */
void	view_chips(struct html *, const struct chip *, size_t n,
	    const char *clear);

/* previous and next page, each address or NULL */
void	view_pager(struct html *, const char *prev, const char *next);

/* how often a toolkit worked: words, number and bar for each */
struct tally_view {
	int	worked, partly, no, too_early;
};
void	view_tally(struct html *, const struct tally_view *);

/* a read-only address with a button that copies it */
void	view_copy(struct html *, const char *id, const char *label,
	    const char *value);

#endif
