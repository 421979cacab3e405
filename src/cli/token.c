/*
 * token: access keys for programs by command.
 */
#include "cli/table.h"
#include "cli/task.h"
#include "storage/person.h"
#include "storage/token.h"

/* "90d", "90" → 90; 0: no number of days that we give */
static int
days_of(const char *s)
{
	char	*end;
	long	 n = strtol(s, &end, 10);

	if (*end == 'd')
		end++;
	return *end != '\0' || n < 1 || n > TOKEN_DAYS_MAX ? 0 : (int)n;
}

/* "read,write" → an array of the database; NULL for anything else */
static const char *
scopes_of(const char *s)
{
	if (strcmp(s, "read") == 0)
		return "{read}";
	if (strcmp(s, "read,write") == 0 || strcmp(s, "write,read") == 0 ||
	    strcmp(s, "write") == 0)
		return "{read,write}";
	return NULL;
}

static int
add(int argc, char **argv)
{
	const char			*user = NULL, *scope = "read";
	const char			*expires = "90d", *label = "";
	const struct option_spec	 specs[] = {
		{ "user", OPTION_TEXT, &user, "ADDRESS",
		    "whose rights it has" },
		{ "scope", OPTION_TEXT, &scope, "SCOPE",
		    "read (default) or read,write" },
		{ "expires", OPTION_TEXT, &expires, "DAYS",
		    "90d when left out, at most 366d" },
		{ "label", OPTION_TEXT, &label, "TEXT", "what uses it" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	struct token_new		 t;
	struct work			 w;
	int64_t				 key;
	enum status			 st;
	int				 first;

	if ((first = options_parse(argc, argv, specs)) < 0)
		return options_exit(first);
	if (user == NULL || first != argc)
		return misuse("token", "add needs --user");
	if (scopes_of(scope) == NULL)
		return misuse("token", "a scope is read or read,write");
	if (days_of(expires) == 0)
		return misuse("token", "--expires is 1d to 366d");
	if ((st = work_begin(&w, DB_WRITE)) == ST_OK &&
	    (st = person_find(w.db, user, &key)) == ST_OK)
		st = token_add(w.db, key, label, scopes_of(scope),
		    days_of(expires), &t);
	st = work_end(&w, st);
	if (st == ST_NOT_FOUND)
		return refuse("nobody has the e-mail %s", user);
	if (st == ST_CONFLICT)
		return refuse("%s has %d keys in force; revoke one first",
		    user, TOKENS_MAX);
	if (st != ST_OK)
		return refuse_status(st);
	puts(t.text);
	return EXIT_DONE;
}

static json_t *
token_json(const struct token *t)
{
	return json_pack("{s:s s:s s:s s:s s:s s:o s:o s:o s:b}",
	    "id", t->id, "kind", t->kind, "user", t->email,
	    "scope", t->scopes, "label", t->label,
	    "created", json_moment(t->created),
	    "expires", json_moment(t->expires),
	    "last_used", json_moment(t->used), "over", t->over);
}

/* keys of one person (by e-mail), or of all */
static enum status
read_list(struct work *w, const char *user, bool over, struct token **t,
    size_t *n)
{
	int64_t		key = 0;
	enum status	st;

	if (user != NULL && (st = person_find(w->db, user, &key)) != ST_OK)
		return st;
	token_list_send(w->db, key, over);
	return token_list_take(w->db, w->arena, t, n);
}

static int
list(int argc, char **argv)
{
	const char			*user = NULL;
	bool				 json = false, all = false;
	const struct option_spec	 specs[] = {
		{ "user", OPTION_TEXT, &user, "ADDRESS", "only theirs" },
		{ "all", OPTION_FLAG, &all, NULL,
		    "revoked and expired ones too" },
		{ "json", OPTION_FLAG, &json, NULL, "print JSON" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	static const struct column	 columns[] = { { "id", NULL },
	    { "kind", NULL }, { "scope", NULL }, { "user", NULL },
	    { "label", NULL }, { "over", "(over)" },
	    { NULL, NULL } };
	json_t				*out = json_array();
	struct work			 w;
	struct token			*t;
	size_t				 n, i;
	enum status			 st;
	int				 first;

	if ((first = options_parse(argc, argv, specs)) < 0)
		return options_exit(first);
	if ((st = work_begin(&w, DB_READ)) == ST_OK)
		st = read_list(&w, user, all, &t, &n);
	for (i = 0; st == ST_OK && i < n; i++)
		json_array_append_new(out, token_json(&t[i]));
	if ((st = work_end(&w, st)) == ST_OK)
		return table_print(out, columns, json);
	json_decref(out);
	if (st == ST_NOT_FOUND)
		return refuse("nobody has the e-mail %s", user);
	return refuse_status(st);
}

static int
revoke(int argc, char **argv)
{
	const char			*id = NULL;
	const struct option_spec	 specs[] = {
		{ "id", OPTION_TEXT, &id, "ID", "as `token list` has it" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	struct work			 w;
	enum status			 st;
	int				 first;

	if ((first = options_parse(argc, argv, specs)) < 0)
		return options_exit(first);
	if (id == NULL && argc - first == 1)
		id = argv[first++];
	if (id == NULL || first != argc)
		return misuse("token", "revoke needs --id");
	if ((st = work_begin(&w, DB_WRITE)) == ST_OK)
		st = token_revoke(w.db, id);
	st = work_end(&w, st);
	if (st == ST_NOT_FOUND)
		return refuse("there is no key %s in force", id);
	return st != ST_OK ? refuse_status(st) : EXIT_DONE;
}

int
cmd_token(int argc, char **argv)
{
	static const struct task	tasks[] = { { "add", add },
	    { "list", list }, { "revoke", revoke }, { NULL, NULL } };

	return task_dispatch(argc, argv, tasks);
}
