/*
 * sample: loads and removes the sample library.
 */
#include "cli/cli.h"

#include "base/settings.h"
#include "storage/sample.h"

#define TIMEOUT_MS	60000

static int
load(struct db *db)
{
	struct sample_tally	 t;
	char			 folder[1024], why[SAMPLE_WHY];
	enum status		 st;

	snprintf(folder, sizeof(folder), "%s/assets/sample", settings.root);
	st = sample_load(db, folder, &t, why);
	if (st == ST_CONFLICT) {
		puts("The sample library is already loaded.");
		return EXIT_DONE;
	}
	if (st != ST_OK)
		return refuse("the sample library could not be loaded: %s",
		    why);
	printf("%d items, %d files, %d organisations, %d people loaded\n",
	    t.items, t.files, t.orgs, t.people);
	return EXIT_DONE;
}

static int
take_away(struct db *db)
{
	struct sample_tally	t;

	if (sample_remove(db, &t) != ST_OK)
		return refuse("the sample library could not be removed; "
		    "nothing was changed");
	printf("%d items, %d files, %d organisations, %d people removed\n",
	    t.items, t.files, t.orgs, t.people);
	if (t.kept > 0)
		printf("%d organisations stay: other items or people belong "
		    "to them\n", t.kept);
	return EXIT_DONE;
}

int
cmd_sample(int argc, char **argv)
{
	const struct option_spec	 specs[] = {
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	struct db			*db;
	int				 code, first;

	if ((first = options_parse(argc, argv, specs)) < 0)
		return options_exit(first);
	if (argc - first != 1 || (strcmp(argv[first], "load") != 0 &&
	    strcmp(argv[first], "remove") != 0))
		return misuse("sample", "say load or remove");
	db = db_new(settings.worker_url, TIMEOUT_MS);
	code = strcmp(argv[first], "load") == 0 ? load(db) : take_away(db);
	db_free(db);
	return code;
}
