/*
 * xml: libxml2's event reader with everything off that could reach out or
 * blow up: document types end it or go unheeded, no entities but the five, no
 * network, no tree.
 */
#ifndef CS_EXTRACT_XML_H
#define CS_EXTRACT_XML_H

#include "base/extract_reason.h"
#include "extract/out.h"

#include <stdbool.h>
#include <stddef.h>

#define XML_DEPTH_MAX	256

struct xml;

/* names come without prefix: the formats keep apart what matters */
struct xml_events {
	/* false: leave out the element and all in it; `end` isn't called */
	bool	(*start)(struct xml *, const char *name);
	void	(*end)(struct xml *, const char *name);
	/* only where `keep` is above zero */
	void	(*text)(struct xml *, const char *, size_t);
};

struct xml {
	const struct xml_events	*on;
	struct out		*out;
	void			*state;		/* the format's own */
	int			 keep;		/* open elements that hold text */
	bool			 doctype;	/* may have one, unheeded */
	/* private */
	void			*ctxt;
	int			 depth, skip;
	const void		*atts;
	int			 natts;
	enum extract_reason	 reason;
};

/* false when out of memory; `on`, `out` and `state` are set before */
bool			 xml_open(struct xml *);
/* false when no more is wanted */
bool			 xml_feed(struct xml *, const void *, size_t);
enum extract_reason	 xml_close(struct xml *);
/* an attribute's value inside `start`, not NUL-terminated; NULL: has none */
const char		*xml_attr(const struct xml *, const char *name,
			    size_t *);
bool			 xml_attr_is(const struct xml *, const char *name,
			    const char *value);

#endif
