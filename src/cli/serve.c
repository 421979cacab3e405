/*
 * serve: the whole house in the foreground: PostgreSQL (unless a URL is
 * given), migrations, Kore, nginx, worker. Everything that keeps it from
 * running is one line on stderr and exit 1.
 */
#include <signal.h>
#include <unistd.h>

#include "base/settings.h"
#include "cli/children.h"
#include "cli/cli.h"
#include "cli/first.h"
#include "cli/front.h"
#include "cli/hold.h"

#define SAMPLE_SECONDS	120

static void
start_worker(void)
{
	char		 self[600];
	const char	*args[] = { self, "worker", NULL };

	snprintf(self, sizeof(self), "%s/commonshelf", cli_build());
	if (command_find("worker") != NULL)
		child_start("worker", SIGTERM, CHILD_NEXT, NULL, args);
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
	    (why = hold_schema()) != NULL ||
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
	why = database_only ? hold_schema() : start_all(&first, password);
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
