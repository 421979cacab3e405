/*
 * compare: what two texts say, as sets of words and concepts, and how much of
 * it is the same.
 */
#ifndef CS_SEARCH_COMPARE_H
#define CS_SEARCH_COMPARE_H

#include <string>
#include <unordered_map>
#include <vector>

#include "search/alike.h"
#include "search/finder.h"

namespace search {

/* a word weighs what its rarity among the items of a set says */
class Weigher {
public:
	explicit Weigher(const Set &set)
	    : db_(set.db), n_(set.db.get_doccount()), known_(set.rarities) {}
	/* of a term; 0: no item has it */
	double		 weight(const std::string &term);
	/* of a term that an item has, or the text that is asked about */
	double		 rarity(const std::string &term);

private:
	const Xapian::Database &db_;
	double		 n_;
	std::unordered_map<std::string, double> &known_;
};

/* What one text says. Add its parts, then done(). */
class Said {
public:
	Said(Stems &all, const std::string &language)
	    : name(all.name(language)), stems_(all) {}
	void		 add(const std::string &text, bool title,
			    const struct thesaurus *);
	void		 done();
	bool		 in_title(const std::string &stem) const;
	bool		 in_stems(const std::string &) const;

	std::string	 name;		/* of its language, as in terms */
	/* sorted, each once: terms of stems, plain words */
	std::vector<std::string> stems, plains, title_stems, title_plains;
	std::vector<size_t> concepts;

private:
	Stems		&stems_;
};

/* fills in the likenesses of a hit */
void		 likeness(const Said &mine, const Said &theirs, Weigher &,
		    const struct thesaurus *, struct alike_hit *);

/* alike.cc: throws what Xapian throws */
void		 alike(const Set &, Stems &, struct arena *,
		    const struct alike_query *, struct alike_result *);

}
#endif
