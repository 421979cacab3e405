/*
 * stems: what forms of a word are one in a language, and which words a
 * question has that an answer needs not.
 */
#ifndef CS_SEARCH_STEMS_H
#define CS_SEARCH_STEMS_H

#include <map>
#include <string>
#include <unordered_map>

#include <xapian.h>

#include "search/words.h"

namespace search {

/* The stemmers, made once, and what they made of the words of late: texts say
 * the same few thousand words again and again. */
class Stems {
public:
	/* the language's own name in terms: "en", or "-" without a stemmer */
	std::string	 name(const std::string &language);
	/* the term of a word in a language of that name */
	std::string	 term(const std::string &name, const Word &);

private:
	struct Stemmer {
		Xapian::Stem	 stem;
		/* terms by what was stemmed */
		std::unordered_map<std::string, std::string> known;
	};

	Stemmer		&stemmer(const std::string &name);
	std::map<std::string, Stemmer> made_;
	size_t		 known_ = 0;	/* terms of all of them */
};

bool		 is_stop_word(const std::string &plain);

}
#endif
