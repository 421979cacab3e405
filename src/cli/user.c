/*
 * user: people by command. Without a password on standard input a one-time
 * link is printed, with which they choose one.
 */
#include "base/settings.h"
#include "cli/table.h"
#include "cli/task.h"
#include "domain/actor.h"
#include "domain/password.h"
#include "storage/invitation.h"
#include "storage/org.h"
#include "storage/person.h"

/* the first line of standard input; NULL and a sentence said */
static const char *
read_password(const char *email)
{
	static char	 line[PASSWORD_MOST + 3];
	const char	*wrong;

	if (fgets(line, sizeof(line), stdin) == NULL)
		line[0] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	if ((wrong = password_fault(line, email)) == NULL)
		return line;
	refuse("%s", wrong);
	return NULL;
}

/* NULL: no password was asked for; false: refused, and said so */
static bool
hash_of(bool from_stdin, const char *email, char space[PASSWORD_HASH],
    const char **hash)
{
	const char	*password;

	*hash = NULL;
	if (!from_stdin)
		return true;
	if ((password = read_password(email)) == NULL)
		return false;
	if (!password_hash(password, space)) {
		refuse("no memory for the password's hash");
		return false;
	}
	*hash = space;
	return true;
}

/* a link for a password, into *link */
static enum status
make_link(struct work *w, int64_t person, const char *email, char link[512])
{
	const char	*token;
	enum status	 st;

	st = invitation_insert(w->db, w->arena, person, email, &token);
	if (st == ST_OK)
		snprintf(link, 512, "%s/invitations/%s", settings.base_url,
		    token);
	return st;
}

struct add {
	const char	*email, *name, *org, *role, *hash;
	bool		 platform_admin;
	bool		 no_org;	/* out: there is none of that slug */
};

static enum status
insert(struct work *w, struct add *a, char link[512])
{
	struct org	*o = NULL;
	int64_t		 key;
	enum status	 st;

	if (a->org != NULL) {
		org_send(w->db, a->org);
		st = org_take(w->db, w->arena, &o);
		a->no_org = st == ST_NOT_FOUND;
		if (st != ST_OK)
			return st;
	}
	st = person_insert(w->db, a->email, a->name, a->hash,
	    a->platform_admin, &key);
	if (st == ST_OK && o != NULL)
		st = member_add(w->db, o->key, key, a->role);
	if (st == ST_OK && a->hash == NULL)
		st = make_link(w, key, a->email, link);
	return st;
}

