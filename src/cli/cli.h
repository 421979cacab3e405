/*
 * cli: the commands of `commonshelf`. A command is one function and one line
 * in the table of main.c. Results go to stdout, everything else to stderr.
 *
 *	int
 *	cmd_example(int argc, char **argv)
 *	{
 *		const char *name = NULL; bool json = false;
 *		const struct option_spec specs[] = {
 *			{ "name", OPTION_TEXT, &name, "NAME", "whose it is" },
 *			{ "json", OPTION_FLAG, &json, NULL, "print JSON" },
 *			{ NULL, OPTION_END, NULL, NULL, NULL } };
 *		int first = options_parse(argc, argv, specs);
 *
 *		if (first < 0)
 *			return options_exit(first);
 *		… operands are argv[first] … argv[argc - 1]
 *		return EXIT_DONE;
 *	}
 */
#ifndef CS_CLI_H
#define CS_CLI_H

#include <stdbool.h>
#include <stddef.h>

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

struct command {
	const char	*name;
	int		(*run)(int argc, char **argv);	/* argv[0]: its name */
	const char	*usage;		/* what follows the name */
	const char	*what;		/* one line */
};

/* NULL when there is none of that name */
const struct command	*command_find(const char *name);

enum option_kind {
	OPTION_END,
	OPTION_FLAG,		/* to: bool * */
	OPTION_TEXT,		/* to: const char ** */
	OPTION_NUMBER		/* to: long * */
};

struct option_spec {
	const char		*name;		/* without the dashes */
	enum option_kind	 kind;
	void			*to;
	const char		*value;		/* how help calls the value */
	const char		*help;
};

/*
 * Reads --name, --name VALUE and --name=VALUE; --help prints the command's
 * line and its options. Returns the index of the first operand, or less than
 * zero when the command ends here with options_exit() of it.
 */
int	options_parse(int argc, char **argv, const struct option_spec *);
int	options_exit(int);

/* prints "commonshelf: …" and returns EXIT_REFUSED */
int	refuse(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* prints "commonshelf: … (see commonshelf NAME --help)", returns EXIT_USAGE */
int	misuse(const char *command, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* folder of the running program: commonshelf.so, assets/, locale/ */
const char	*cli_build(void);

int	cmd_backup(int, char **);
int	cmd_export(int, char **);
int	cmd_import(int, char **);
int	cmd_restore(int, char **);
int	cmd_sample(int, char **);
int	cmd_serve(int, char **);
int	cmd_store(int, char **);
int	cmd_migrate(int, char **);
int	cmd_settings(int, char **);
int	cmd_doctor(int, char **);
int	cmd_verify(int, char **);
int	cmd_version(int, char **);
int	cmd_worker(int, char **);
int	cmd_org(int, char **);
int	cmd_token(int, char **);
int	cmd_user(int, char **);
int	cmd_reindex(int, char **);

#endif
