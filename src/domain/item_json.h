/*
 * item_json: an item as the contract's JSON, both ways. The same members
 * stand in the API, in item_version.content, in working_copy.content and in
 * the index.
 */
#ifndef CS_DOMAIN_ITEM_JSON_H
#define CS_DOMAIN_ITEM_JSON_H

#include <jansson.h>

#include "domain/item.h"

enum { ITEM_JSON_BODY = 1 };	/* with body: not in lists and hits */

/* a new reference; base_url without slash at its end, NULL: without "url",
 * which is the last member */
json_t		*item_json(const struct item *, const char *base_url,
		    unsigned flags);

/* what stands in an input beside the content of the item */
struct item_input {
	bool			 has_kind, has_org, has_status;
	enum kind		 kind;
	const char		*org;		/* slug */
	enum item_status	 status;
	const char		*withdrawn_why, *replaced_by;
};

/*
 * Takes over the members that are present; others stay as they are. null is
 * the empty value. Unknown members, wrong types and unknown words become
 * faults at their field ("event.timezone"). Derived times are filled in.
 * Copies every text into the arena.
 */
enum status	 item_from_json(struct arena *, const json_t *, struct item *,
		    struct item_input *, struct fault *);

/* start_utc and end_utc out of local times, zone and precision */
void		 event_derive(struct event *);

#endif
