/*
 * api_input: an item as a program sends it, checked as far as a field can be
 * named.
 */
#ifndef CS_WEB_API_INPUT_H
#define CS_WEB_API_INPUT_H

#include "domain/item_json.h"
#include "web/request.h"

/*
 * Takes the members of o over into *it and checks the rules for a draft, or
 * to publish; ST_INVALID: r->fault names each field as it stands in the JSON.
 * Detects the language of a new item that does not say it.
 */
enum status	api_input(struct request *, const json_t *, struct item *,
		    struct item_input *);
/* the rules that remain when it is known what is to be done with it */
enum status	api_input_check(struct request *, struct item *,
		    bool publish);

#endif
