/*
 * bm25: see bm25.h.
 */
#include "bm25.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <xapian.h>

struct bm25 {
	Xapian::Stem	 stem;
	std::unordered_map<std::string, std::vector<std::pair<size_t,
	    double>>> postings;
	std::vector<double> lengths;
	double		 total = 0;
};

static const std::set<std::string> stop_words = { "a", "an", "and", "are",
    "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no",
    "not", "of", "on", "or", "such", "that", "the", "their", "then", "there",
    "these", "they", "this", "to", "was", "will", "with" };

static std::vector<std::string>
words_of(const struct bm25 *b, const char *text)
{
	const uint8_t *s = reinterpret_cast<const uint8_t *>(text);
	int32_t i = 0, n = static_cast<int32_t>(strlen(text));
	std::vector<std::string> out;
	std::string word;

	while (i <= n) {
		UChar32 c = -1;
		uint8_t u[4];
		int32_t k = 0;

		if (i < n)
			U8_NEXT(s, i, n, c);
		else
			i++;
		if (c >= 0 && (u_isalnum(c) || c == '_')) {
			c = u_tolower(c);
			U8_APPEND_UNSAFE(u, k, c);
			word.append(reinterpret_cast<char *>(u),
			    static_cast<size_t>(k));
		} else if (!word.empty()) {
			if (stop_words.count(word) == 0)
				out.push_back(b->stem(word));
			word.clear();
		}
	}
	return out;
}

extern "C" struct bm25 *
bm25_new(const char *language)
{
	struct bm25 *b = new bm25;

	try {
		b->stem = Xapian::Stem(strcmp(language, "en") == 0 ? "porter" :
		    language);
	} catch (const Xapian::InvalidArgumentError &) {
		/* there is none for this language */
	}
	return b;
}

extern "C" void
bm25_free(struct bm25 *b)
{
	delete b;
}

extern "C" void
bm25_add(struct bm25 *b, const char *title, const char *text)
{
	std::unordered_map<std::string, double> counts;
	double n = 0;

	for (const char *t : { title, text })
		for (const std::string &word : words_of(b, t)) {
			counts[word]++;
			n++;
		}
	for (const auto &c : counts)
		b->postings[c.first].push_back({ b->lengths.size(),
		    c.second });
	b->lengths.push_back(n);
	b->total += n;
}

extern "C" size_t
bm25_ask(const struct bm25 *b, const char *question, size_t *best,
    size_t most)
{
	std::unordered_map<size_t, double> scores;
	std::vector<std::pair<double, size_t>> order;
	double n = static_cast<double>(b->lengths.size());
	const double k1 = 1.2, share = 0.75;

	for (const std::string &word : words_of(b, question)) {
		auto it = b->postings.find(word);
		double df, idf;

		if (it == b->postings.end())
			continue;
		df = static_cast<double>(it->second.size());
		idf = std::log(1 + (n - df + 0.5) / (df + 0.5));
		for (const auto &p : it->second)
			scores[p.first] += idf * p.second * (k1 + 1) /
			    (p.second + k1 * (1 - share + share *
			    b->lengths[p.first] * n / b->total));
	}
	for (const auto &s : scores)
		order.push_back({ -s.second, s.first });
	std::sort(order.begin(), order.end());
	for (size_t i = 0; i < order.size() && i < most; i++)
		best[i] = order[i].second;
	return std::min(order.size(), most);
}
