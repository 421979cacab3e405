/*
 * parts: an office file is an archive of XML parts. A format says which parts
 * it reads and in what order their text belongs; the archive may hold them in
 * any order.
 */
#ifndef CS_EXTRACT_PARTS_H
#define CS_EXTRACT_PARTS_H

#include "base/extract_reason.h"
#include "extract/out.h"
#include "extract/xml.h"

struct part_rule {
	const char		*pattern;	/* fnmatch(3), any case */
	int			 rank;		/* order of the text */
	const struct xml_events	*on;
	bool			 page;		/* starts a page of its own */
};

/* rules end with a NULL pattern; the first that matches counts. Every part's
 * events get `state`. Parts of one rank go by the number in their names. */
enum extract_reason	 parts_extract(struct out *, const struct part_rule *,
			    void *state);

#endif
