/*
 * relevance: judged collections through the product's own index and search.
 * usage: relevance FOLDER...; each holds corpus.jsonl, queries.jsonl and
 * qrels.tsv. Prints, with tabs between: name, questions, nDCG@10, MAP,
 * recall@100, nDCG@10 of plain BM25 on the same; then the mean of all, and
 * the means of the same questions typed in capitals and without accents.
 */
#include <math.h>
#include <unistd.h>

#include <jansson.h>
#include <unicode/ucasemap.h>

#include "bm25.h"
#include "search/language.h"
#include "search/search.h"
#include "search/thesaurus.h"

#define SAMPLE	20000	/* bytes of text that tell the language */

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

struct collection {
	struct index_writer	*w;
	struct finder		*f;
	struct bm25		*plain;
	char			 language[12];
	char			 sample[SAMPLE];
	char			**names;	/* of the documents */
	size_t			 n;
	struct tally		 ours, reference, capitals, bare;
};

static void
take_sample(void *arg, char *line)
{
	struct collection *c = arg;
	size_t len = strlen(c->sample);
	json_t *o = json_loads(line, 0, NULL);

	if (len + 5 < SAMPLE)
		snprintf(c->sample + len, SAMPLE - len, "%.*s\n",
		    (int)(SAMPLE - len - 5), text_of(o, "text"));
	json_decref(o);
}

static void
take_document(void *arg, char *line)
{
	json_t *o = json_loads(line, 0, NULL);
	struct collection *c = arg;
	char id[SEARCH_ID_MAX];
	struct index_doc d = {
		.id = id, .audience = "public", .kind = "toolkit",
		.language = c->language, .title = text_of(o, "title"),
		.body = text_of(o, "text"), .published = 1700000000,
		.data = text_of(o, "_id"),
	};

	/* ids of ours are short; the collection's own is the data */
	snprintf(id, sizeof(id), "%zu", c->n);
	d.data_len = strlen(d.data);
	if (index_put(c->w, &d) != ST_OK)
		fprintf(stderr, "%s: %s\n", d.data, index_why(c->w));
	bm25_add(c->plain, d.title, d.body);
	c->names = reallocarray(c->names, c->n + 1, sizeof(char *));
	if (c->names == NULL || (c->names[c->n++] = strdup(d.data)) == NULL)
		exit(1);
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
    const char *const *found, size_t nfound)
{
	double dcg = 0, precision = 0;
	size_t i, right = 0;

	for (i = 0; i < nfound; i++) {
		int score = score_of(j, n, found[i]);

		if (score == 0)
			continue;
		right++;
		precision += (double)right / (double)(i + 1);
		if (i < 10)
			dcg += score / log2((double)i + 2);
	}
	t->n++;
	t->ndcg += dcg / ideal(j, n);
	t->map += precision / (double)n;
	t->recall += (double)right / (double)n;
}

static void
ask_ours(struct collection *c, struct tally *t, const char *text,
    const struct judged *j, size_t n)
{
	static const char *const everyone[] = { "public" };
	struct search_query q = { .q = text, .limit = DEPTH,
	    .reader = c->language };
	struct arena *arena = arena_new(64 << 20);
	struct search_result r;
	const char *found[DEPTH];
	size_t i;

	if (finder_search(c->f, arena, everyone, 1, &q, &r) == ST_OK) {
		for (i = 0; i < r.nhits; i++)
			found[i] = r.hits[i].data;
		judge(t, j, n, found, r.nhits);
	}
	arena_free(arena);
}

static void
ask_reference(struct collection *c, const char *text, const struct judged *j,
    size_t n)
{
	const char *found[DEPTH];
	size_t best[DEPTH], i, k = bm25_ask(c->plain, text, best, DEPTH);

	for (i = 0; i < k; i++)
		found[i] = c->names[best[i]];
	judge(&c->reference, j, n, found, k);
}

static const char *
in_capitals(struct arena *a, const char *text)
{
	UErrorCode err = U_ZERO_ERROR;
	UCaseMap *how = ucasemap_open("", 0, &err);
	int32_t size = (int32_t)strlen(text) * 3 + 1;
	char *out = arena_alloc(a, (size_t)size);

	ucasemap_utf8ToUpper(how, out, size, text, -1, &err);
	ucasemap_close(how);
	return U_FAILURE(err) ? text : out;
}

