/*
 * commonshelf: the command line. The table is the list of what there is; a
 * command's own file has the rest.
 */
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/settings.h"
#include "cli/cli.h"

static const struct command commands[] = {
	{ "backup", cmd_backup, "FOLDER|--stream",
	    "copies the whole house while it runs" },
	{ "doctor", cmd_doctor, "[--json]",
	    "says what is well here and what is not" },
	{ "export", cmd_export, "FOLDER",
	    "writes everything in open formats" },
	{ "import", cmd_import, "FOLDER",
	    "puts an export beside what is here" },
	{ "migrate", cmd_migrate, "[--look]",
	    "brings the database to the schema of this program" },
	{ "org", cmd_org, "add|list|suspend [--help]",
	    "organisations that take part" },
	{ "reindex", cmd_reindex, "",
	    "builds the search index again; the worker must not run" },
	{ "restore", cmd_restore, "FOLDER|--stream [--replace]",
	    "puts a backup into an empty house" },
	{ "sample", cmd_sample, "load|remove",
	    "loads the sample library, or takes it away" },
	{ "serve", cmd_serve, "[--database-only]",
	    "starts everything in the foreground; Ctrl-C ends it" },
	{ "settings", cmd_settings, "[--json]",
	    "prints every setting with its value" },
	{ "store", cmd_store, "[move] [--json]",
	    "says where files lie, or moves them to where the setting says" },
	{ "token", cmd_token, "add|list|revoke [--help]",
	    "access keys for programs" },
	{ "user", cmd_user, "add|list|password|disable [--help]",
	    "people and their accounts" },
	{ "verify", cmd_verify, "[--mend] [--json]",
	    "reads everything again and compares it with its name" },
	{ "version", cmd_version, "",
	    "prints the version" },
	{ "worker", cmd_worker, "",
	    "reads files and keeps the index; serve starts it" },
};

#define NCOMMANDS	(sizeof(commands) / sizeof(commands[0]))

const struct command *
command_find(const char *name)
{
	for (size_t i = 0; i < NCOMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int
overview(FILE *out, int code)
{
	fprintf(out, "commonshelf COMMAND [--help]\n\n");
	for (size_t i = 0; i < NCOMMANDS; i++)
		fprintf(out, "  %-9s %-28s %s\n", commands[i].name,
		    commands[i].usage, commands[i].what);
	return code;
}

const char *
cli_build(void)
{
	static char	 path[512];
	ssize_t		 n;
	char		*slash;

	if (path[0] != '\0')
		return path;
	n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	path[n > 0 ? n : 0] = '\0';
	if ((slash = strrchr(path, '/')) != NULL)
		*slash = '\0';
	return path;
}

/*
 * Root becomes the owner of the house before it touches anything there, so
 * that no file of root's is left in it. A house of root's own stays as it is.
 */
static void
become_owner(void)
{
	struct stat	st;

	if (geteuid() != 0 || stat(settings.home, &st) == -1 || st.st_uid == 0)
		return;
	if (setgroups(0, NULL) == -1 || setgid(st.st_gid) == -1 ||
	    setuid(st.st_uid) == -1) {
		refuse("can't become the owner of %s", settings.home);
		exit(EXIT_REFUSED);
	}
}

int
main(int argc, char **argv)
{
	const struct command	*c;
	const char		*why;

	if (argc < 2)
		return overview(stderr, EXIT_USAGE);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
		return overview(stdout, EXIT_DONE);
	if (strcmp(argv[1], "--version") == 0)
		argv[1] += 2;
	if ((c = command_find(argv[1])) == NULL) {
		refuse("there is no command \"%s\"", argv[1]);
		return overview(stderr, EXIT_USAGE);
	}
	log_open("commonshelf");
	if ((why = settings_load()) != NULL)
		return refuse("%s", why);
	if (settings.log_debug)
		log_level(LOG_LEVEL_DEBUG);
	become_owner();
	return c->run(argc - 1, argv + 1);
}
