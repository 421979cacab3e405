/*
 * hold: see hold.h.
 */
#include "cli/hold.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"
#include "cli/children.h"
#include "cli/cli.h"
#include "cli/cluster.h"
#include "storage/migrate.h"
#include "storage/server.h"

#define DESCRIPTORS	8192

static char sentence[1024];

const char *
hold_folders(void)
{
	static const char *const folders[] = { "run", "run/pg", "log", "files",
	    "index", "spool", "spool/body", "spool/proxy", "spool/other" };

	umask(027);
	if (mkdir(settings.home, 0750) == -1 && errno != EEXIST) {
		snprintf(sentence, sizeof(sentence), "%s can't be made (%s): "
		    "set COMMONSHELF_HOME to a folder that may be written",
		    settings.home, strerror(errno));
		return sentence;
	}
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (mkdir(settings_path(folders[i]), 0750) == -1 &&
		    errno != EEXIST) {
			snprintf(sentence, sizeof(sentence), "%s can't be made"
			    " (%s): does %s belong to somebody else?",
			    settings_path(folders[i]), strerror(errno),
			    settings.home);
			return sentence;
		}
	return NULL;
}

static const char *
check_place(void)
{
	char	module[600];

	if (geteuid() == 0)
		return "not as root: `make run` starts it as the user "
		    "commonshelf";
	if (strpbrk(cli_build(), " \t\n'\"\\;{}$#") != NULL)
		return "the folder's name holds spaces, quotes or ; { } $ #: "
		    "move it";
	snprintf(module, sizeof(module), "%s/commonshelf.so", cli_build());
	if (access(module, R_OK) == -1) {
		snprintf(sentence, sizeof(sentence), "%s can't be read: run "
		    "make first", module);
		return sentence;
	}
	return NULL;
}

/* what children inherit besides the environment that we got */
static void
make_environment(void)
{
	struct rlimit	rl;

	setenv("COMMONSHELF_ROOT", settings.root, 1);
	setenv("COMMONSHELF_HOME", settings.home, 1);
	setenv("COMMONSHELF_BUILD", cli_build(), 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	if (getrlimit(RLIMIT_NOFILE, &rl) == 0 && rl.rlim_cur < DESCRIPTORS) {
		rl.rlim_cur = rl.rlim_max < DESCRIPTORS ? rl.rlim_max :
		    DESCRIPTORS;
		setrlimit(RLIMIT_NOFILE, &rl);
	}
}

const char *
hold_house(void)
{
	const char	*why;
	pid_t		 holder = 0;

	if ((why = check_place()) != NULL || (why = hold_folders()) != NULL)
		return why;
	if (!children_lock(&holder)) {
		snprintf(sentence, sizeof(sentence), "it already runs in %s "
		    "(process %d): stop it there, or set COMMONSHELF_HOME",
		    settings.home, (int)holder);
		return sentence;
	}
	make_environment();
	children_end_left_over();
	return NULL;
}

static const char *
database_answers(void)
{
	int		 major;
	const char	*why = server_answers(settings.owner_url, &major);

	if (why == NULL)
		return NULL;
	snprintf(sentence, sizeof(sentence), "the database does not "
	    "answer (%.300s): check COMMONSHELF_DATABASE_URL and "
	    "COMMONSHELF_OWNER_URL", why);
	return sentence;
}

const char *
hold_database(void)
{
	return cluster_wanted() ? cluster_start() : database_answers();
}

const char *
hold_schema(void)
{
	char		 folder[600];
	const char	*why = hold_database();
	int		 n;

	if (why != NULL)
		return why;
	snprintf(folder, sizeof(folder), "%s/migrations", settings.root);
	return migrate(settings.owner_url, folder, false, &n);
}
