/*
 * task: see task.h.
 */
#include "cli/task.h"

#include "base/clock.h"
#include "base/settings.h"

#define ARENA_MAX	(64u << 20)
#define TIMEOUT_MS	10000

int
task_dispatch(int argc, char **argv, const struct task *tasks)
{
	const struct option_spec	 none[] = {
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	const struct task		*t;
	int				 first;

	if ((first = options_parse(argc, argv, none)) < 0)
		return options_exit(first);
	if (argc < 2)
		return misuse(argv[0], "say what to do");
	for (t = tasks; t->name != NULL; t++)
		if (strcmp(t->name, argv[1]) == 0)
			break;
	if (t->name == NULL)
		return misuse(argv[0], "there is no \"%s %s\"", argv[0],
		    argv[1]);
	argv[1] = argv[0];
	return t->run(argc - 1, argv + 1);
}

enum status
work_begin(struct work *w, enum db_mode mode)
{
	w->arena = arena_new(ARENA_MAX);
	w->db = db_new(settings.worker_url, TIMEOUT_MS);
	return db_begin(w->db, mode);
}

enum status
work_end(struct work *w, enum status st)
{
	if (st == ST_OK)
		st = db_end(w->db);
	else
		db_rollback(w->db);
	db_free(w->db);
	arena_free(w->arena);
	return st;
}

int
refuse_status(enum status st)
{
	if (st == ST_UNAVAILABLE)
		return refuse("the database does not answer; is the house "
		    "running? (commonshelf doctor)");
	return refuse("this went wrong; nothing was changed");
}

int
print_json(json_t *list)
{
	json_dumpf(list, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(list);
	return EXIT_DONE;
}

json_t *
json_moment(int64_t t)
{
	char	text[CLOCK_TEXT];

	if (t == 0)
		return json_null();
	clock_rfc3339(t, text);
	return json_string(text);
}
