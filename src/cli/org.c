/*
 * org: organisations by command.
 */
#include "cli/table.h"
#include "cli/task.h"
#include "storage/org.h"

static int
add(int argc, char **argv)
{
	struct org			 o = { .slug = NULL };
	const struct option_spec	 specs[] = {
		{ "slug", OPTION_TEXT, &o.slug, "WORD",
		    "its name in addresses" },
		{ "name", OPTION_TEXT, &o.name, "NAME", "its full name" },
		{ "country", OPTION_TEXT, &o.country, "FJ",
		    "two letters; left out: across borders" },
		{ "about", OPTION_TEXT, &o.about, "TEXT",
		    "what it does, in a sentence" },
		{ "website", OPTION_TEXT, &o.website, "URL", "its website" },
		{ "contact", OPTION_TEXT, &o.contact, "TEXT",
		    "e-mail or telephone, for everybody" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	struct work			 w;
	enum status			 st;
	int				 first;

	if ((first = options_parse(argc, argv, specs)) < 0)
		return options_exit(first);
	if (o.slug == NULL || o.name == NULL || first != argc)
		return misuse("org", "add needs --slug and --name");
	if ((st = work_begin(&w, DB_WRITE)) == ST_OK)
		st = org_insert(w.db, w.arena, &o);
	st = work_end(&w, st);
	if (st == ST_CONFLICT)
		return refuse("there is an organisation %s already", o.slug);
	if (st == ST_INVALID)
		return refuse("the slug has 2 to 63 small letters, digits and "
		    "hyphens, the name 1 to 200 characters, the country two "
		    "letters of the list");
	if (st != ST_OK)
		return refuse_status(st);
	puts(o.slug);
	return EXIT_DONE;
}

static json_t *
org_json(const struct org *o)
{
	return json_pack("{s:s s:s s:s* s:b s:i s:i s:i s:i}",
	    "slug", o->slug, "name", o->name,
	    "country", *o->country == '\0' ? NULL : o->country,
	    "suspended", o->suspended, "people", o->people,
	    "toolkits", o->toolkits, "events", o->events,
	    "experiences", o->experiences);
}

static int
list(int argc, char **argv)
{
	bool				 json = false;
	const struct option_spec	 specs[] = {
		{ "json", OPTION_FLAG, &json, NULL, "print JSON" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	static const struct column	 columns[] = { { "slug", NULL },
	    { "country", NULL }, { "name", NULL },
	    { "suspended", "(suspended)" }, { NULL, NULL } };
	json_t				*all = json_array();
	struct work			 w;
	struct org			*o;
	size_t				 n, i;
	enum status			 st;
	int				 first;

	if ((first = options_parse(argc, argv, specs)) < 0)
		return options_exit(first);
	if ((st = work_begin(&w, DB_READ)) == ST_OK) {
		org_list_send(w.db, NULL, true);
		st = org_list_take(w.db, w.arena, &o, &n);
	}
	for (i = 0; st == ST_OK && i < n; i++)
		json_array_append_new(all, org_json(&o[i]));
	if ((st = work_end(&w, st)) == ST_OK)
		return table_print(all, columns, json);
	json_decref(all);
	return refuse_status(st);
}

static int
suspend(int argc, char **argv)
{
	const char			*slug = NULL;
	bool				 resume = false;
	const struct option_spec	 specs[] = {
		{ "slug", OPTION_TEXT, &slug, "WORD", "which one" },
		{ "resume", OPTION_FLAG, &resume, NULL,
		    "take it back: its people act for it again" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	struct work			 w;
	enum status			 st;
	int				 first;

	if ((first = options_parse(argc, argv, specs)) < 0)
		return options_exit(first);
	if (slug == NULL && argc - first == 1)
		slug = argv[first++];
	if (slug == NULL || first != argc)
		return misuse("org", "suspend needs --slug");
	if ((st = work_begin(&w, DB_WRITE)) == ST_OK)
		st = org_suspend(w.db, slug, !resume);
	st = work_end(&w, st);
	if (st == ST_NOT_FOUND)
		return refuse("there is no organisation %s", slug);
	return st != ST_OK ? refuse_status(st) : EXIT_DONE;
}

int
cmd_org(int argc, char **argv)
{
	static const struct task	tasks[] = { { "add", add },
	    { "list", list }, { "suspend", suspend }, { NULL, NULL } };

	return task_dispatch(argc, argv, tasks);
}
