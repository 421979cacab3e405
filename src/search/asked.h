/*
 * asked: what a reader typed, read by our own few rules: words, "phrases",
 * +must and -not. Everything else is a word or nothing. Ceilings on all of
 * it, so that no input costs more than any other.
 */
#ifndef CS_SEARCH_ASKED_H
#define CS_SEARCH_ASKED_H

#include <string>
#include <vector>

#include "search/inside.h"

namespace search {

constexpr size_t grams_max = 128;	/* of Chinese and the like */
constexpr size_t stops_max = 128;	/* words that hardly count */

enum Sign { MAY, MUST, NOT };

struct Clause {
	Sign		 sign;
	bool		 phrase;	/* the words stand one after another */
	std::vector<Word> words;	/* from and to count in Asked.text */
	size_t		 times;		/* it was said */
};

struct Asked {
	std::string	 text;		/* signs and spaces made plain */
	std::vector<Clause> clauses;
	enum search_note note;
	bool		 empty;		/* nothing was typed */
};

Asked		 ask(const char *q);

}
#endif
