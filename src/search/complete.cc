/*
 * complete: what a reader may be about to type: items by the words of their
 * titles, the last one of which need not be whole.
 */
#include <algorithm>

#include "search/finder.h"

namespace search {

constexpr size_t forms_max = 2000;	/* words that begin so: looked at */
constexpr size_t forms_used = 60;	/* the most frequent of them */
constexpr size_t sorted_max = 5000;	/* titles that are put in order */
constexpr size_t ranked = 60;		/* of them, read and ranked */

/* titles with a word that begins so; counts them, some of them twice */
static Xapian::Query
beginning(const Set &set, const std::string &plain, size_t *titles)
{
	std::string prefix = term_title + plain;
	std::vector<std::pair<Xapian::doccount, std::string>> forms;
	std::vector<Xapian::Query> v;

	for (auto t = set.db.allterms_begin(prefix);
	    t != set.db.allterms_end(prefix) && forms.size() < forms_max; ++t)
		forms.emplace_back(t.get_termfreq(), *t);
	size_t n = std::min(forms.size(), forms_used);
	std::partial_sort(forms.begin(), forms.begin() +
	    static_cast<ssize_t>(n), forms.end(), [](const auto &a,
	    const auto &b) {
		return a.first != b.first ? a.first > b.first :
		    a.second < b.second;
	});
	for (size_t i = 0; i < n; i++) {
		*titles += forms[i].first;
		v.push_back(Xapian::Query(forms[i].second));
	}
	return Xapian::Query(Xapian::Query::OP_OR, v.begin(), v.end());
}

static Xapian::Query
query_of(const Set &set, const std::vector<Word> &words, size_t *titles)
{
	std::vector<Xapian::Query> all;

	for (size_t i = 0; i + 1 < words.size(); i++)
		all.push_back(Xapian::Query(term_title + words[i].plain));
	all.push_back(beginning(set, words.back().plain, titles));
	return Xapian::Query(Xapian::Query::OP_AND, all.begin(), all.end());
}

/* the plain words of a text, one space between */
static std::string
plain_text(const std::string &text, std::vector<Word> *words)
{
	Words w(text.data(), text.size());
	std::string out;
	Word word;

	while (w.next(word)) {
		out += (out.empty() ? "" : " ") + word.plain;
		if (words != nullptr && words->size() < SEARCH_PHRASE_MAX)
			words->push_back(word);
	}
	return out;
}

static std::string
title_of(const Record &r)
{
	for (const auto &shelf : r.shelves)
		if (shelf.place == TITLE && !shelf.blocks.empty())
			return r.text(shelf.blocks[0]);
	return "";
}

/* how well the title fits: 0 it begins so, 1 a word of it does, 2 otherwise */
static int
fit(const std::string &title, const std::string &typed)
{
	size_t at = plain_text(title, nullptr).find(typed);

	return at == 0 ? 0 : at != std::string::npos ? 1 : 2;
}

void
complete(const Set &set, struct arena *arena, const struct search_query &q,
    struct search_result *r)
{
	std::vector<std::pair<int, Record>> found;
	std::vector<Word> words;
	std::string typed = plain_text(std::string(q.q == nullptr ? "" : q.q)
	    .substr(0, SEARCH_SNIPPET_MAX), &words);
	Xapian::Enquire e(set.db);
	size_t titles = 0;

	r->total_exact = true;
	if (words.empty() || set.handles.empty())
		return;
	e.set_query(query_of(set, words, &titles));
	e.set_weighting_scheme(Xapian::BoolWeight());
	/* the newest, unless nobody can mean one of so many yet */
	if (titles <= sorted_max)
		e.set_sort_by_value(slot_newest, true);
	Xapian::MSet m = e.get_mset(0, ranked);
	for (auto it = m.begin(); it != m.end(); ++it) {
		Record record(it.get_document().get_data());

		found.emplace_back(fit(title_of(record), typed),
		    std::move(record));
	}
	std::stable_sort(found.begin(), found.end(), [](const auto &a,
	    const auto &b) {
		return a.first < b.first;
	});
	r->nhits = std::min<size_t>(found.size(), q.limit);
	r->hits = arena_array(arena, struct search_hit, r->nhits);
	for (size_t i = 0; i < r->nhits; i++) {
		const Record &record = found[i].second;
		struct search_hit *hit = &r->hits[i];

		hit->id = arena_strndup(arena, record.id.data(),
		    record.id.size());
		hit->data = arena_strndup(arena, record.data.data(),
		    record.data.size());
		hit->data_len = record.data.size();
		hit->key = "";
		hit->score = 1;
	}
	r->total = r->total_least = r->nhits;
}

}

extern "C" const char *
search_plain(struct arena *arena, const char *text)
{
	try {
		std::string s = search::plain_text(text, nullptr);

		return arena_strndup(arena, s.data(), s.size());
	} catch (const std::exception &) {
		return "";
	}
}
