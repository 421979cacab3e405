/*
 * serve: the whole house in the foreground: PostgreSQL (unless a URL is
 * given), migrations, Kore, nginx, worker. Everything that keeps it from
 * running is one line on stderr and exit 1.
 */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"
#include "cli/children.h"
#include "cli/cli.h"
#include "cli/cluster.h"
#include "cli/first.h"
#include "cli/front.h"
#include "storage/migrate.h"
#include "storage/server.h"

#define SAMPLE_SECONDS	120
#define DESCRIPTORS	8192

static char sentence[1024];

static const char *
make_folders(void)
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

static const char *
hold_house(void)
{
	const char	*why;
	pid_t		 holder = 0;

	if ((why = check_place()) != NULL || (why = make_folders()) != NULL)
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

static const char *
start_database(void)
{
	char		 folder[600];
	const char	*why;
	int		 n;

	why = cluster_wanted() ? cluster_start() : database_answers();
	if (why != NULL)
		return why;
	snprintf(folder, sizeof(folder), "%s/migrations", settings.root);
	return migrate(settings.owner_url, folder, false, &n);
}

static void
start_worker(void)
{
	char		 self[600];
	const char	*args[] = { self, "worker", NULL };

	snprintf(self, sizeof(self), "%s/commonshelf", cli_build());
	if (command_find("worker") != NULL)
		child_start("worker", SIGTERM, false, NULL, args);
}

/* a library that can't be loaded is no reason not to start */
static void
load_sample(void)
{
	char		 self[600];
	const char	*args[] = { self, "sample", "load", NULL };

	snprintf(self, sizeof(self), "%s/commonshelf", cli_build());
	if (command_find("sample") == NULL)
		return;
	puts("Loading the sample library …");
	fflush(stdout);
	if (children_run("sample", SAMPLE_SECONDS, args) != 0)
		fprintf(stderr, "commonshelf: the sample library could not be "
		    "loaded (%s); later: commonshelf sample load\n",
		    children_last_words("sample", ""));
}

static const char *
start_all(bool *first, char *password)
{
	const char	*why;

	if ((why = front_port_free()) != NULL ||
	    (why = start_database()) != NULL ||
	    (why = first_admin(first, password)) != NULL ||
	    (why = front_start()) != NULL)
		return why;
	start_worker();
	if (*first && settings.sample)
		load_sample();
	return NULL;
}

static void
greet(bool first, const char *password)
{
	printf("Commonshelf is at %s (Ctrl-C ends it)\n", settings.base_url);
	if (first)
		printf("Sign in as %s with the password %s and then choose "
		    "your own\n", FIRST_EMAIL, password);
	else
		printf("Sign in with your account; password forgotten: "
		    "%s/commonshelf user password EMAIL\n", cli_build());
	fflush(stdout);
}

int
cmd_serve(int argc, char **argv)
{
	bool				 database_only = false, first = false;
	char				 password[FIRST_PASSWORD] = "";
	const char			*why;
	const struct option_spec	 specs[] = {
		{ "database-only", OPTION_FLAG, &database_only, NULL,
		    "only PostgreSQL and migrations, for tests and mending" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	int				 at = options_parse(argc, argv, specs);

	if (at < 0)
		return options_exit(at);
	if (at < argc)
		return misuse(argv[0], "it takes no \"%s\"", argv[at]);
	if ((why = hold_house()) != NULL)
		return refuse("%s", why);
	why = database_only ? start_database() : start_all(&first, password);
	if (why == NULL) {
		if (database_only) {
			printf("The database is at %s\n", settings.owner_url);
			fflush(stdout);
		} else
			greet(first, password);
		children_watch();
	}
	children_stop();
	return why == NULL ? EXIT_DONE : refuse("%s", why);
}
