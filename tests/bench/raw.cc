/*
 * raw: what our search is measured against: the same items, questions and
 * filters by a short program that calls Xapian and nothing else.
 *
 * usage: raw index ITEMS.tsv DB BATCH
 *	prints items a second by wall and by processor
 *        raw shards ITEMS.tsv DB BATCH CORES
 *	the same by CORES processes, in parts of 100,000 that are merged at
 *	the end; by processor: of the indexing alone
 *        raw compact DB TO
 *        raw query DB QUESTIONS.tsv top|page|light everyone|member SECONDS
 *	prints microseconds of processor a question, then p50 and p99 of the
 *	wall, questions asked and mean number of matches
 * page: exact counts of three fields and Xapian's own snippets, as it comes;
 * light: the same without the background model of its snippets.
 */
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <filesystem>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

using Clock = std::chrono::steady_clock;
using Fields = std::vector<std::string>;

static double
processor()
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return static_cast<double>(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
	    static_cast<double>(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static double
since(Clock::time_point t)
{
	return std::chrono::duration<double>(Clock::now() - t).count();
}

static Fields
split(const std::string &line)
{
	Fields f;
	size_t at = 0, tab;

	while ((tab = line.find('\t', at)) != std::string::npos) {
		f.push_back(line.substr(at, tab - at));
		at = tab + 1;
	}
	f.push_back(line.substr(at));
	return f;
}

/* id, kind, organisation, audience, country, day, title, text */
static Xapian::Document
document(Xapian::TermGenerator &g, const Fields &f)
{
	Xapian::Document d;

	g.set_document(d);
	g.set_termpos(0);
	g.index_text(f[6], 2, "S");
	g.index_text(f[6], 2);
	g.increase_termpos();
	g.index_text(f[7]);
	d.add_boolean_term("Q" + f[0]);
	d.add_boolean_term("XT" + f[1]);
	d.add_boolean_term("XO" + f[2]);
	d.add_boolean_term("XV" + f[3]);
	d.add_boolean_term("XC" + f[4]);
	d.add_value(0, f[1]);
	d.add_value(1, f[2]);
	d.add_value(2, f[4]);
	d.add_value(3, f[5]);
	d.set_data(f[6] + "\n" + f[7]);
	return d;
}

static int
index(char **v)
{
	std::ifstream in(v[2]);
	std::string line;
	long n = 0, batch = atol(v[4]);
	auto t = Clock::now();
	double cpu = processor(), wall;
	Xapian::WritableDatabase db(v[3], Xapian::DB_CREATE_OR_OVERWRITE);
	Xapian::TermGenerator g;

	g.set_stemmer(Xapian::Stem("english"));
	g.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
	while (std::getline(in, line)) {
		db.add_document(document(g, split(line)));
		if (++n % batch == 0)
			db.commit();
	}
	db.commit();
	wall = since(t);
	printf("%.0f %.0f\n", static_cast<double>(n) / wall,
	    static_cast<double>(n) / (processor() - cpu));
	return 0;
}

constexpr long shard = 100000;

/* every `of`th item, in parts DB.number.0, DB.number.1 … */
static void
index_share(char **v, long number, long of)
{
	std::ifstream in(v[2]);
	std::string line, base = std::string(v[3]) + "." +
	    std::to_string(number) + ".";
	long n = 0, batch = atol(v[4]);
	Xapian::WritableDatabase db;
	Xapian::TermGenerator g;

	g.set_stemmer(Xapian::Stem("english"));
	g.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
	for (long i = 0; std::getline(in, line); i++) {
		if (i % of != number)
			continue;
		if (n % shard == 0) {
			if (n > 0)
				db.commit();
			db = Xapian::WritableDatabase(base +
			    std::to_string(n / shard),
			    Xapian::DB_CREATE_OR_OVERWRITE);
		}
		db.add_document(document(g, split(line)));
		if (++n % batch == 0)
			db.commit();
	}
	if (n > 0)
		db.commit();
}

static long
lines(const char *path)
{
	std::ifstream in(path);

	return std::count(std::istreambuf_iterator<char>(in), {}, '\n');
}

static int
index_shards(char **v)
{
	namespace fs = std::filesystem;
	long cores = atol(v[5]), n = lines(v[2]);
	auto t = Clock::now();
	struct rusage r;
	Xapian::Database all;
	std::vector<std::string> parts;

	for (long i = 0; i < cores; i++)
		if (fork() == 0) {
			index_share(v, i, cores);
			_exit(0);
		}
	for (int how; wait(&how) > 0;)
		if (how != 0)
			return 1;
	getrusage(RUSAGE_CHILDREN, &r);
	for (long i = 0; i < cores; i++)
		for (long k = 0; k == 0 || k * shard < n; k++) {
			std::string part = std::string(v[3]) + "." +
			    std::to_string(i) + "." + std::to_string(k);

			if (!fs::exists(part))
				continue;
			parts.push_back(part);
			all.add_database(Xapian::Database(part));
		}
	all.compact(v[3]);
	for (const std::string &part : parts)
		fs::remove_all(part);
	printf("%.0f %.0f\n", static_cast<double>(n) / since(t),
	    static_cast<double>(n) / (static_cast<double>(r.ru_utime.tv_sec +
	    r.ru_stime.tv_sec) + static_cast<double>(r.ru_utime.tv_usec +
	    r.ru_stime.tv_usec) / 1e6));
	return 0;
}

struct Asker {
	Xapian::Database db;
	Xapian::QueryParser parser;
	Xapian::Stem stem;
	bool page, member;
	unsigned flags;			/* of snippets */

	Xapian::Query	 query(const Fields &);
	size_t		 ask(const Fields &);
};

/* how, words, kind or "-" */
Xapian::Query
Asker::query(const Fields &f)
{
	std::vector<Xapian::Query> may = { Xapian::Query("XVpublic") };
	Xapian::Query q, filter;

	parser.set_default_op(f[0] == "or" ? Xapian::Query::OP_OR :
	    Xapian::Query::OP_AND);
	q = parser.parse_query(f[0] == "phrase" ? "\"" + f[1] + "\"" : f[1]);
	if (member) {
		may.push_back(Xapian::Query("XVnetwork"));
		may.push_back(Xapian::Query(Xapian::Query::OP_AND,
		    Xapian::Query("XVorganisation"), Xapian::Query("XOorg1")));
	}
	filter = Xapian::Query(Xapian::Query::OP_OR, may.begin(), may.end());
	if (f[2] != "-")
		filter = Xapian::Query(Xapian::Query::OP_AND, filter,
		    Xapian::Query("XT" + f[2]));
	return Xapian::Query(Xapian::Query::OP_FILTER, q, filter);
}

size_t
Asker::ask(const Fields &f)
{
	Xapian::Enquire e(db);
	Xapian::ValueCountMatchSpy kinds(0), orgs(1), countries(2);
	size_t sink = 0;

	e.set_query(query(f));
	if (page)
		for (auto *spy : { &kinds, &orgs, &countries })
			e.add_matchspy(spy);
	Xapian::MSet m = e.get_mset(0, 10, page ? db.get_doccount() : 0);
	for (auto *spy : { &kinds, &orgs, &countries })
		for (auto i = spy->top_values_begin(10);
		    page && i != spy->top_values_end(10); ++i)
			sink += i.get_termfreq();
	for (auto i = m.begin(); i != m.end(); ++i) {
		std::string data = i.get_document().get_data();

		sink += page ? m.snippet(data, 200, stem, flags).size() :
		    data.size();
	}
	return m.get_matches_estimated() + (sink == 1 ? 1 : 0);
}

static int
ask_all(char **v)
{
	Asker a{Xapian::Database(v[2]), {}, Xapian::Stem("english"),
	    std::string(v[4]) != "top", std::string(v[5]) == "member",
	    Xapian::MSet::SNIPPET_EXHAUSTIVE | (std::string(v[4]) == "page" ?
	    unsigned(Xapian::MSet::SNIPPET_BACKGROUND_MODEL) : 0)};
	std::ifstream in(v[3]);
	std::vector<Fields> all;
	std::vector<double> took;
	std::string line;
	double seconds = atof(v[6]), cpu, n, found = 0;

	a.parser.set_stemmer(a.stem);
	a.parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
	a.parser.set_database(a.db);
	while (std::getline(in, line))
		all.push_back(split(line));
	for (size_t i = 0; i < std::min<size_t>(all.size(), 300); i++)
		a.ask(all[i]);
	auto began = Clock::now();
	cpu = processor();
	for (size_t i = 0; since(began) < seconds; i++) {
		auto t = Clock::now();

		found += static_cast<double>(a.ask(all[i % all.size()]));
		took.push_back(since(t) * 1e6);
	}
	cpu = processor() - cpu;
	n = static_cast<double>(took.size());
	std::sort(took.begin(), took.end());
	printf("%.1f %.0f %.0f %.0f %.0f\n", cpu * 1e6 / n,
	    took[took.size() / 2], took[took.size() * 99 / 100], n, found / n);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 5 && std::string(argv[1]) == "index")
		return index(argv);
	if (argc == 6 && std::string(argv[1]) == "shards")
		return index_shards(argv);
	if (argc == 4 && std::string(argv[1]) == "compact") {
		Xapian::Database(argv[2]).compact(argv[3]);
		return 0;
	}
	if (argc == 7 && std::string(argv[1]) == "query")
		return ask_all(argv);
	fprintf(stderr, "see the head of raw.cc\n");
	return 2;
}