static int
add(int argc, char **argv)
{
	struct add			 a = { .role = "contributor" };
	bool				 from_stdin = false;
	char				 space[PASSWORD_HASH], link[512] = "";
	const struct option_spec	 specs[] = {
		{ "email", OPTION_TEXT, &a.email, "ADDRESS",
		    "signs in with it" },
		{ "name", OPTION_TEXT, &a.name, "NAME", "as partners see it" },
		{ "org", OPTION_TEXT, &a.org, "WORD",
		    "slug of the organisation" },
		{ "role", OPTION_TEXT, &a.role, "ROLE",
		    "reader, contributor (default) or admin" },
		{ "platform-admin", OPTION_FLAG, &a.platform_admin, NULL,
		    "administers organisations and accounts" },
		{ "password-stdin", OPTION_FLAG, &from_stdin, NULL,
		    "read the password; else print a one-time link" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	struct work			 w;
	enum status			 st;
	int				 first;

	if ((first = options_parse(argc, argv, specs)) < 0)
		return options_exit(first);
	if (a.email == NULL || a.name == NULL || first != argc)
		return misuse("user", "add needs --email and --name");
	if (role_of(a.role) <= 0)
		return misuse("user", "a role is reader, contributor or "
		    "admin");
	if (strchr(a.email, '@') == NULL)
		return misuse("user", "%s is no e-mail address", a.email);
	if (!hash_of(from_stdin, a.email, space, &a.hash))
		return EXIT_REFUSED;
	if ((st = work_begin(&w, DB_WRITE)) == ST_OK)
		st = insert(&w, &a, link);
	st = work_end(&w, st);
	if (a.no_org)
		return refuse("there is no organisation %s", a.org);
	if (st == ST_CONFLICT)
		return refuse("%s has an account already", a.email);
	if (st != ST_OK)
		return refuse_status(st);
	puts(*link != '\0' ? link : a.email);
	return EXIT_DONE;
}

static json_t *
person_json(const struct person *p)
{
	return json_pack("{s:s s:s s:s s:b s:b}", "email", p->email,
	    "name", p->name, "orgs", p->orgs,
	    "platform_admin", p->platform_admin, "disabled", p->disabled);
}

static int
list(int argc, char **argv)
{
	bool				 json = false;
	const struct option_spec	 specs[] = {
		{ "json", OPTION_FLAG, &json, NULL, "print JSON" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	static const struct column	 columns[] = { { "email", NULL },
	    { "name", NULL }, { "orgs", NULL },
	    { "platform_admin", "(administers the platform)" },
	    { "disabled", "(disabled)" }, { NULL, NULL } };
	json_t				*all = json_array();
	struct work			 w;
	struct person			*p;
	size_t				 n, i;
	enum status			 st;
	int				 first;

	if ((first = options_parse(argc, argv, specs)) < 0)
		return options_exit(first);
	if ((st = work_begin(&w, DB_READ)) == ST_OK) {
		person_list_send(w.db);
		st = person_list_take(w.db, w.arena, &p, &n);
	}
	for (i = 0; st == ST_OK && i < n; i++)
		json_array_append_new(all, person_json(&p[i]));
	if ((st = work_end(&w, st)) == ST_OK)
		return table_print(all, columns, json);
	json_decref(all);
	return refuse_status(st);
}

static int
password(int argc, char **argv)
{
	const char			*email = NULL, *hash;
	bool				 from_stdin = false;
	char				 space[PASSWORD_HASH], link[512] = "";
	const struct option_spec	 specs[] = {
		{ "email", OPTION_TEXT, &email, "ADDRESS", "whose" },
		{ "password-stdin", OPTION_FLAG, &from_stdin, NULL,
		    "read the password; else print a one-time link" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	struct work			 w;
	int64_t				 key;
	enum status			 st;
	int				 first;

	if ((first = options_parse(argc, argv, specs)) < 0)
		return options_exit(first);
	if (email == NULL && argc - first == 1)
		email = argv[first++];
	if (email == NULL || first != argc)
		return misuse("user", "password needs --email");
	if (!hash_of(from_stdin, email, space, &hash))
		return EXIT_REFUSED;
	if ((st = work_begin(&w, DB_WRITE)) == ST_OK &&
	    (st = person_find(w.db, email, &key)) == ST_OK)
		st = hash != NULL ? person_password(w.db, email, hash) :
		    make_link(&w, key, email, link);
	st = work_end(&w, st);
	if (st == ST_NOT_FOUND)
		return refuse("nobody has the e-mail %s", email);
	if (st != ST_OK)
		return refuse_status(st);
	if (*link != '\0')
		puts(link);
	return EXIT_DONE;
}

static int
disable(int argc, char **argv)
{
	const char			*email = NULL;
	bool				 undo = false;
	const struct option_spec	 specs[] = {
		{ "email", OPTION_TEXT, &email, "ADDRESS", "whose account" },
		{ "undo", OPTION_FLAG, &undo, NULL, "open it again" },
		{ NULL, OPTION_END, NULL, NULL, NULL } };
	struct work			 w;
	enum status			 st;
	int				 first;

	if ((first = options_parse(argc, argv, specs)) < 0)
		return options_exit(first);
	if (email == NULL && argc - first == 1)
		email = argv[first++];
	if (email == NULL || first != argc)
		return misuse("user", "disable needs --email");
	if ((st = work_begin(&w, DB_WRITE)) == ST_OK)
		st = person_switch(w.db, email, !undo);
	st = work_end(&w, st);
	if (st == ST_NOT_FOUND)
		return refuse("nobody has the e-mail %s", email);
	return st != ST_OK ? refuse_status(st) : EXIT_DONE;
}

int
cmd_user(int argc, char **argv)
{
	static const struct task	tasks[] = { { "add", add },
	    { "disable", disable }, { "list", list },
	    { "password", password }, { NULL, NULL } };

	return task_dispatch(argc, argv, tasks);
}
