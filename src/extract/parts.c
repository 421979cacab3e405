#include "extract/parts.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdlib.h>

#include "extract/input.h"
#include "extract/members.h"

#define PARTS_MAX	2000

struct part {
	const struct part_rule	*rule;
	long			 number;
	size_t			 seen;		/* place in the archive */
	struct out		 out;
};

struct parts {
	struct part	*v;
	size_t		 n;
	size_t		 bytes;			/* of text so far */
	bool		 pictures, any;
};

static const struct part_rule *
rule_for(const struct part_rule *rules, const char *name)
{
	for (; rules->pattern != NULL; rules++)
		if (fnmatch(rules->pattern, name, FNM_CASEFOLD) == 0)
			return rules;
	return NULL;
}

/* 12 in "ppt/slides/slide12.xml" */
static long
number_in(const char *name)
{
	const char	*p = strrchr(name, '.');

	if (p == NULL)
		return 0;
	while (p > name && isdigit((unsigned char)p[-1]))
		p--;
	return strtol(p, NULL, 10);
}

static int
by_order(const void *a, const void *b)
{
	const struct part	*x = a, *y = b;

	if (x->rule->rank != y->rule->rank)
		return x->rule->rank < y->rule->rank ? -1 : 1;
	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return x->seen < y->seen ? -1 : 1;
}

static enum extract_reason
read_part(struct members *m, struct part *p, void *state, size_t room)
{
	struct xml		 x = { .on = p->rule->on, .out = &p->out,
		.state = state };
	const void		*data;
	size_t			 n;
	bool			 more = true;

	out_init(&p->out, room);
	if (!xml_open(&x))
		return EXTRACT_MEMORY;
	/* what is not wanted any more is still counted: it may be a bomb */
	while (members_read(m, &data, &n))
		more = more && xml_feed(&x, data, n);
	return xml_close(&x);
}

/* a damaged part keeps what it gave; a bomb ends it all */
static enum extract_reason
read_all(struct members *m, struct parts *ps, const struct part_rule *rules,
    void *state)
{
	const char		*name;
	enum extract_reason	 worst = EXTRACT_OK, r;

	while ((name = members_next(m)) != NULL && ps->n < PARTS_MAX) {
		struct part	*p = &ps->v[ps->n];

		ps->any = true;
		ps->pictures |= fnmatch("*media/*", name, 0) == 0 ||
		    fnmatch("Pictures/*", name, 0) == 0;
		p->rule = rule_for(rules, name);
		if (p->rule == NULL)
			continue;
		p->number = number_in(name);
		p->seen = ps->n++;
		r = read_part(m, p, state, EXTRACT_TEXT_MAX - ps->bytes);
		ps->bytes += p->out.b.len;
		if (r != EXTRACT_OK && (worst == EXTRACT_OK ||
		    worst == EXTRACT_DAMAGED))
			worst = r;
		if (worst != EXTRACT_OK && worst != EXTRACT_DAMAGED)
			break;
	}
	return worst;
}

static void
collect(struct out *o, struct parts *ps)
{
	qsort(ps->v, ps->n, sizeof(ps->v[0]), by_order);
	for (size_t i = 0; i < ps->n; i++) {
		struct part	*p = &ps->v[i];

		if (p->rule->page && i > 0 && ps->v[i - 1].rule->page)
			out_page(o);
		out_finish(&p->out);
		out_line(o);
		out_text(o, p->out.b.data, p->out.b.len);
		o->cut |= p->out.cut;
		o->b.failed |= p->out.b.failed;
		out_free(&p->out);
	}
}

/* an office file with a password is no archive but an older container */
static bool
is_locked_container(void)
{
	static const char	 name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a";
	char			 head[4];

	return input_head(head, 4) == 4 &&
	    memcmp(head, "\xD0\xCF\x11\xE0", 4) == 0 &&
	    input_holds(name, sizeof(name));
}

enum extract_reason
parts_extract(struct out *o, const struct part_rule *rules, void *state)
{
	struct parts		 ps = { 0 };
	struct members		*m;
	enum extract_reason	 r, archive;

	if (is_locked_container())
		return EXTRACT_PASSWORD;
	ps.v = calloc(PARTS_MAX, sizeof(ps.v[0]));
	m = members_open(MEMBERS_ZIP);
	if (ps.v == NULL || m == NULL) {
		free(ps.v);
		return EXTRACT_MEMORY;
	}
	r = read_all(m, &ps, rules, state);
	archive = members_close(m);
	collect(o, &ps);
	if (archive != EXTRACT_OK && archive != EXTRACT_DAMAGED)
		r = archive;
	else if (r == EXTRACT_OK)
		r = ps.n == 0 ? EXTRACT_DAMAGED : archive;
	if (r == EXTRACT_OK && ps.pictures && !out_finish(o))
		r = EXTRACT_PICTURES;
	free(ps.v);
	return r;
}
