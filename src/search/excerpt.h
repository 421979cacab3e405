/*
 * excerpt: a passage of a block of text as HTML: escaped, its matches in
 * <mark>, cut between words, begun with the sentence where that is near.
 */
#ifndef CS_SEARCH_EXCERPT_H
#define CS_SEARCH_EXCERPT_H

#include <string>
#include <vector>

#include <xapian.h>

#include "search/words.h"

namespace search {

/* a word of a block */
struct Mark {
	size_t	 from, to;	/* bytes */
	bool	 on;		/* it is what was looked for */
};

class Excerpt {
public:
	/* the block begins with the word at position `first`; its passage
	 * goes from the word at `from` to that at `to`. marks: all words of
	 * the block; none: it looks for them itself */
	Excerpt(const std::string &text, std::vector<Mark> marks,
	    Xapian::termpos first, Xapian::termpos from, Xapian::termpos to);

	void		 mark(Xapian::termpos);
	/* begins, ends: the block is the first or last one of its part */
	std::string	 html(bool begins, bool ends) const;
	/* ends of pages in the block before the passage */
	size_t		 pages_before() const;

private:
	void		 find_words(Xapian::termpos to);
	size_t		 characters(size_t from, size_t to) const;
	bool		 ends_sentence(size_t i) const;
	size_t		 first_word() const;
	Mark		 whole_mark(size_t *i) const;
	size_t		 fitting(size_t from, size_t room) const;

	const std::string &text_;
	Xapian::termpos	 first_;
	std::vector<Mark> marks_;
	size_t		 at_ = 0, last_ = 0;	/* the passage in marks_ */
};

}
#endif
