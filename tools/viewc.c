/*
 * viewc: turns src/views/NAME.html into C.
 *
 * A line whose first non-blank character is % is C. In any other line
 *	{{ expr }}		prints expr, escaped by its type
 *	{{ url: expr }}		prints expr as one percent-encoded URL part
 *	{{ href: expr }}	prints expr as an address; only http, https,
 *				mailto, webcal, or a path of ours pass
 *	{{ _("text") }}		a translated sentence (an expr like any other)
 *	{{# comment }}		nothing; a line of it alone is left out whole
 * The rest is printed as it stands; leading tabs of a line are left out.
 * Every statement has its #line, so the compiler points into the HTML.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char	*file;
static int		 line;
static char		 text[65536];	/* literal gathered so far */
static size_t		 used;

static void
die(const char *what)
{
	fprintf(stderr, "%s:%d: %s\n", file, line, what);
	exit(1);
}

static void
flush(void)
{
	size_t	i;

	if (used == 0)
		return;
	printf("html_raw(h, \"");
	for (i = 0; i < used; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c == '\n')
			printf("\\n");
		else if (c == '\t')
			printf("\\t");
		else if (c == '?')
			printf("\\?");
		else
			putchar(c);
	}
	printf("\", %zu);\n", used);
	used = 0;
}

static void
keep(const char *s, size_t n)
{
	if (used + n > sizeof(text))
		flush();
	if (n > sizeof(text))
		die("line too long");
	memcpy(text + used, s, n);
	used += n;
}

static int
starts(const char **s, const char *word)
{
	size_t	n = strlen(word);

	if (strncmp(*s, word, n) != 0)
		return 0;
	*s += n;
	return 1;
}

static void
expression(const char *s, size_t n)
{
	const char	*end = s + n, *call = "html_put";

	while (s < end && isspace((unsigned char)*s))
		s++;
	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	if (s == end)
		die("empty {{ }}");
	if (*s == '#')
		return;
	if (starts(&s, "url:"))
		call = "html_url";
	else if (starts(&s, "href:"))
		call = "html_href";
	flush();
	printf("#line %d \"%s\"\n%s(h, %.*s);\n", line, file, call,
	    (int)(end - s), s);
}

/* a line that is one comment and nothing else, also between functions */
static int
remark(const char *s)
{
	const char	*close;

	if (strncmp(s, "{{#", 3) != 0 || (close = strstr(s, "}}")) == NULL)
		return 0;
	return close[2 + strspn(close + 2, " \t\r\n")] == '\0';
}

static void
markup(const char *s)
{
	const char	*open, *close;

	while ((open = strstr(s, "{{")) != NULL) {
		keep(s, (size_t)(open - s));
		if ((close = strstr(open, "}}")) == NULL)
			die("{{ without }}");
		expression(open + 2, (size_t)(close - open - 2));
		s = close + 2;
	}
	keep(s, strlen(s));
}

int
main(int argc, char **argv)
{
	static char	 row[32768];
	const char	*s;
	FILE		*in;

	if (argc != 2 || (in = fopen(file = argv[1], "r")) == NULL) {
		fprintf(stderr, "usage: viewc FILE.html > FILE.c\n");
		return 2;
	}
	printf("#include \"views/html.h\"\n");
	while (fgets(row, sizeof(row), in) != NULL) {
		line++;
		if (strchr(row, '\n') == NULL && !feof(in))
			die("line too long");
		for (s = row; *s == '\t' || *s == ' '; s++)
			;
		if (*s == '%') {
			flush();
			printf("#line %d \"%s\"\n%s", line, file, s + 1);
		} else if (*s != '\n' && *s != '\0' && !remark(s)) {
			markup(s);
		}
	}
	flush();
	fclose(in);
	return 0;
}
