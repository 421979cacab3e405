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
#include <vector>

#include "search/asked.h"
#include "search/excerpt.h"
#include "search/generation.h"
#include "search/inside.h"
#include "search/lists.h"
#include "search/scores.h"

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
	Standing	 standing;
};

struct Set {
	std::string	 name;		/* the keys, joined */
	std::vector<std::shared_ptr<Handle>> handles;
	std::vector<uint64_t> numbers;	/* of them, when it was put together */
	Xapian::Database db;
	/* languages of its items as they stand in terms, each once */
	std::vector<std::string> stems;
	double		 items = 0, mean = 0;	/* their number, mean length */
	const struct thesaurus *thesaurus = nullptr;
	Lists		*lists = nullptr;
	/* what compare.cc looked up: of each word that it met */
	mutable std::unordered_map<std::string, double> rarities;

	/* puts it together out of its handles */
	void		 join();
	/* the audience of an item, and its number there */
	const Standing	&home(Xapian::docid, Xapian::docid *local) const;
};

/* ---- also.cc: what the thesaurus adds */
struct Also {
	std::string	 label, lang, of;
	Scores		 scores;
};
std::vector<Also> also_of(const Asked &, const Set &, Stems &);

/* ---- weigh.cc: what words weigh */

/* one part of what is weighed, for those who ask why */
struct Piece {
	enum search_reason reason;
	std::string	 words;
	Xapian::Query	 query;
};
/* a word and how often it was said */
struct Repeated {
	Word		 word;
	double		 times;
};
/* what counts of a word: any of its forms, and as typed */
enum Share { FORM = 1, EXACT = 2 };
/* the items that have a word, by what it gives them; parts: Share ORed */
Scores		 weigh(const Repeated &, const Set &, Stems &,
		    int parts = FORM | EXACT);
/* those with all of the terms, which give together so much of one word */
Scores		 weigh_name(const std::vector<std::string> &terms,
		    const Set &, double share);
/* what rarity and length of items do: BM25, times k1 + 1 */
double		 rarity(const Set &, size_t items_with_it);
double		 saturation(const Set &, uint32_t length);
/* the word in each audience */
std::vector<std::shared_ptr<const List>> lists_of(const Word &, const Set &,
		    Stems &);
/* items that have the word in any form */
size_t		 frequency(const Word &, const Set &, Stems &);
/* how Xapian weighs the rest: phrases */
Xapian::BM25Weight weighting();
/* a word that stands for what is looked for */
bool		 is_counted(const Word &);
/* each word once; when there are many, the rarest alone */
std::vector<Repeated> once(const std::vector<Word> &);
void		 keep_rarest(std::vector<Repeated> &, const Set &);

/* ---- near.cc: "incident response" is more than incidents and responses */
class Near {
public:
	/* words as they were said one after the other */
	Near(const std::vector<Word> &said, const Set &, Stems &);

	bool		 empty() const { return pairs_.empty(); }
	/* the most that it can add to an item */
	double		 most(Xapian::docid) const;
	/* what it adds; words: the pairs that stand there */
	double		 add(Xapian::docid, std::string *words = nullptr)
			    const;

private:
	struct Pair {
		Word	 a, b;
		std::vector<std::shared_ptr<const List>> of_a, of_b;
		double	 idf_a, idf_b;
	};
	double		 gain(const Pair &, Xapian::docid) const;
	bool		 stands(const Pair &, Xapian::docid) const;

	const Set	&set_;
	std::vector<Pair> pairs_;
};

/* ---- query.cc */
struct Plan {
	Xapian::Query	 words;		/* what was asked, without filters */
	bool		 weighted;	/* the order comes from weights */
	bool		 nothing;	/* can't find anything */
	bool		 bounded;	/* there may be more than it finds */
	std::vector<Piece> pieces;	/* when asked to explain */
	std::vector<Also> also;
	std::shared_ptr<const Near> near;
};
/* weight that puts items for a country before those for any */
constexpr double country_bonus = 1000;
/* somewhere in the world is asked for */
bool		 has_place(const struct search_query &);

