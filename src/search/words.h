/*
 * words: text to words, the same way for documents, queries and snippets.
 *
 * A word is a run of letters, marks and digits. Chinese, Japanese and Korean
 * are cut into overlapping pairs of characters, Thai, Lao, Khmer and Burmese
 * into triples ("grams"). Each word has an exact form (case folded, NFKC) and
 * a plain one (accents dropped as well).
 */
#ifndef CS_SEARCH_WORDS_H
#define CS_SEARCH_WORDS_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace search {

constexpr size_t word_max = 60;		/* bytes of a form, longer is cut */

struct Word {
	std::string	 exact;
	std::string	 plain;
	size_t		 from, to;	/* bytes in the text */
	bool		 gram;
	bool		 passed = false;	/* see Words::places() */
};

/* with which letters the words begin that somebody looks for */
struct Firsts {
	bool	 ascii[128] = {};	/* small letters and digits */
	bool	 some = false;		/* one of them */
	bool	 others = false;	/* anything beyond ASCII */

	void	 add(const Word &);
};

class Words {
public:
	Words(const char *text, size_t len) : text_(text), len_(len) {}
	/* the same words, but cheap: those that begin otherwise are passed,
	 * with from and to alone; those in ASCII have no form yet */
	static Words	 places(const char *text, size_t len, const Firsts &);
	bool		 next(Word &);

private:
	bool		 next_gram(Word &);
	bool		 take_word(Word &, size_t from, int32_t first);
	bool		 is_passed(int32_t first) const;

	const char	*text_;
	size_t		 len_;
	size_t		 at_ = 0;
	size_t		 run_end_ = 0;	/* of a run of grams, 0: in none */
	unsigned	 run_size_ = 0;
	bool		 run_first_ = false;
	const Firsts	*firsts_ = nullptr;
};

/* accents and other marks that readers leave out; `exact` as Words makes it */
std::string	 plain_of(const std::string &exact);

}
#endif
