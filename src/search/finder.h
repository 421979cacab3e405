/*
 * finder: the reading half inside. A set is what one kind of reader may read,
 * combined from handles that are open anyway.
 */
#ifndef CS_SEARCH_FINDER_H
#define CS_SEARCH_FINDER_H

#include <list>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_map>
#include <vector>

#include "search/asked.h"
#include "search/generation.h"
#include "search/inside.h"

namespace search {

/* one open audience */
struct Handle {
	std::string	 key;
	Xapian::Database db;
	uint64_t	 number;	/* generation that it shows */
	dev_t		 dev;
	ino_t		 ino;
	int64_t		 position;	/* change up to which it stands */
	std::string	 epoch;
};

struct Set {
	std::string	 name;		/* the keys, joined */
	std::vector<std::shared_ptr<Handle>> handles;
	std::vector<uint64_t> numbers;	/* of them, when `stems` was read */
	Xapian::Database db;
	/* languages of its items as they stand in terms, each once */
	std::vector<std::string> stems;
	const struct thesaurus *thesaurus = nullptr;

	/* the word's stems that some item has, in any of its languages */
	const std::vector<std::string> &forms(const Word &, Stems &) const;

private:
	mutable std::unordered_map<std::string, std::vector<std::string>>
			 forms_;	/* asked for lately */
};

/* ---- also.cc: what the thesaurus adds */
struct Also {
	std::string	 label, lang, of;
	Xapian::Query	 query;
};
std::vector<Also> also_of(const Asked &, const Set &, Stems &);

/* ---- weigh.cc: what words weigh */

/* one part of what is weighed, for those who ask why */
struct Piece {
	enum search_reason reason;
	std::string	 words;
	Xapian::Query	 query;
};
/* the word whatever its ending, in any language of the set; empty: nobody
 * wrote it */
Xapian::Query	 stem_query(const Word &, const Set &, Stems &);
/* how all of it is weighed */
Xapian::BM25Weight weighting();
/* a word that stands for what is looked for */
bool		 is_counted(const Word &);
/* words that may stand there, each time they were said */
void		 weigh(const std::vector<Word> &, const Set &, Stems &,
		    std::vector<Piece> &);

/* ---- query.cc */
struct Plan {
	Xapian::Query	 query;
	bool		 weighted;	/* the order comes from weights */
	bool		 nothing;	/* can't find anything */
	std::vector<Piece> pieces;
	std::vector<Also> also;
};
/* weight that puts items for a country before those for any */
constexpr double country_bonus = 1000;
/* somewhere in the world is asked for */
bool		 has_place(const struct search_query &);

Plan		 plan(const Asked &, const struct search_query &,
		    const Set &, Stems &);

/* ---- facet.cc */
class Counter;
class Facets {
public:
	/* the fields that q asks for; q must outlive it */
	explicit Facets(const struct search_query &q);
	~Facets();
	Facets(Facets &&) = default;

	/* counts with the search itself where a field has no filter */
	void		 listen(Xapian::Enquire &);
	void		 heard(const Xapian::MSet &);
	/* the others, each by a search without its own filter */
	void		 count_others(const Asked &, const Set &, Stems &);
	void		 take(struct arena *, struct search_result *) const;

private:
	const struct search_query &q_;
	std::vector<std::pair<enum search_field, std::unique_ptr<Counter>>>
			 counters_;
};

/* ---- rank.cc: the order among those whose words weigh about the same */
struct Ranked {
	Xapian::docid	 doc;
	double		 weight;	/* with the two below, without place */
	double		 recent, proven;	/* what they added */
};
/* the matches are put in order in steps of so many */
constexpr size_t rank_step = 30;
std::vector<Ranked> rank(const Set &, const Xapian::MSet &);
/* what each hit owes to what, in the order of hits */
std::vector<std::vector<search_why>> reasons(const Set &, const Plan &,
		    const std::vector<Ranked> &, struct arena *);

/* ---- answer.cc: runs it; throws what Xapian throws */
enum status	 answer(const Set &, Stems &, struct arena *,
		    const struct search_query *, struct search_result *);

/* ---- snippet.cc */
struct Snippet {
	std::string	 in, file, html;
	size_t		 page = 0;	/* of the file, when it has several */
};
class Snippets {
public:
	Snippets(const Asked &, const Set &, Stems &);
	/* false: nothing of the words stands in the item's text */
	bool		 make(const Xapian::Document &, const Record &,
		    Snippet &);

private:
	struct Hit {
		Xapian::termpos	 pos;
		size_t		 word;
	};
	struct Passage;
	struct Tongue {
		std::string	 name;
		std::vector<std::string> forms;	/* the words as terms */
		std::vector<double> weights;
		/* words by term, as far as terms were met */
		std::unordered_map<std::string, std::vector<size_t>> known;
	};

	Tongue		&tongue(const std::string &language);
	const std::vector<size_t> &words_of(const std::string &term, Tongue &);
	bool		 may_be(const char *, size_t n) const;
	bool		 scan(const Record &, Tongue &, std::vector<Hit> &,
			    std::vector<std::string> &texts);
	std::vector<Hit> locate(const Xapian::Document &, Tongue &);
	void		 keep_phrases(std::vector<Hit> &) const;
	Passage		 best(const Record &, const std::vector<Hit> &,
			    const std::vector<double> &weights) const;

	/* words to look for; those of a phrase stand side by side */
	std::vector<Word> words_;
	std::vector<std::pair<size_t, size_t>> phrases_;	/* first, n */
	std::vector<bool> exactly_;	/* word by word: not its other forms */
	/* terms, from and to, that can be one of them */
	std::vector<std::pair<std::string, std::string>> ranges_;
	std::map<std::string, Tongue> tongues_;
	const Set	&set_;
	Stems		&stems_;
};

/* ---- complete.cc: titles that q may be the beginning of */
void		 complete(const Set &, struct arena *,
		    const struct search_query &, struct search_result *);

/* ---- suggest.cc: better spelt text, empty when there is none */
std::string	 suggest(const Asked &, const Set &, Stems &);

}
#endif
