/*
 * overlap: see overlap.h. The weights were set by hand, by what each fact
 * means, then checked with the pairs in tests/overlap.
 */
#include "domain/overlap.h"

#include <stdlib.h>

#define WARN	0.50
#define SHOW	0.30
#define SHOW_FOREIGN	0.20

static double
most(double a, double b)
{
	return a > b ? a : b;
}

static double
part(size_t n, size_t whole)
{
	return n >= whole ? 1 : (double)n / (double)whole;
}

/* what they say: the words, or what stands behind them in two languages */
static double
content(const struct overlap_facts *f)
{
	double	words = 0.75 * f->text + 0.25 * f->title;
	double	meaning = 0;

	/* one concept in common is a field, not a plan */
	if (f->same_language)
		meaning = f->concepts * 0.3 * part(f->nconcepts, 5);
	else
		meaning = f->concepts * 0.75 * part(f->nconcepts + 1, 4);
	return 1 - (1 - most(0, words)) * (1 - meaning);
}

static double
weight(enum nearness n, double same, double wide, double no)
{
	return n == NEAR_SAME ? same : n == NEAR_WIDE ? wide :
	    n == NEAR_NO ? no : 0;
}

/* what they are about, where and for whom */
static double
circumstances(const struct overlap_facts *f)
{
	return weight(f->place, 0.14, 0.05, -0.12) +
	    weight(f->topic, 0.12, 0.05, -0.12) +
	    weight(f->people, 0.06, 0, -0.03);
}

static double
time_between(const struct overlap_facts *f)
{
	int	days = abs(f->days);

	if (!f->dated)
		return 0;
	if (days <= 7)
		return 0.10;
	if (days <= 31)
		return 0.06;
	return days <= 92 ? 0.02 : 0;
}

/* however alike: another year's is for reading, not for stopping */
static double
distance(const struct overlap_facts *f)
{
	int	days = abs(f->days);

	return !f->dated || days <= 92 ? 1 : days <= 183 ? 0.75 : 0.4;
}

static double
clamp(double x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

double
overlap_likeness(const struct overlap_facts *f)
{
	double	score = content(f);

	/* place and people alone make nothing alike, but words of another
	 * language may hide that it is */
	if (score > 0.04 || !f->same_language)
		score += circumstances(f);
	if (f->same_text > 0)
		score = most(score, 0.6 + 0.4 * f->same_text);
	return clamp(f->same_file ? 1 : score);
}

/* whatever it is about: events that people may want to put together */
static bool
is_near(const struct overlap_facts *f)
{
	return f->dated && abs(f->days) <= 60 && (f->place == NEAR_SAME ||
	    f->place == NEAR_WIDE || f->topic >= NEAR_WIDE);
}

struct overlap_verdict
overlap_judge(const struct overlap_facts *f)
{
	struct overlap_verdict	v;

	v.score = overlap_likeness(f);
	if (v.score > 0)
		v.score = clamp(v.score + time_between(f)) * distance(f);
	if (!f->same_kind && !f->same_file)
		v.score *= 0.85;
	v.show = v.score >= (f->same_language ? SHOW : SHOW_FOREIGN) ||
	    is_near(f);
	v.warn = v.score >= WARN;
	return v;
}