static void
take_question(void *arg, char *line)
{
	json_t *o = json_loads(line, 0, NULL);
	const char *id = text_of(o, "_id"), *text = text_of(o, "text");
	struct collection *c = arg;
	struct arena *arena = arena_new(1 << 20);
	const struct judged *j;
	size_t from = 0, n = 0;

	while (from < njudgments && strcmp(judgments[from].query, id) != 0)
		from++;
	j = judgments + from;
	while (from + n < njudgments && strcmp(j[n].query, id) == 0)
		n++;
	if (n > 0) {
		ask_ours(c, &c->ours, text, j, n);
		ask_ours(c, &c->capitals, in_capitals(arena, text), j, n);
		ask_ours(c, &c->bare, search_plain(arena, text), j, n);
		ask_reference(c, text, j, n);
	}
	arena_free(arena);
	json_decref(o);
}

/* "xquad-es": the language stands at the end; else the texts tell it */
static void
set_language(struct collection *c, const char *folder)
{
	const char *dash = strrchr(folder, '-');
	struct arena *arena = arena_new(1 << 20);

	snprintf(c->language, sizeof(c->language), "%s", dash != NULL &&
	    strlen(dash) == 3 ? dash + 1 : language_of(arena, c->sample,
	    "en"));
	arena_free(arena);
}

static bool
index_all(struct collection *c, const char *folder, const char *dir)
{
	bool ok;

	if (index_open(dir, "1", &c->w) != ST_OK)
		return false;
	ok = each_line(folder, "corpus.jsonl", take_sample, c);
	set_language(c, folder);
	c->plain = bm25_new(c->language);
	return ok && each_line(folder, "corpus.jsonl", take_document, c) &&
	    index_commit(c->w, 1, true) == ST_OK;
}

static bool
run(struct collection *c, const char *folder, const char *dir,
    const struct thesaurus *thesaurus)
{
	bool ok = index_all(c, folder, dir);

	njudgments = 0;
	ok = ok && each_line(folder, "qrels.tsv", take_judgment, NULL);
	if (ok)
		qsort(judgments, njudgments, sizeof(*judgments), by_query);
	c->f = finder_open(dir);
	finder_thesaurus(c->f, thesaurus);
	ok = ok && each_line(folder, "queries.jsonl", take_question, c);
	finder_close(c->f);
	index_drop(c->w, "public");
	index_close(c->w);
	bm25_free(c->plain);
	while (c->n > 0)
		free(c->names[--c->n]);
	free(c->names);
	return ok && c->ours.n > 0;
}

static void
print(const char *name, const struct tally *t, const struct tally *reference)
{
	double by = (double)t->n;

	printf("%s\t%zu\t%.4f\t%.4f\t%.4f\t%.4f\n", name, t->n,
	    t->ndcg / by, t->map / by, t->recall / by,
	    reference->ndcg / by);
	fflush(stdout);
}

/* the mean of means: each collection counts the same */
static void
add(struct tally *sum, const struct tally *t)
{
	double by = (double)t->n;

	sum->n++;
	sum->ndcg += t->ndcg / by;
	sum->map += t->map / by;
	sum->recall += t->recall / by;
}

int
main(int argc, char **argv)
{
	char dir[] = "/tmp/cs-relevance-XXXXXX", gen[64], why[300];
	struct thesaurus *thesaurus = thesaurus_open("assets/thesaurus.ttl",
	    why, sizeof(why));
	struct collection sum = { 0 };
	int i, failed = 0;

	if (argc < 2 || mkdtemp(dir) == NULL) {
		fprintf(stderr, "usage: relevance FOLDER...\n");
		return 2;
	}
	for (i = 1; i < argc; i++) {
		const char *name = strrchr(argv[i], '/');
		struct collection c = { 0 };

		if (!run(&c, argv[i], dir, thesaurus)) {
			failed = 1;
			continue;
		}
		print(name == NULL ? argv[i] : name + 1, &c.ours,
		    &c.reference);
		add(&sum.ours, &c.ours);
		add(&sum.reference, &c.reference);
		add(&sum.capitals, &c.capitals);
		add(&sum.bare, &c.bare);
	}
	if (sum.ours.n > 0) {
		print("mean", &sum.ours, &sum.reference);
		print("mean in capitals", &sum.capitals, &sum.reference);
		print("mean without accents", &sum.bare, &sum.reference);
	}
	thesaurus_close(thesaurus);
	snprintf(gen, sizeof(gen), "%s/generations", dir);
	unlink(gen);
	rmdir(dir);
	return failed;
}
