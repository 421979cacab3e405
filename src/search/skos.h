/*
 * skos: reads the part of Turtle that a thesaurus needs: prefixes, and
 * concepts with labels and relations. Other properties are read over; blank
 * nodes and collections are refused with their line.
 */
#ifndef CS_SEARCH_SKOS_H
#define CS_SEARCH_SKOS_H

#include <string>
#include <vector>

namespace search {

struct SkosLabel {
	std::string	 lang, text;
	bool		 preferred;
};

struct SkosConcept {
	std::string	 iri;
	bool		 is_concept;	/* said to be a skos:Concept */
	std::vector<SkosLabel> labels;
	std::vector<std::string> broader, narrower;	/* addresses */
};

/* true, or false with the reason and its line in `why` */
bool		 skos_read(const std::string &text,
		    std::vector<SkosConcept> &, std::string &why);

}
#endif
