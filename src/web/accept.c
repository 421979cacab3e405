#include <stddef.h>
#include <strings.h>

#include "web/accept.h"

#define BLANK	" \t"

/* one member of a list header */
struct choice {
	const char	*name;		/* not terminated */
	size_t		 len;
	int		 weight;	/* thousandths; 1000 unless q= says */
};

/* qvalue (RFC 9110, 12.4.2); what is none counts as 0 */
static int
read_weight(const char *s)
{
	int	weight, place;

	if ((s[0] != '0' && s[0] != '1'))
		return 0;
	weight = (s[0] - '0') * 1000;
	if (s[1] == '.')
		for (s += 2, place = 100; *s >= '0' && *s <= '9' && place > 0;
		    s++, place /= 10)
			weight += (*s - '0') * place;
	return weight > 1000 ? 1000 : weight;
}

/* the next member of *s, which moves on; false at the end */
static bool
next_choice(const char **s, struct choice *c)
{
	const char	*p = *s + strspn(*s, "," BLANK), *end;

	if (*p == '\0')
		return false;
	c->name = p;
	c->len = strcspn(p, ",;" BLANK);
	c->weight = 1000;
	end = p + strcspn(p, ",");
	for (p += strcspn(p, ",;"); p < end; p += strcspn(p, ",;")) {
		p += strspn(p, ";" BLANK);
		if (strncasecmp(p, "q=", 2) == 0)
			c->weight = read_weight(p + 2);
	}
	*s = end;
	return true;
}

/* 0: asks for something else; 1: for anything; 2: for this very language */
static int
asks_for_language(const struct choice *c, const char *offered)
{
	size_t	n = strlen(offered);

	if (c->len == 1 && c->name[0] == '*')
		return 1;
	return c->len >= n && strncasecmp(c->name, offered, n) == 0 &&
	    (c->len == n || c->name[n] == '-') ? 2 : 0;
}

/* what the most exact member that fits says about a language */
static int
language_weight(const char *header, const char *offered)
{
	struct choice	c;
	int		fit, best_fit = 0, weight = 0;

	while (next_choice(&header, &c)) {
		fit = asks_for_language(&c, offered);
		if (fit > best_fit || (fit == best_fit && fit > 0 &&
		    c.weight > weight)) {
			best_fit = fit;
			weight = c.weight;
		}
	}
	return weight;
}

const char *
accept_language(const char *header, const char *const *offered)
{
	const char	*best = offered[0];
	int		 weight, most = 0;

	if (header == NULL)
		return best;
	for (; *offered != NULL; offered++) {
		weight = language_weight(header, *offered);
		if (weight > most) {
			most = weight;
			best = *offered;
		}
	}
	return best;
}

/* how exactly a member names a type: 0 not, 1 by a wildcard for all, 2 by one
 * for its kind, 3 outright */
static int
asks_for_type(const struct choice *c, const char *type)
{
	size_t	kind = strcspn(type, "/") + 1;

	if (c->len == 3 && strncmp(c->name, "*/*", 3) == 0)
		return 1;
	if (c->len == kind + 1 && c->name[kind] == '*' &&
	    strncasecmp(c->name, type, kind) == 0)
		return 2;
	return c->len == strlen(type) &&
	    strncasecmp(c->name, type, c->len) == 0 ? 3 : 0;
}

/* weight and exactness in one number that compares */
static int
type_rank(const char *header, const char *type)
{
	struct choice	c;
	int		fit, best_fit = 0, weight = 0;

	while (next_choice(&header, &c))
		if ((fit = asks_for_type(&c, type)) > best_fit) {
			best_fit = fit;
			weight = c.weight;
		}
	return weight == 0 ? 0 : weight * 4 + best_fit;
}

bool
accept_prefers_json(const char *header)
{
	int	html, json, problem;

	if (header == NULL)
		return false;
	html = type_rank(header, "text/html");
	json = type_rank(header, "application/json");
	problem = type_rank(header, "application/problem+json");
	return json > html || problem > html;
}
