/*
 * snippets: what a snippet costs, ours beside Xapian's own over the same
 * texts and questions.
 * usage: snippets FOLDER; it holds corpus.jsonl and queries.jsonl.
 * Prints microseconds of CPU a snippet: ours, Xapian's without and with its
 * background model.
 */
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <unistd.h>

#include <jansson.h>
#include <xapian.h>

#include "search/search.h"

struct Text {
	std::string	 title, text;
};

static double
cpu()
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return static_cast<double>(ts.tv_sec) * 1e6 +
	    static_cast<double>(ts.tv_nsec) / 1e3;
}

static std::vector<Text>
lines(const std::string &path)
{
	std::ifstream in(path);
	std::vector<Text> v;
	std::string line;

	while (std::getline(in, line)) {
		json_t *o = json_loads(line.c_str(), 0, nullptr);
		const char *title = json_string_value(json_object_get(o,
		    "title"));
		const char *text = json_string_value(json_object_get(o,
		    "text"));

		v.push_back({title == nullptr ? "" : title,
		    text == nullptr ? "" : text});
		json_decref(o);
	}
	return v;
}

static bool
index_ours(const std::string &dir, const std::vector<Text> &texts)
{
	struct index_writer *w;
	size_t n = 0;

	if (index_open(dir.c_str(), "1", &w) != ST_OK)
		return false;
	for (const Text &t : texts) {
		std::string id = std::to_string(n++);
		struct index_doc d = {};

		d.id = id.c_str();
		d.audience = "public";
		d.kind = "toolkit";
		d.language = "en";
		d.title = t.title.c_str();
		d.body = t.text.c_str();
		d.published = 1700000000;
		d.data = id.c_str();
		d.data_len = id.size();
		index_put(w, &d);
	}
	index_commit(w, 1, true);
	index_close(w);
	return true;
}

static void
index_plain(Xapian::WritableDatabase &db, const std::vector<Text> &texts)
{
	Xapian::TermGenerator gen;

	gen.set_stemmer(Xapian::Stem("en"));
	for (const Text &t : texts) {
		Xapian::Document doc;

		gen.set_document(doc);
		gen.index_text(t.title, 2);
		gen.increase_termpos();
		gen.index_text(t.text);
		doc.set_data(t.title + "\n" + t.text);
		db.add_document(doc);
	}
	db.commit();
}

/* CPU a hit of all questions, with and without snippets: the difference */
static double
ours(const std::string &dir, const std::vector<Text> &questions)
{
	static const char *const everyone[] = { "public" };
	struct finder *f = finder_open(dir.c_str());
	double took[2] = { 0, 0 };
	size_t hits = 0;

	for (int round = 0; round < 6; round++)
		for (const Text &t : questions) {
			struct arena *a = arena_new(64 << 20);
			struct search_query q = {};
			struct search_result r = {};
			double before = cpu();

			q.q = t.text.c_str();
			q.limit = 10;
			q.snippets = round % 2 == 1;
			finder_search(f, a, everyone, 1, &q, &r);
			if (round >= 2)
				took[round % 2] += cpu() - before;
			if (round >= 2 && round % 2 == 1)
				hits += r.nhits;
			arena_free(a);
		}
	finder_close(f);
	return hits == 0 ? 0 : (took[1] - took[0]) /
	    static_cast<double>(hits);
}

static double
xapian(const Xapian::Database &db, const std::vector<Text> &questions,
    unsigned flags)
{
	Xapian::QueryParser parser;
	Xapian::Stem stem("en");
	double took = 0;
	size_t hits = 0;

	parser.set_stemmer(stem);
	parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
	parser.set_database(db);
	for (const Text &t : questions) {
		Xapian::Enquire e(db);

		e.set_query(parser.parse_query(t.text, 0));
		Xapian::MSet m = e.get_mset(0, 10);
		for (auto it = m.begin(); it != m.end(); ++it, hits++) {
			std::string text = it.get_document().get_data();
			double before = cpu();

			m.snippet(text, 300, stem, flags, "<mark>", "</mark>",
			    "\u2026");
			took += cpu() - before;
		}
	}
	return hits == 0 ? 0 : took / static_cast<double>(hits);
}

int
main(int argc, char **argv)
{
	char dir[] = "/tmp/cs-snippets-XXXXXX";
	std::string folder = argc > 1 ? argv[1] : "";
	std::vector<Text> texts = lines(folder + "/corpus.jsonl");
	std::vector<Text> questions = lines(folder + "/queries.jsonl");

	if (texts.empty() || questions.empty() || mkdtemp(dir) == nullptr ||
	    !index_ours(std::string(dir) + "/ours", texts))
		return 1;
	if (questions.size() > 200)
		questions.resize(200);
	Xapian::WritableDatabase db(std::string(dir) + "/plain",
	    Xapian::DB_CREATE);
	index_plain(db, texts);
	printf("%.1f %.1f %.1f\n", ours(std::string(dir) + "/ours",
	    questions), xapian(db, questions, 0), xapian(db, questions,
	    Xapian::MSet::SNIPPET_BACKGROUND_MODEL));
	db.close();
	fflush(stdout);	/* what exec would lose */
	return execlp("rm", "rm", "-rf", dir, nullptr);
}
