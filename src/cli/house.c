/*
 * house: the small commands about the house itself: migrate, settings,
 * version.
 */
#include <jansson.h>

#include "base/settings.h"
#include "cli/cli.h"
#include "storage/migrate.h"

int
cmd_migrate(int argc, char **argv)
{
	bool				 look = false;
	char				 folder[600];
	const char			*why;
	const struct option_spec	 specs[] = {
		{ "look", OPTION_FLAG, &look, NULL,
		    "only say how many are missing" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	int				 at = options_parse(argc, argv, specs);
	int				 n;

	if (at < 0)
		return options_exit(at);
	snprintf(folder, sizeof(folder), "%s/migrations", settings.root);
	if ((why = migrate(settings.owner_url, folder, look, &n)) != NULL)
		return refuse("%s", why);
	printf(look ? "%d missing\n" : "%d applied\n", n);
	return EXIT_DONE;
}

static const char *
shown(const struct setting *s)
{
	return s->secret ? "(set, not shown)" : s->value;
}

static int
settings_json(void)
{
	struct setting	 s;
	json_t		*all = json_array();

	for (size_t i = 0; settings_row(i, &s); i++)
		json_array_append_new(all, json_pack("{ss ss ss ss}", "name",
		    s.name, "value", shown(&s), "default", s.dflt, "help",
		    s.help));
	json_dumpf(all, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(all);
	return EXIT_DONE;
}

int
cmd_settings(int argc, char **argv)
{
	bool				json = false;
	struct setting			s;
	const struct option_spec	specs[] = {
		{ "json", OPTION_FLAG, &json, NULL, "print JSON" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	int				at = options_parse(argc, argv, specs);

	if (at < 0)
		return options_exit(at);
	if (json)
		return settings_json();
	for (size_t i = 0; settings_row(i, &s); i++)
		printf("# %s; default: %s\n%s=%s\n", s.help,
		    s.dflt[0] == '\0' ? "empty" : s.dflt, s.name, shown(&s));
	return EXIT_DONE;
}

int
cmd_version(int argc, char **argv)
{
	const struct option_spec	specs[] = {
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	int				at = options_parse(argc, argv, specs);

	if (at < 0)
		return options_exit(at);
	printf("commonshelf %s\n", CS_VERSION);
	return EXIT_DONE;
}
