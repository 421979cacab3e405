/*
 * hostile: how long the questions of tests/http/hostile.txt take on many
 * items, as the search page asks (all counts, snippets) and as type-ahead
 * does.
 * usage: hostile FILE FOLDER [ITEMS]; an index of so many items (200000) is
 * made in FOLDER unless it is there. Prints for each of the two: questions, most,
 * median and 95th percentile of milliseconds; to stderr what took over 200.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "search/search.h"

#define WORDS		60000
#define QUESTIONS	1000
#define TEXT_WORDS	120
#define BATCH		5000
#define LATE		200	/* ms: named */

static char	*questions[QUESTIONS];
static double	 took[QUESTIONS];
static size_t	 n;
static uint64_t	 seed = 88172645463325252u;

static double
chance(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (double)(seed >> 11) / 9007199254740992.0;
}

/* the same word for the same number, short ones first */
static void
word(char *out, size_t size, unsigned k)
{
	static const char *const often[] = { "the", "of", "and", "to", "a",
	    "in", "for", "is", "report", "police", "phishing", "evidence",
	    "training", "incident", "response", "law", "data", "computer" };
	static const char *const part[] = { "ba", "ke", "lo", "mi", "ru", "ta",
	    "ven", "sor", "pha", "ter", "in", "ex", "al", "dro", "qui", "ze" };
	size_t i = 0;

	if (k < sizeof(often) / sizeof(often[0])) {
		snprintf(out, size, "%s", often[k]);
		return;
	}
	for (*out = '\0'; k > 0; k /= 16)
		i += (size_t)snprintf(out + i, size - i, "%s", part[k % 16]);
}

static void
text(char *out, size_t size, int words)
{
	size_t i = 0;
	char w[64];

	for (; words > 0 && i + 80 < size; words--) {
		/* the k-th word is written as often as 1/k says */
		word(w, sizeof(w), (unsigned)pow(WORDS, chance()) - 1);
		i += (size_t)snprintf(out + i, size - i, "%s ", w);
	}
}

static const char *
one_of(const char *const *v, size_t count)
{
	return v[(size_t)(chance() * (double)count)];
}

static bool
build(const char *dir, size_t items)
{
	static const char *const kinds[] = { "toolkit", "event",
	    "experience" };
	static const char *const lands[] = { "FJ", "KE", "TO", "GH", "JM" };
	static const char *const topics[] = { "law", "training", "phishing",
	    "e-evidence", "incident-handling" };
	static char title[400], body[8192];
	struct index_writer *w;
	size_t i;

	if (index_open(dir, "hostile", &w) != ST_OK)
		return false;
	for (i = 0; i < items; i++) {
		const char *land = one_of(lands, 5), *topic = one_of(topics,
		    5);
		char id[24], org[16];
		struct index_doc d = { .id = id, .audience = "public",
		    .kind = one_of(kinds, 3), .language = "en", .org = org,
		    .countries = { &land, i % 4 != 0 },
		    .topics = { &topic, 1 }, .title = title, .body = body,
		    .published = 1500000000 + (int64_t)i * 1000, .data = id };

		snprintf(id, sizeof(id), "%010zu", i);
		snprintf(org, sizeof(org), "org-%d", (int)(chance() * 300));
		text(title, sizeof(title), 6);
		text(body, sizeof(body), TEXT_WORDS);
		d.data_len = strlen(id);
		if (index_put(w, &d) != ST_OK || (i % BATCH == BATCH - 1 &&
		    index_commit(w, (int64_t)i + 1, false) != ST_OK))
			return false;
	}
	index_commit(w, (int64_t)items, true);
	index_close(w);
	return true;
}

/* %XX, and a number of times at the head of the line */
static char *
decode(const char *line)
{
	unsigned long times = 1;
	char *end, *out, *to;
	const char *s = line;
	unsigned value;

	if (*line == '*') {
		times = strtoul(line + 1, &end, 10);
		line = end + 1;
	}
	to = out = malloc(strlen(line) * times + 1);
	if (out == NULL)
		exit(1);
	for (; times > 0; times--)
		for (s = line; *s != '\0' && *s != '\n'; s++)
			if (*s == '%' && sscanf(s + 1, "%2x", &value) == 1 &&
			    value != 0) {
				*to++ = (char)value;
				s += 2;
			} else {
				*to++ = *s == '+' ? ' ' : *s;
			}
	*to = '\0';
	return out;
}

static bool
read_questions(const char *path)
{
	char *line = NULL;
	size_t size = 0;
	FILE *in = fopen(path, "re");

	if (in == NULL)
		return false;
	while (n < QUESTIONS && getline(&line, &size, in) > 0)
		if (*line != '#' && *line != '\n')
			questions[n++] = decode(line);
	free(line);
	fclose(in);
	return true;
}

static int
upwards(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
ask(struct finder *f, bool titles)
{
	static const char *const everyone[] = { "public" };
	struct timespec a, b;
	struct search_result r;
	size_t i, slowest = 0;

	for (i = 0; i < n; i++) {
		struct arena *arena = arena_new(256 << 20);
		struct search_query q = { .q = questions[i], .limit = 20,
		    .titles = titles, .snippets = true,
		    .facets = (1u << SEARCH_FIELDS) - 1, .reader = "en" };

		clock_gettime(CLOCK_MONOTONIC, &a);
		finder_search(f, arena, everyone, 1, &q, &r);
		clock_gettime(CLOCK_MONOTONIC, &b);
		took[i] = (double)(b.tv_sec - a.tv_sec) * 1e3 +
		    (double)(b.tv_nsec - a.tv_nsec) / 1e6;
		if (took[i] > took[slowest])
			slowest = i;
		if (took[i] > LATE)
			fprintf(stderr, "%.0f ms: %.60s\n", took[i],
			    questions[i]);
		arena_free(arena);
	}
	printf("%s %zu %.1f ", titles ? "type-ahead" : "search", n,
	    took[slowest]);
	qsort(took, n, sizeof(took[0]), upwards);
	printf("%.1f %.1f\n", took[n / 2], took[n * 95 / 100]);
}

int
main(int argc, char **argv)
{
	struct finder *f;

	if (argc < 3 || !read_questions(argv[1]))
		return 2;
	if (access(argv[2], F_OK) == -1 && !build(argv[2], argc > 3 ?
	    strtoul(argv[3], NULL, 10) : 200000))
		return 1;
	f = finder_open(argv[2]);
	ask(f, false);
	ask(f, true);
	finder_close(f);
	return 0;
}
