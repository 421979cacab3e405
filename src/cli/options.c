/*
 * options: see cli.h. Long options alone, from a table that is the help too.
 */
#include <errno.h>
#include <stdarg.h>

#include "cli/cli.h"

#define ENDED_DONE	(-1)
#define ENDED_WRONG	(-2)

static void
help(const char *name, const struct option_spec *specs)
{
	const struct command	*c = command_find(name);

	printf("commonshelf %s %s\n%s\n", name, c->usage, c->what);
	for (const struct option_spec *o = specs; o->kind != OPTION_END; o++)
		printf("  --%-12s %-10s %s\n", o->name,
		    o->value == NULL ? "" : o->value, o->help);
}

static const struct option_spec *
spec_find(const struct option_spec *specs, const char *name, size_t len)
{
	for (; specs->kind != OPTION_END; specs++)
		if (strlen(specs->name) == len &&
		    strncmp(specs->name, name, len) == 0)
			return specs;
	return NULL;
}

static bool
store_number(long *to, const char *text)
{
	char	*end;

	errno = 0;
	*to = strtol(text, &end, 10);
	return errno == 0 && end != text && *end == '\0';
}

/* takes the option at argv[i]; the index of the next argument, 0: wrong use */
static int
take(int argc, char **argv, int i, const struct option_spec *specs)
{
	const char			*name = argv[i] + 2;
	size_t				 len = strcspn(name, "=");
	const char			*value = NULL;
	const struct option_spec	*o = spec_find(specs, name, len);

	if (o == NULL) {
		misuse(argv[0], "there is no option %s", argv[i]);
		return 0;
	}
	if (o->kind == OPTION_FLAG && name[len] == '\0') {
		*(bool *)o->to = true;
		return i + 1;
	}
	if (name[len] == '=')
		value = name + len + 1;
	else if (i + 1 < argc)
		value = argv[++i];
	if (value == NULL || o->kind == OPTION_FLAG) {
		misuse(argv[0], o->kind == OPTION_FLAG ?
		    "--%s takes no value" : "--%s needs a value", o->name);
		return 0;
	}
	if (o->kind == OPTION_TEXT)
		*(const char **)o->to = value;
	else if (!store_number(o->to, value)) {
		misuse(argv[0], "--%s needs a number", o->name);
		return 0;
	}
	return i + 1;
}

int
options_parse(int argc, char **argv, const struct option_spec *specs)
{
	int	i = 1;

	while (i < argc && strncmp(argv[i], "--", 2) == 0) {
		if (strcmp(argv[i], "--") == 0)
			return i + 1;
		if (strcmp(argv[i], "--help") == 0) {
			help(argv[0], specs);
			return ENDED_DONE;
		}
		if ((i = take(argc, argv, i, specs)) == 0)
			return ENDED_WRONG;
	}
	return i;
}

int
options_exit(int ended)
{
	return ended == ENDED_DONE ? EXIT_DONE : EXIT_USAGE;
}

int
refuse(const char *fmt, ...)
{
	va_list	ap;

	fflush(stdout);
	fputs("commonshelf: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return EXIT_REFUSED;
}

int
misuse(const char *command, const char *fmt, ...)
{
	va_list	ap;

	fputs("commonshelf: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, " (see commonshelf %s --help)\n", command);
	return EXIT_USAGE;
}
