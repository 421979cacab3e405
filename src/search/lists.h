/*
 * lists: the items of an audience that have a word, out of the posting lists
 * of its stems in every language and of the word as typed, laid together
 * once. Questions have their words in common, so lists are kept while their
 * audience stands as it is, within a ceiling.
 */
#ifndef CS_SEARCH_LISTS_H
#define CS_SEARCH_LISTS_H

#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "search/inside.h"

namespace search {

constexpr size_t lists_bytes = size_t(24) << 20;	/* kept of all */
constexpr size_t facts_most = 50000;	/* values of fields known by number */

/* an item, how often it has the word whatever its ending, and as typed */
struct Entry {
	Xapian::docid	 doc;
	uint16_t	 form, exact;
};

struct List {
	std::vector<Entry> entries;	/* by doc */
	size_t		 forms = 0;	/* items with one of its stems */
	size_t		 exact = 0;	/* items with it as typed */

	const Entry	*find(Xapian::docid) const;	/* NULL: not there */
};

/* what is known of an audience without asking for a word */
struct Standing {
	Xapian::Database db;
	std::string	 uuid;
	uint64_t	 serial = 0;	/* no other standing has it */
	std::vector<std::string> languages;	/* of its items, as in terms */
	std::vector<uint32_t> lengths;	/* of its items, by their number */
	double		 length = 0;	/* of all of them */
	bool		 uses = false;	/* experiences name what they used */
	/* days of publication since 1970, as far as they were asked for */
	mutable std::vector<int32_t> days;
	/* and their languages: 1 and more in `languages`, 0: not asked for */
	mutable std::vector<uint8_t> tongues;

	void		 read(const Xapian::Database &, Stems &);
	/* INT32_MIN: it has none */
	int32_t		 day(Xapian::docid) const;
	/* as in terms */
	const std::string &language(Xapian::docid) const;
};

class Lists {
public:
	/* all forms of the word; of a gram, just it */
	std::shared_ptr<const List> word(const Standing &, const Word &,
			    Stems &);
	/* a term as it stands in the index, as form */
	std::shared_ptr<const List> term(const Standing &,
			    const std::string &);
	/* what a number in slot_facts stands for, for as long as a search */
	bool		 knows(uint64_t fact) const;
	void		 learn(uint64_t fact, std::string);
	const std::string &fact(uint64_t) const;
	/* before a search: too many are begun anew */
	void		 forget_facts();

private:
	struct Kept {
		std::string	 key;
		std::shared_ptr<const List> list;
	};
	std::shared_ptr<const List> find(const std::string &key);
	std::shared_ptr<const List> keep(const std::string &key, List &&);

	std::list<Kept>	 kept_;		/* latest used first */
	std::unordered_map<std::string, std::list<Kept>::iterator> at_;
	size_t		 bytes_ = 0;
	std::unordered_map<uint64_t, std::string> facts_;
};

}
#endif
