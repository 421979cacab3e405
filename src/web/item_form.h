/*
 * item_form: sharing and editing in the browser.
 */
#ifndef CS_WEB_ITEM_FORM_H
#define CS_WEB_ITEM_FORM_H

#include "storage/file.h"
#include "storage/item.h"
#include "storage/vocabulary.h"
#include "views/item_form.h"
#include "web/reply.h"

struct reply	*item_new(struct request *);		/* GET /items/new */
struct reply	*item_new_post(struct request *);
struct reply	*item_edit(struct request *);
struct reply	*item_edit_post(struct request *);

/* everything that is under way while a form is shown or saved */
struct writing {
	struct item		*it;		/* as typed */
	struct item		*before;	/* as it stands, NULL: new */
	const struct actor_org	*org;
	const struct vocabulary	*voc;
	const char		**uploads;	/* ids */
	size_t			 nuploads;
	int			 rev;		/* that the form was made from */
	bool			 preview;
	struct words		 not_same;	/* ids */
	const char		*conflict;
};

/* item_fields.c: what was typed, into w->it */
void		 item_fields_read(struct request *, struct writing *);
/* item_options.c: the page */
struct reply	*item_form_page(struct request *, struct writing *, int code);

#endif
