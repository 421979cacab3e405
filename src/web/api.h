/*
 * api: what the addresses under /api/v1 have in common.
 */
#ifndef CS_WEB_API_H
#define CS_WEB_API_H

#include "domain/item.h"
#include "web/reply.h"

#define API_BODY_MAX	(1u << 20)	/* bytes of JSON */

/* GET /api/v1/search */
struct reply	*api_search(struct request *);
/* api_items.c */
struct reply	*api_items(struct request *);
struct reply	*api_items_post(struct request *);
/* api_item.c */
struct reply	*api_item(struct request *);
struct reply	*api_item_patch(struct request *);
struct reply	*api_item_delete(struct request *);
/* api_file.c */
struct reply	*api_file(struct request *);
struct reply	*api_file_put(struct request *);
struct reply	*api_file_delete(struct request *);
/* api_lists.c */
struct reply	*api_orgs(struct request *);
struct reply	*api_topics(struct request *);
struct reply	*api_countries(struct request *);
struct reply	*api_me(struct request *);
/* program.c: the description and its page */
struct reply	*program_openapi(struct request *);
struct reply	*program_page(struct request *);

/* the body as JSON, a new reference; NULL: *why is the answer */
json_t		*api_body(struct request *, struct reply **why);
/* 404 or 403 (401 for nobody) for a verb that is not allowed; NULL: it is */
struct reply	*api_refused(struct request *, enum verb, const struct item *);
/* 428 or 412 as If-Match says about the item as it stands; NULL: go on */
struct reply	*api_stale(struct request *, const struct item *);
/* the item with its ETag; takes the reference */
struct reply	*api_item_reply(struct request *, int code,
		    const struct item *, json_t *);
/* the item, a tombstone when it is withdrawn: a new reference */
json_t		*api_item_json(const struct item *, unsigned flags);
/* adds Link: <…>; rel="next" and ends with an ETag of the body */
struct reply	*api_list_reply(struct request *, json_t *, const char *next);
struct reply	*api_list_end(struct request *, struct reply *,
		    const char *next);
/* adds name: text, or null */
void		 api_text(json_t *, const char *name, const char *text);
/* the item of the address, ST_NOT_FOUND when missing or hidden; the working
 * copy (if it is another) through *working when that is not NULL */
enum status	 api_load(struct request *, struct item **,
		    struct item **working);

#endif
