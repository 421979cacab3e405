/*
 * relevance: judged collections through the product's own index and search.
 * usage: relevance FOLDER...; each holds corpus.jsonl, queries.jsonl and
 * qrels.tsv. Prints name, questions, nDCG@10, MAP, recall@100, then the mean.
 */
#include <math.h>
#include <unistd.h>

#include <jansson.h>

#include "search/search.h"

#define DEPTH	100

struct judged {
	char	*query, *doc;
	int	 score;
};

struct tally {
	size_t	 n;
	double	 ndcg, map, recall;
};

static struct judged	*judgments;
static size_t		 njudgments;

static const char *
text_of(json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s == NULL ? "" : s;
}

/* calls fn with each line of FOLDER/name; false when it can't be read */
static bool
each_line(const char *folder, const char *name, void (*fn)(void *, char *),
    void *arg)
{
	char path[1024], *line = NULL;
	size_t size = 0;
	FILE *in;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if ((in = fopen(path, "re")) == NULL) {
		fprintf(stderr, "%s can't be read\n", path);
		return false;
	}
	while (getline(&line, &size, in) > 0)
		fn(arg, line);
	free(line);
	fclose(in);
	return true;
}

static int
by_query(const void *a, const void *b)
{
	const struct judged *x = a, *y = b;

	return strcmp(x->query, y->query);
}

static void
take_judgment(void *arg, char *line)
{
	char *query = strsep(&line, "\t"), *doc = strsep(&line, "\t");
	struct judged *j;

	(void)arg;
	if (doc == NULL || line == NULL || strcmp(query, "query-id") == 0 ||
	    strtol(line, NULL, 10) <= 0)
		return;
	judgments = reallocarray(judgments, njudgments + 1, sizeof(*j));
	if (judgments == NULL)
		exit(1);
	j = &judgments[njudgments++];
	j->query = strdup(query);
	j->doc = strdup(doc);
	j->score = (int)strtol(line, NULL, 10);
}

struct indexing {
	struct index_writer	*w;
	const char		*language;
	size_t			 n;
};

static void
take_document(void *arg, char *line)
{
	json_t *o = json_loads(line, 0, NULL);
	struct indexing *in = arg;
	char id[SEARCH_ID_MAX];
	struct index_doc d = {
		.id = id, .audience = "public", .kind = "toolkit",
		.language = in->language, .title = text_of(o, "title"),
		.body = text_of(o, "text"), .published = 1700000000,
		.data = text_of(o, "_id"),
	};

	/* ids of ours are short; the collection's own is the data */
	snprintf(id, sizeof(id), "%zu", in->n++);
	d.data_len = strlen(d.data);
	if (index_put(in->w, &d) != ST_OK)
		fprintf(stderr, "%s: %s\n", d.data, index_why(in->w));
	json_decref(o);
}

static int
score_of(const struct judged *j, size_t n, const char *doc)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(j[i].doc, doc) == 0)
			return j[i].score;
	return 0;
}

static int
downwards(const void *a, const void *b)
{
	return *(const int *)b - *(const int *)a;
}

static double
ideal(const struct judged *j, size_t n)
{
	int *scores = calloc(n, sizeof(int));
	double sum = 0;
	size_t i;

	if (scores == NULL)
		exit(1);
	for (i = 0; i < n; i++)
		scores[i] = j[i].score;
	qsort(scores, n, sizeof(int), downwards);
	for (i = 0; i < n && i < 10; i++)
		sum += scores[i] / log2((double)i + 2);
	free(scores);
	return sum;
}

static void
judge(struct tally *t, const struct judged *j, size_t n,
    const struct search_result *r)
{
	double dcg = 0, precision = 0;
	size_t i, found = 0;

	for (i = 0; i < r->nhits; i++) {
		int score = score_of(j, n, r->hits[i].data);

		if (score == 0)
			continue;
		found++;
		precision += (double)found / (double)(i + 1);
		if (i < 10)
			dcg += score / log2((double)i + 2);
	}
	t->n++;
	t->ndcg += dcg / ideal(j, n);
	t->map += precision / (double)n;
	t->recall += (double)found / (double)n;
}

struct asking {
	struct finder	*f;
	const char	*language;
	struct tally	 t;
};

static void
take_question(void *arg, char *line)
{
	static const char *const everyone[] = { "public" };
	json_t *o = json_loads(line, 0, NULL);
	struct asking *a = arg;
	struct judged key = { .query = json_string_value(json_object_get(o,
	    "_id")) == NULL ? NULL : strdup(text_of(o, "_id")) };
	struct search_query q = { .q = text_of(o, "text"), .limit = DEPTH,
	    .reader = a->language };
	struct arena *arena = arena_new(64 << 20);
	struct search_result r;
	size_t from, to;

	for (from = 0; from < njudgments &&
	    strcmp(judgments[from].query, key.query) != 0;)
		from++;
	for (to = from; to < njudgments &&
	    strcmp(judgments[to].query, key.query) == 0;)
		to++;
	if (to > from && finder_search(a->f, arena, everyone, 1, &q, &r) ==
	    ST_OK)
		judge(&a->t, judgments + from, to - from, &r);
	arena_free(arena);
	free(key.query);
	json_decref(o);
}

/* "xquad-es": the language stands at the end; English where it does not */
static const char *
language_of(const char *folder)
{
	const char *dash = strrchr(folder, '-');

	return dash != NULL && strlen(dash) == 3 ? dash + 1 : "en";
}

static bool
collection(const char *folder, const char *dir, struct tally *t)
{
	struct indexing in = { .language = language_of(folder) };
	struct asking a = { .language = in.language };
	bool ok;

	njudgments = 0;
	if (index_open(dir, "1", &in.w) != ST_OK)
		return false;
	ok = each_line(folder, "corpus.jsonl", take_document, &in) &&
	    index_commit(in.w, 1, true) == ST_OK &&
	    each_line(folder, "qrels.tsv", take_judgment, NULL);
	if (ok)
		qsort(judgments, njudgments, sizeof(*judgments), by_query);
	a.f = finder_open(dir);
	ok = ok && each_line(folder, "queries.jsonl", take_question, &a);
	finder_close(a.f);
	index_drop(in.w, "public");
	index_close(in.w);
	*t = a.t;
	return ok && t->n > 0;
}

static void
print(const char *name, size_t n, const struct tally *t, double by)
{
	printf("%s\t%zu\t%.4f\t%.4f\t%.4f\n", name, n, t->ndcg / by,
	    t->map / by, t->recall / by);
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	char dir[] = "/tmp/cs-relevance-XXXXXX", gen[64];
	struct tally t, all = { 0 };
	int i, failed = 0;

	if (argc < 2 || mkdtemp(dir) == NULL) {
		fprintf(stderr, "usage: relevance FOLDER...\n");
		return 2;
	}
	for (i = 1; i < argc; i++) {
		const char *name = strrchr(argv[i], '/');

		if (!collection(argv[i], dir, &t)) {
			failed = 1;
			continue;
		}
		print(name == NULL ? argv[i] : name + 1, t.n, &t, (double)t.n);
		all.n++;
		all.ndcg += t.ndcg / (double)t.n;
		all.map += t.map / (double)t.n;
		all.recall += t.recall / (double)t.n;
	}
	if (all.n > 0)
		print("mean", all.n, &all, (double)all.n);
	snprintf(gen, sizeof(gen), "%s/generations", dir);
	unlink(gen);
	rmdir(dir);
	return failed;
}