Plan		 plan(const Asked &, const struct search_query &,
		    const Set &, Stems &);
/* the words of a plan with the filters of q */
Xapian::Query	 filtered(const Plan &, const struct search_query &q);

/* ---- facet.cc */
class Counter;
class Facets {
public:
	/* the fields that q asks for; q must outlive it */
	explicit Facets(const struct search_query &q);
	~Facets();
	Facets(Facets &&) = default;

	/* counts with the search itself where a field has no filter */
	void		 listen(Xapian::Enquire &, const Set &);
	void		 heard(const Xapian::MSet &);
	/* the others, each by a search without its own filter */
	void		 count_others(const Plan &, const Set &);
	void		 take(struct arena *, struct search_result *) const;

private:
	const Counter	&counter(enum search_field) const;

	const struct search_query &q_;
	std::unique_ptr<Counter> free_;
	/* by the first field of the list */
	std::vector<std::pair<enum search_field, std::unique_ptr<Counter>>>
			 others_;
};

/* ---- rank.cc: the order among those whose words weigh about the same */
struct Ranked {
	Xapian::docid	 doc;
	double		 weight;	/* with the three below, without place */
	double		 near, recent, proven;	/* what they added */
	bool		 placed;	/* for the place that was asked for */
};
/* the matches are put in order in steps of so many */
constexpr size_t rank_step = 100;
/* the first `need`, in order, of the step of matches that begins at `at` */
std::vector<Ranked> rank(const Set &, const Plan &, const Xapian::MSet &,
		    size_t at, size_t need);
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
	bool		 make(Xapian::docid, const Xapian::Document &,
		    const Record &, Snippet &);

private:
	struct Hit {
		Xapian::termpos	 pos;
		size_t		 word;
	};
	struct Passage;
	struct Tongue {
		std::string	 name;
		std::vector<std::string> forms;	/* the words as terms */
		/* words by term, as far as terms were met */
		std::unordered_map<std::string, std::vector<size_t>> known;
	};

	Tongue		&tongue(const std::string &language);
	/* a block of a short text as it was read */
	struct Scanned {
		std::string	 text;
		std::vector<Mark> marks;
	};
	const std::vector<size_t> &words_of(const Word &, Tongue &);
	bool		 take_form(Word &, const char *text) const;
	bool		 scan(const Record &, Tongue &, std::vector<Hit> &,
			    std::vector<Scanned> &texts);
	bool		 locate_typed(Xapian::docid, std::vector<Hit> &) const;
	void		 locate(const Xapian::Document &, Tongue &,
			    std::vector<Hit> &);
	void		 keep_phrases(std::vector<Hit> &) const;
	void		 weigh_words();
	Passage		 best(const Record &, const std::vector<Hit> &) const;

	/* words to look for; those of a phrase stand side by side */
	std::vector<Word> words_;
	std::vector<std::pair<size_t, size_t>> phrases_;	/* first, n */
	std::vector<bool> exactly_;	/* word by word: not its other forms */
	/* terms, from and to, that can be one of them */
	std::vector<std::pair<std::string, std::string>> ranges_;
	Firsts		 firsts_;
	/* of words_, once they are needed */
	std::vector<double> weights_;
	std::vector<std::vector<std::shared_ptr<const List>>> lists_;
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

/* one per Kore instance; finder.cc */
struct finder {
	explicit finder(const char *d) : dir(d), generations(d) {}

	const struct thesaurus *thesaurus = nullptr;
	std::string	 dir;
	search::Generations generations;
	search::Stems	 stems;
	search::Lists	 lists;
	std::map<std::string, std::shared_ptr<search::Handle>> handles;
	std::list<search::Set> sets;		/* latest used first */
	/* damaged audiences by the generation that is */
	std::map<std::string, uint64_t> damaged;

	void		 forget();
	std::shared_ptr<search::Handle> handle(const std::string &key, bool *failed);
	const search::Set &set(const std::vector<std::string> &keys,
			    bool *partial);
	void		 blame(const struct search_query *);
	void		 mark_damaged(const std::string &key, uint64_t number);
};
#endif
