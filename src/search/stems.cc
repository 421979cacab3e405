/*
 * stems: see stems.h.
 */
#include "search/stems.h"

#include <algorithm>
#include <iterator>

#include <unicode/utf8.h>

namespace search {

constexpr int32_t start_length = 5;	/* characters; see start_of() */
constexpr size_t known_max = 16384;	/* words of all languages, about 2 MB */

std::string
Stems::name(const std::string &language)
{
	/* what Xapian has a stemmer for, by ISO 639-1 */
	static const char *const known[] = { "ar", "ca", "da", "de", "en",
	    "es", "eu", "fi", "fr", "ga", "hu", "hy", "id", "it", "lt", "ne",
	    "nl", "no", "pt", "ro", "ru", "sv", "ta" };
	std::string two = language.substr(0, language.find_first_of("-_"));

	for (char &c : two)
		if (c >= 'A' && c <= 'Z')
			c = static_cast<char>(c + 'a' - 'A');
	if (two == "nb" || two == "nn")
		two = "no";
	if (std::find(std::begin(known), std::end(known), two) ==
	    std::end(known))
		return "-";
	return two;
}

Stems::Stemmer &
Stems::stemmer(const std::string &name)
{
	auto it = made_.find(name);

	if (it == made_.end())
		it = made_.emplace(name, Stemmer{Xapian::Stem(name), {}}).first;
	return it->second;
}

/*
 * A language without a stemmer: its words are one when they begin alike. It
 * is crude and does more good than leaving it; for Turkish, whose endings are
 * many, also more than the stemmer that there is.
 */
static std::string
start_of(const std::string &plain)
{
	const uint8_t *s = reinterpret_cast<const uint8_t *>(plain.data());
	int32_t n = 0, len = static_cast<int32_t>(plain.size());

	U8_FWD_N(s, n, len, start_length);
	return plain.substr(0, static_cast<size_t>(n));
}

std::string
Stems::term(const std::string &name, const Word &w)
{
	if (name == "-")
		return "Z-:" + start_of(w.plain);
	/* the one for Arabic knows what its letters mean at the end of a
	 * word, which the plain form has lost */
	bool exact = name == "ar";
	const std::string &form = exact ? w.exact : w.plain;
	Stemmer &s = stemmer(name);
	auto it = s.known.find(form);

	if (it != s.known.end())
		return it->second;
	if (known_++ >= known_max) {
		for (auto &one : made_)
			one.second.known.clear();
		known_ = 1;
	}
	std::string stem = s.stem(form);
	if (exact)
		stem = plain_of(stem);
	return s.known[form] = "Z" + name + ":" + (stem.empty() ? w.plain :
	    stem);
}

bool
is_stop_word(const std::string &plain)
{
	static const char *const words[] = {
		"a", "about", "an", "and", "any", "are", "as", "at", "au",
		"aux", "avec", "be", "been", "but", "by", "can", "ce", "ces",
		"cette", "com", "como", "comment", "con", "could", "d", "da",
		"dans", "das", "de", "del", "des", "did", "do", "does", "dos",
		"du", "e", "el", "em", "en", "entre", "es", "est", "et", "for",
		"from", "had", "has", "have", "how", "i", "if", "il", "in",
		"into", "is", "it", "its", "je", "l", "la", "las", "le", "les",
		"leur", "los", "may", "me", "my", "na", "nas", "ne", "no",
		"nos", "not", "o", "of", "on", "or", "os", "ou", "our", "par",
		"para", "pas", "por", "pour", "qu", "que", "quel", "quelle",
		"quelles", "quels", "qui", "s", "se", "ses", "she", "should",
		"son", "sont", "such", "sur", "t", "than", "that", "the",
		"their", "them", "then", "there", "these", "they", "this",
		"those", "to", "um", "uma", "un", "una", "une", "us", "was",
		"we", "were", "what", "when", "where", "which", "while", "who",
		"whom", "why", "will", "with", "would", "y", "you", "your",
	};

	return std::binary_search(std::begin(words), std::end(words), plain,
	    [](const std::string &a, const std::string &b) { return a < b; });
}

}
