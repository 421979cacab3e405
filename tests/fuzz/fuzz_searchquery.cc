/*
 * fuzz_searchquery: what a reader types, through the front end and through a
 * search of three items. Nothing may crash, pass its ceiling or put markup
 * into a snippet.
 */
#include <cstdlib>
#include <cstring>
#include <string>

#include <unistd.h>

#include "search/asked.h"

static struct finder *shelf;

static void
open_shelf(void)
{
	static const char *const texts[] = { "phishing <b>reports</b> & more",
	    "网络钓鱼应急响应指南", "L'école forme à l'hameçonnage" };
	char dir[] = "/tmp/cs-fuzz-XXXXXX";
	struct index_writer *w;

	if (mkdtemp(dir) == nullptr || index_open(dir, "1", &w) != ST_OK)
		abort();
	for (size_t i = 0; i < 3; i++) {
		struct index_doc d = {};
		std::string id = "I" + std::to_string(i);

		d.id = id.c_str();
		d.audience = "public";
		d.title = d.body = texts[i];
		d.language = i == 2 ? "fr" : "en";
		if (index_put(w, &d) != ST_OK)
			abort();
	}
	if (index_commit(w, 1, true) != ST_OK)
		abort();
	index_close(w);
	shelf = finder_open(dir);
}

static void
check_asked(const char *text)
{
	search::Asked a = search::ask(text);
	size_t words = 0, grams = 0;

	if (a.text.size() > SEARCH_QUERY_MAX)
		abort();
	for (const auto &c : a.clauses)
		for (const auto &w : c.words) {
			(w.gram ? grams : words)++;
			if (w.to > a.text.size() || w.from >= w.to ||
			    w.exact.empty() || w.plain.empty() ||
			    w.exact.size() > search::word_max)
				abort();
		}
	if (words > SEARCH_WORDS_MAX + search::stops_max || grams > search::grams_max)
		abort();
}

/* only <mark> and </mark>, in turns */
static void
check_snippet(const char *s)
{
	bool open = false;

	for (; *s != '\0'; s++) {
		const char *tag = open ? "</mark>" : "<mark>";

		if (*s == '>')
			abort();
		if (*s != '<')
			continue;
		if (strncmp(s, tag, strlen(tag)) != 0)
			abort();
		s += strlen(tag) - 1;
		open = !open;
	}
	if (open)
		abort();
}

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const everyone[] = { "public" };
	std::string text(reinterpret_cast<const char *>(data), size);
	struct search_query q = {};
	struct search_result r;
	struct arena *arena;

	if (shelf == nullptr)
		open_shelf();
	check_asked(text.c_str());
	arena = arena_new(4 << 20);
	q.q = text.c_str();
	q.limit = 10;
	q.snippets = true;
	if (finder_search(shelf, arena, everyone, 1, &q, &r) != ST_OK)
		abort();
	if (r.total > 3 || r.nhits != r.total)
		abort();
	for (size_t i = 0; i < r.nhits; i++)
		if (r.hits[i].snippet != nullptr)
			check_snippet(r.hits[i].snippet);
	arena_free(arena);
	return 0;
}
