/*
 * forms: the stems of a word that stand in the index. Each costs a look into
 * it for every language, and questions have their words in common.
 */
#include "search/finder.h"

namespace search {

constexpr size_t forms_max = 10000;	/* words, some 200 bytes each */

const std::vector<std::string> &
Set::forms(const Word &w, Stems &by) const
{
	auto it = forms_.find(w.plain);
	std::vector<std::string> found;

	if (it != forms_.end())
		return it->second;
	for (const std::string &language : stems) {
		std::string term = by.term(language, w);

		if (db.term_exists(term))
			found.push_back(term);
	}
	if (forms_.size() >= forms_max)
		forms_.clear();
	return forms_.emplace(w.plain, std::move(found)).first->second;
}

}
