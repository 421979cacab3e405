/*
 * Sign-in, invitations, memberships and access keys on a real database:
 * $COMMONSHELF_OWNER_URL and _DATABASE_URL of a house made by tests/house,
 * else skipped. What happens at the same moment happens in processes of their
 * own.
 */
#include "unit.h"

#include <sys/wait.h>
#include <unistd.h>

#include "domain/password.h"
#include "storage/auth.h"
#include "storage/invitation.h"
#include "storage/join.h"
#include "storage/org.h"
#include "storage/person.h"
#include "storage/session.h"
#include "storage/standing.h"
#include "storage/token.h"
#include "storage/vocabulary.h"

#define CROWD	8	/* callers at the same moment */

static struct arena	*a;
static struct db	*owner, *db;
static char		 hash[PASSWORD_HASH];
static int		 number;

static const struct stmt SQL_ORG = { "t_org", "t",
	"insert into org (slug, name) values ($1, $1) returning id" };
static const struct stmt SQL_PERSON = { "t_person", "ttb",
	"insert into person (email, name, password, platform_admin)"
	" values ($1, $1, $2, $3) returning id" };
static const struct stmt SQL_MEMBER = { "t_member", "iit",
	"insert into membership (person, org, role) values ($1, $2, $3) returning 1" };
static const struct stmt SQL_NUMBER = { "t_number", "i",
	"select count(*) from session where person = $1" };
static const struct stmt SQL_ADMINS = { "t_admins", "i",
	"select count(*) from membership where org = $1 and role = 'admin'" };
static const struct stmt SQL_AGE = { "t_age", "",
	"update sign_in_try set at = at - interval '16 minutes' returning 1" };
static const struct stmt SQL_IDLE = { "t_idle", "it",
	"update session set seen_at = now() - $2::interval where person = $1"
	" returning 1" };
static const struct stmt SQL_FORGET = { "t_forget", "",
	"delete from sign_in_try returning 1" };

static int
setup(void **state)
{
	(void)state;
	if (getenv("COMMONSHELF_OWNER_URL") == NULL)
		return 0;
	a = arena_new(64 << 20);
	owner = db_new(getenv("COMMONSHELF_OWNER_URL"), 5000);
	db = db_new(getenv("COMMONSHELF_DATABASE_URL"), 5000);
	return password_hash("correct horse battery", hash) ? 0 : -1;
}

static void
need_database(void)
{
	if (owner == NULL) {
		print_message("skipped: no database of a house\n");
		skip();
	}
	db_as(db, NULL, NULL);
}

/* one statement of the owner that returns a number: the first of them */
#define AS_OWNER(...) as_owner_end((assert_int_equal(db_begin(owner,	\
	DB_WRITE), ST_OK), db_send(owner, __VA_ARGS__), 0))
static int64_t
as_owner_end(int begun)
{
	struct rows	r;
	int64_t		n = begun;

	assert_int_equal(db_take(owner, &r), ST_OK);
	if (r.n > 0)
		n = rows_int(&r, 0, 0);
	assert_int_equal(db_end(owner), ST_OK);
	return n;
}

static int64_t
new_org(const char **slug)
{
	*slug = arena_printf(a, "people-%d", ++number);
	return AS_OWNER(&SQL_ORG, *slug);
}

static int64_t
new_person(const char **email, bool admin)
{
	*email = arena_printf(a, "p%d@people.example", ++number);
	return AS_OWNER(&SQL_PERSON, *email, hash, (int)admin);
}

static int64_t
sessions_of(int64_t person)
{
	return AS_OWNER(&SQL_NUMBER, person);
}

/* signs in and makes the connection act as that person */
static enum status
sign_in(struct db *c, const char *email, const char *address,
    struct session_new *s, int *wait)
{
	struct throttle		t;
	struct session_open	o = { .agent = "test", .throttle = &t };
	enum status		st;

	throttle_keys(&t, email, address);
	st = session_try(c, a, &t, email, wait, &o.person, &o.stored);
	if (st != ST_OK)
		return st;
	session_make(s);
	if ((st = session_open(c, a, s, &o)) == ST_OK)
		db_as(c, "session", s->hash);
	return st;
}

static void
act_as(const char *email)
{
	struct session_new	s;
	int			wait;

	assert_int_equal(sign_in(db, email, NULL, &s, &wait), ST_OK);
}

static enum status
finish(struct db *c, enum status st)
{
	if (st == ST_OK)
		return db_end(c);
	db_rollback(c);
	return st;
}

#define WRITING(c, call)						\
	(db_begin((c), DB_WRITE) == ST_OK ? finish((c), (call)) :	\
	ST_UNAVAILABLE)

/* how many of CROWD processes, each with a connection of its own, say true */
static int
crowd(bool (*deed)(struct db *, int, void *), void *arg)
{
	int	won = 0, status;
	pid_t	pids[CROWD];

	for (int i = 0; i < CROWD; i++)
		if ((pids[i] = fork()) == 0) {
			struct db *own = db_new(getenv(
			    "COMMONSHELF_DATABASE_URL"), 5000);
			_exit(deed(own, i, arg) ? 0 : 1);
		}
	for (int i = 0; i < CROWD; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		won += WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	return won;
}

static void
test_session(void **state)
{
	struct session_new	 s;
	struct actor		 who;
	const char		*email;
	int64_t			 person;
	int			 wait;

	(void)state;
	need_database();
	person = new_person(&email, false);
	assert_int_equal(sign_in(db, email, "192.0.2.1", &s, &wait), ST_OK);
	assert_int_equal(auth_actor(db, a, s.cookie, NULL, &who), ST_OK);
	assert_int_equal(who.person, person);
	assert_string_equal(who.csrf, s.csrf);
	/* the hash in the database opens nothing */
	assert_int_equal(auth_actor(db, a, "AAAA", NULL, &who), ST_OK);
	assert_int_equal(who.person, 0);
	/* idle for more than eight hours */
	AS_OWNER(&SQL_IDLE, person, "7 hours");
	assert_int_equal(auth_actor(db, a, s.cookie, NULL, &who), ST_OK);
	assert_int_equal(who.person, person);
	AS_OWNER(&SQL_IDLE, person, "9 hours");
	assert_int_equal(auth_actor(db, a, s.cookie, NULL, &who), ST_OK);
	assert_int_equal(who.person, 0);
}

static const struct stmt SQL_RAISE = { "t_raise", "ib",
	"update person set platform_admin = $2 where id = $1 returning 1" };
static const struct stmt SQL_LEFT = { "t_left", "i",
	"select extract(epoch from expires_at - created_at)::bigint"
	" from session where person = $1" };
static const struct stmt SQL_END = { "t_end", "i",
	"update session set expires_at = now() where person = $1 returning 1" };

/* seven days and no longer, twelve hours for administrators; who becomes one
 * signs in anew */
static void
test_session_ends_whatever_happens(void **state)
{
	struct session_new	 s;
	struct actor		 who;
	const char		*email;
	int64_t			 person;
	int			 wait;

	(void)state;
	need_database();
	person = new_person(&email, false);
	assert_int_equal(sign_in(db, email, NULL, &s, &wait), ST_OK);
	assert_int_equal(AS_OWNER(&SQL_LEFT, person), 7 * 86400);
	AS_OWNER(&SQL_RAISE, person, 1);
	assert_int_equal(sessions_of(person), 0);
	assert_int_equal(sign_in(db, email, NULL, &s, &wait), ST_OK);
	assert_int_equal(AS_OWNER(&SQL_LEFT, person), 12 * 3600);
	AS_OWNER(&SQL_END, person);
	assert_int_equal(auth_actor(db, a, s.cookie, NULL, &who), ST_OK);
	assert_int_equal(who.person, 0);
}

/* signing in ends the session that the browser had */
static void
test_session_is_new(void **state)
{
	struct session_new	 one, two;
	struct throttle		 t;
	struct session_open	 o = { .throttle = &t };
	struct actor		 who;
	const char		*email;
	int			 wait;

	(void)state;
	need_database();
	new_person(&email, false);
	assert_int_equal(sign_in(db, email, NULL, &one, &wait), ST_OK);
	throttle_keys(&t, email, NULL);
	assert_int_equal(session_try(db, a, &t, email, &wait, &o.person,
	    &o.stored), ST_OK);
	o.before = one.cookie;
	session_make(&two);
	assert_int_equal(session_open(db, a, &two, &o), ST_OK);
	assert_string_not_equal(one.cookie, two.cookie);
	assert_int_equal(auth_actor(db, a, one.cookie, NULL, &who), ST_OK);
	assert_int_equal(who.person, 0);
	assert_int_equal(auth_actor(db, a, two.cookie, NULL, &who), ST_OK);
	assert_int_not_equal(who.person, 0);
}

static const struct stmt SQL_LONG_AGO = { "t_long_ago", "it",
	"update session set confirmed_at = now() - $2::interval"
	" where person = $1 returning 1" };

/* the session goes on under another cookie, with the secret of its forms */
static void
test_confirm(void **state)
{
	struct session_new	 s, fresh;
	struct throttle		 t;
	struct actor		 who;
	const char		*email;
	int64_t			 person;
	int			 wait, seconds;
	bool			 recently;

	(void)state;
	need_database();
	person = new_person(&email, false);
	assert_int_equal(sign_in(db, email, NULL, &s, &wait), ST_OK);
	throttle_keys(&t, email, NULL);
	assert_int_equal(session_confirmed(db, s.cookie, &recently), ST_OK);
	assert_true(recently);
	AS_OWNER(&SQL_LONG_AGO, person, "4 minutes");
	assert_int_equal(session_confirmed(db, s.cookie, &recently), ST_OK);
	assert_true(recently);
	AS_OWNER(&SQL_LONG_AGO, person, "5 minutes");
	assert_int_equal(session_confirmed(db, s.cookie, &recently), ST_OK);
	assert_false(recently);
	/* with another password than was compared: nothing */
	assert_int_equal(session_confirm(db, s.cookie, "another", &t, &fresh,
	    &seconds), ST_UNAUTHENTICATED);
	assert_int_equal(session_confirm(db, s.cookie, hash, &t, &fresh,
	    &seconds), ST_OK);
	assert_in_range(seconds, 7 * 86400 - 60, 7 * 86400);
	assert_int_equal(session_confirmed(db, fresh.cookie, &recently),
	    ST_OK);
	assert_true(recently);
	assert_int_equal(auth_actor(db, a, s.cookie, NULL, &who), ST_OK);
	assert_int_equal(who.person, 0);
	/* nobody's session is confirmed by somebody else */
	assert_int_equal(session_confirmed(db, fresh.cookie, &recently),
	    ST_OK);
	assert_false(recently);
	assert_int_equal(auth_actor(db, a, fresh.cookie, NULL, &who), ST_OK);
	assert_int_equal(who.person, person);
	assert_string_equal(who.csrf, s.csrf);
}

static void
test_one_session_ends(void **state)
{
	struct session_new	 here, there;
	struct session		*list;
	struct actor		 who;
	const char		*email, *other, *id = NULL;
	int64_t			 person;
	size_t			 n;
	int			 wait;

	(void)state;
	need_database();
	person = new_person(&email, false);
	new_person(&other, false);
	assert_int_equal(sign_in(db, email, NULL, &there, &wait), ST_OK);
	assert_int_equal(sign_in(db, email, NULL, &here, &wait), ST_OK);
	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	session_list_send(db, here.cookie);
	assert_int_equal(session_list_take(db, a, &list, &n), ST_OK);
	db_end(db);
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++)
		if (!list[i].here)
			id = list[i].id;
	assert_non_null(id);
	/* not by somebody else */
	act_as(other);
	assert_int_equal(WRITING(db, session_end_one(db, id)), ST_OK);
	assert_int_equal(sessions_of(person), 2);
	db_as(db, "session", here.hash);
	assert_int_equal(WRITING(db, session_end_one(db, id)), ST_OK);
	assert_int_equal(auth_actor(db, a, there.cookie, NULL, &who), ST_OK);
	assert_int_equal(who.person, 0);
	assert_int_equal(auth_actor(db, a, here.cookie, NULL, &who), ST_OK);
	assert_int_equal(who.person, person);
}

static const struct stmt SQL_HIDE = { "t_hide", "",
	"alter table sign_in_try rename to sign_in_try_away" };
static const struct stmt SQL_SHOW = { "t_show", "",
	"alter table sign_in_try_away rename to sign_in_try" };

/* without its counters nobody signs in: the throttle fails closed */
static void
test_throttle_fails_closed(void **state)
{
	struct session_new	 s;
	const char		*email;
	int			 wait;

	(void)state;
	need_database();
	new_person(&email, false);
	AS_OWNER(&SQL_HIDE);
	assert_int_not_equal(sign_in(db, email, NULL, &s, &wait), ST_OK);
	AS_OWNER(&SQL_SHOW);
	assert_int_equal(sign_in(db, email, NULL, &s, &wait), ST_OK);
}

static void
test_session_of_administrator_idles_sooner(void **state)
{
	struct session_new	 s;
	struct actor		 who;
	const char		*email;
	int64_t			 person;
	int			 wait;

	(void)state;
	need_database();
	person = new_person(&email, true);
	assert_int_equal(sign_in(db, email, NULL, &s, &wait), ST_OK);
	AS_OWNER(&SQL_IDLE, person, "40 minutes");
	assert_int_equal(auth_actor(db, a, s.cookie, NULL, &who), ST_OK);
	assert_int_equal(who.person, 0);
}

static void
test_password_change_ends_sessions(void **state)
{
	struct throttle		 t;
	struct session_open	 o = { .throttle = &t };
	struct session_new	 s, fresh;
	const char		*email;
	int64_t			 person;
	int			 wait;

	(void)state;
	need_database();
	person = new_person(&email, false);
	assert_int_equal(sign_in(db, email, NULL, &s, &wait), ST_OK);
	assert_int_equal(sign_in(db, email, NULL, &s, &wait), ST_OK);
	assert_int_equal(sessions_of(person), 2);
	throttle_keys(&t, email, NULL);
	o.person = person;
	o.stored = "somebody else's idea of it";
	session_make(&fresh);
	assert_int_equal(session_change_password(db, a, "$new", &fresh, &o),
	    ST_STALE);
	assert_int_equal(sessions_of(person), 2);
	o.stored = hash;
	assert_int_equal(session_change_password(db, a, "$new", &fresh, &o),
	    ST_OK);
	assert_int_equal(sessions_of(person), 1);
	/* a session can't be opened with the hash of before */
	assert_int_equal(session_open(db, a, &s, &o), ST_UNAUTHENTICATED);
}

static void
test_throttle_by_account(void **state)
{
	struct throttle	 t;
	const char	*email, *stored;
	int64_t		 person;
	int		 wait;

	(void)state;
	need_database();
	AS_OWNER(&SQL_FORGET);
	new_person(&email, false);
	throttle_keys(&t, email, "192.0.2.7");
	for (int i = 0; i < 5; i++)
		assert_int_equal(session_try(db, a, &t, email, &wait, &person,
		    &stored), ST_OK);
	assert_int_equal(session_try(db, a, &t, email, &wait, &person,
	    &stored), ST_THROTTLED);
	assert_in_range(wait, 10, 15);
	/* its owner elsewhere may go on, a stranger's account too */
	throttle_keys(&t, email, "198.51.100.9");
	assert_int_equal(session_try(db, a, &t, email, &wait, &person,
	    &stored), ST_OK);
	throttle_keys(&t, "nobody@people.example", "192.0.2.7");
	assert_int_equal(session_try(db, a, &t, "nobody@people.example",
	    &wait, &person, &stored), ST_OK);
	assert_int_equal(person, 0);
	/* waiting ends */
	AS_OWNER(&SQL_AGE);
	throttle_keys(&t, email, "192.0.2.7");
	assert_int_equal(session_try(db, a, &t, email, &wait, &person,
	    &stored), ST_OK);
}

static void
test_throttle_by_address(void **state)
{
	struct throttle	 t;
	const char	*stored;
	char		 email[64], address[64];
	int64_t		 person;
	int		 wait, through = 0;

	(void)state;
	need_database();
	AS_OWNER(&SQL_FORGET);
	for (int i = 0; i < 30; i++) {
		snprintf(email, sizeof(email), "s%d@people.example", i);
		/* one network of IPv6 is one address */
		snprintf(address, sizeof(address), "2001:db8:1:2::%x", i + 1);
		throttle_keys(&t, email, address);
		through += session_try(db, a, &t, email, &wait, &person,
		    &stored) == ST_OK;
	}
	assert_int_equal(through, 25);
	assert_in_range(wait, 240, 300);
}

static void
test_throttle_of_spraying(void **state)
{
	struct throttle	 t;
	const char	*stored;
	char		 email[64], address[64];
	int64_t		 person;
	int		 wait, through = 0;

	(void)state;
	need_database();
	AS_OWNER(&SQL_FORGET);
	/* one password on 500 accounts from 50 addresses */
	for (int i = 0; i < 500; i++) {
		snprintf(email, sizeof(email), "v%d@people.example", i);
		snprintf(address, sizeof(address), "192.0.2.%d", i % 50);
		throttle_keys(&t, email, address);
		through += session_try(db, a, &t, email, &wait, &person,
		    &stored) == ST_OK;
	}
	assert_in_range(through, 100, 250);
	AS_OWNER(&SQL_FORGET);
}

static void
test_success_is_no_failure(void **state)
{
	struct session_new	 s;
	const char		*email;
	int			 wait;

	(void)state;
	need_database();
	AS_OWNER(&SQL_FORGET);
	new_person(&email, false);
	for (int i = 0; i < 30; i++)
		assert_int_equal(sign_in(db, email, "192.0.2.8", &s, &wait),
		    ST_OK);
}

static bool
try_once(struct db *c, int i, void *arg)
{
	struct throttle	 t;
	const char	*email = arg, *stored;
	int64_t		 person;
	int		 wait;

	(void)i;
	throttle_keys(&t, email, "192.0.2.9");
	return session_try(c, a, &t, email, &wait, &person, &stored) == ST_OK;
}

static void
test_parallel_tries_are_counted(void **state)
{
	const char	*email;

	(void)state;
	need_database();
	AS_OWNER(&SQL_FORGET);
	new_person(&email, false);
	assert_int_equal(crowd(try_once, (void *)(uintptr_t)email), 5);
}

static const char *
invite(int64_t org, const char *email)
{
	const char	*token = NULL;

	assert_int_equal(WRITING(db, invitation_add(db, a, org, 0, email,
	    "New", "contributor", &token)), ST_OK);
	return token;
}

static bool
use(struct db *c, int i, void *arg)
{
	struct session_new	s;
	int			seconds;

	(void)i;
	session_make(&s);
	return invitation_use(c, arg, "New Person", hash, "en", &s, "t",
	    &seconds) == ST_OK;
}

static void
test_invitation_works_once(void **state)
{
	struct invitation	 i;
	const char		*slug, *boss, *token;
	int64_t			 org, lead;

	(void)state;
	need_database();
	org = new_org(&slug);
	lead = new_person(&boss, false);
	AS_OWNER(&SQL_MEMBER, lead, org, "admin");
	act_as(boss);
	token = invite(org, "fresh@people.example");
	assert_non_null(token);
	db_as(db, NULL, NULL);
	assert_int_equal(invitation_look(db, a, token, &i), ST_OK);
	assert_string_equal(i.state, "open");
	assert_string_equal(i.email, "fresh@people.example");
	assert_int_equal(crowd(use, (void *)(uintptr_t)token), 1);
	assert_int_equal(invitation_look(db, a, token, &i), ST_OK);
	assert_string_equal(i.state, "used");
	assert_int_equal(invitation_look(db, a, "none", &i), ST_NOT_FOUND);
	/* whoever has an account needs no link */
	act_as(boss);
	assert_int_equal(WRITING(db, invitation_add(db, a, org, 0,
	    "fresh@people.example", "", "reader", &token)), ST_CONFLICT);
}

static void
test_invitation_falls_with_its_maker(void **state)
{
	struct invitation	 i;
	const char		*slug, *boss, *other, *token;
	int64_t			 org, lead, second;

	(void)state;
	need_database();
	org = new_org(&slug);
	lead = new_person(&boss, false);
	second = new_person(&other, false);
	AS_OWNER(&SQL_MEMBER, lead, org, "admin");
	AS_OWNER(&SQL_MEMBER, second, org, "admin");
	act_as(boss);
	token = invite(org, "later@people.example");
	act_as(other);
	assert_int_equal(WRITING(db, member_remove(db, org, boss)), ST_OK);
	assert_int_equal(sessions_of(lead), 0);
	db_as(db, NULL, NULL);
	assert_int_equal(invitation_look(db, a, token, &i), ST_OK);
	assert_string_equal(i.state, "over");
	assert_false(use(db, 0, (void *)(uintptr_t)token));
}

/* a link for a new password must open no more doors than its maker has */
static void
test_no_new_password_for_those_above(void **state)
{
	const char	*slug, *slug2, *boss, *member, *shared, *steward, *t;
	int64_t		 org, org2, lead, plain, both, admin;

	(void)state;
	need_database();
	org = new_org(&slug);
	org2 = new_org(&slug2);
	lead = new_person(&boss, false);
	plain = new_person(&member, false);
	both = new_person(&shared, false);
	admin = new_person(&steward, true);
	AS_OWNER(&SQL_MEMBER, lead, org, "admin");
	AS_OWNER(&SQL_MEMBER, plain, org, "reader");
	AS_OWNER(&SQL_MEMBER, both, org, "reader");
	AS_OWNER(&SQL_MEMBER, both, org2, "admin");
	AS_OWNER(&SQL_MEMBER, admin, org, "reader");
	act_as(boss);
	assert_int_equal(WRITING(db, invitation_add(db, a, org, plain, member,
	    "", "", &t)), ST_OK);
	assert_int_equal(WRITING(db, invitation_add(db, a, org, both, shared,
	    "", "", &t)), ST_FORBIDDEN);
	assert_int_equal(WRITING(db, invitation_add(db, a, org, admin,
	    steward, "", "", &t)), ST_FORBIDDEN);
	/* nor into an organisation of others, nor by a mere member */
	assert_int_equal(WRITING(db, invitation_add(db, a, org2, 0,
	    "x@people.example", "", "admin", &t)), ST_FORBIDDEN);
	act_as(member);
	assert_int_equal(WRITING(db, invitation_add(db, a, org, 0,
	    "x@people.example", "", "reader", &t)), ST_FORBIDDEN);
	assert_int_equal(WRITING(db, person_disable(db, boss, true)),
	    ST_FORBIDDEN);
	db_as(db, NULL, NULL);
	assert_int_equal(WRITING(db, invitation_add(db, a, org, 0,
	    "x@people.example", "", "reader", &t)), ST_FORBIDDEN);
}

static const struct stmt SQL_RISE = { "t_rise", "",
	"update person set platform_admin = true where id = cs_person()" };
static const struct stmt SQL_TAKE = { "t_take", "t",
	"update person set password = $1 where id = cs_person()" };
static const struct stmt SQL_PEEK = { "t_peek", "",
	"select password from person" };
static const struct stmt SQL_ENTER = { "t_enter", "i",
	"insert into membership (person, org, role)"
	" values (cs_person(), $1, 'admin')" };

static void
test_nobody_rises_by_sql(void **state)
{
	const char	*slug, *email;
	int64_t		 org;

	(void)state;
	need_database();
	org = new_org(&slug);
	new_person(&email, false);
	act_as(email);
	assert_int_equal(WRITING(db, db_do(db, &SQL_RISE)), ST_FORBIDDEN);
	assert_int_equal(WRITING(db, db_do(db, &SQL_TAKE, "x")),
	    ST_FORBIDDEN);
	assert_int_equal(WRITING(db, db_do(db, &SQL_PEEK)), ST_FORBIDDEN);
	assert_int_equal(WRITING(db, db_do(db, &SQL_ENTER, org)),
	    ST_FORBIDDEN);
}

struct pair {
	int64_t		 org;
	const char	*email[2];
	uint8_t		 session[2][SHA256_LEN];
};

/* every second caller is the one admin and removes the other */
static bool
remove_other(struct db *c, int i, void *arg)
{
	struct pair	*p = arg;

	db_as(c, "session", p->session[i % 2]);
	return WRITING(c, member_remove(c, p->org, p->email[1 - i % 2])) ==
	    ST_OK;
}

static void
test_last_admin_stays(void **state)
{
	struct session_new	 s;
	struct pair		 p;
	const char		*slug;
	int64_t			 person;
	int			 wait;

	(void)state;
	need_database();
	for (int round = 0; round < 10; round++) {
		p.org = new_org(&slug);
		for (int i = 0; i < 2; i++) {
			person = new_person(&p.email[i], false);
			AS_OWNER(&SQL_MEMBER, person, p.org, "admin");
			assert_int_equal(sign_in(db, p.email[i], NULL, &s,
			    &wait), ST_OK);
			memcpy(p.session[i], s.hash, SHA256_LEN);
		}
		assert_int_equal(crowd(remove_other, &p), 1);
		assert_int_equal(AS_OWNER(&SQL_ADMINS, p.org), 1);
	}
	/* alone: neither leaves nor steps down */
	db_as(db, NULL, NULL);
	p.org = new_org(&slug);
	person = new_person(&p.email[0], false);
	AS_OWNER(&SQL_MEMBER, person, p.org, "admin");
	act_as(p.email[0]);
	assert_int_equal(WRITING(db, member_role(db, p.org, p.email[0],
	    "reader")), ST_INVALID);
	assert_string_equal(db_constraint(db), "membership_last_admin");
	assert_int_equal(WRITING(db, member_remove(db, p.org, p.email[0])),
	    ST_INVALID);
	assert_int_equal(AS_OWNER(&SQL_ADMINS, p.org), 1);
}

static void
test_token(void **state)
{
	struct token_new	 t, feed, feed2;
	struct token		*list;
	struct actor		 who;
	const char		*email, *other;
	int64_t			 person, stranger;
	size_t			 n;

	(void)state;
	need_database();
	person = new_person(&email, false);
	stranger = new_person(&other, false);
	act_as(email);
	assert_int_equal(WRITING(db, token_add(db, person, "test", "{read}",
	    90, &t)), ST_OK);
	assert_memory_equal(t.text, "cs_api_", 7);
	assert_int_equal(WRITING(db, token_replace_feed(db, person, 366,
	    &feed)), ST_OK);
	/* in nobody else's name */
	assert_int_equal(WRITING(db, token_add(db, stranger, "x", "{write}",
	    90, &feed2)), ST_FORBIDDEN);
	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	token_list_send(db, 0, true);
	assert_int_equal(token_list_take(db, a, &list, &n), ST_OK);
	db_end(db);
	assert_int_equal(n, 2);
	assert_int_equal(auth_actor(db, a, NULL, t.text, &who), ST_OK);
	assert_int_equal(who.person, person);
	assert_true(who.may_read);
	assert_false(who.may_write);
	/* a key is no calendar address, an address no key */
	assert_int_equal(auth_actor(db, a, NULL, feed.text, &who), ST_OK);
	assert_int_equal(who.person, 0);
	assert_int_equal(auth_feed(db, a, t.text, &who), ST_OK);
	assert_int_equal(who.person, 0);
	assert_int_equal(auth_feed(db, a, feed.text, &who), ST_OK);
	assert_int_equal(who.person, person);
	/* replaced, revoked */
	act_as(email);
	assert_int_equal(WRITING(db, token_replace_feed(db, person, 366,
	    &feed2)), ST_OK);
	assert_int_equal(WRITING(db, token_revoke(db, t.id)), ST_OK);
	assert_int_equal(WRITING(db, token_revoke(db, t.id)), ST_NOT_FOUND);
	assert_int_equal(auth_feed(db, a, feed.text, &who), ST_OK);
	assert_int_equal(who.person, 0);
	assert_int_equal(auth_feed(db, a, feed2.text, &who), ST_OK);
	assert_int_equal(who.person, person);
	assert_int_equal(auth_actor(db, a, NULL, t.text, &who), ST_OK);
	assert_int_equal(who.person, 0);
}

/* typing errors are told without a look into the database: one that is not
 * there does not matter */
static void
test_token_with_wrong_sum(void **state)
{
	struct db		*nowhere;
	struct token_new	 t;
	struct actor		 who;

	(void)state;
	need_database();
	nowhere = db_new("host=/nowhere", 1000);
	token_write(TOKEN_API, t.id, t.text);
	assert_int_equal(auth_actor(nowhere, a, NULL, t.text, &who),
	    ST_UNAVAILABLE);
	t.text[20] ^= 1;
	assert_int_equal(auth_actor(nowhere, a, NULL, t.text, &who), ST_OK);
	assert_int_equal(who.person, 0);
	assert_int_equal(auth_actor(nowhere, a, NULL, "nonsense", &who),
	    ST_OK);
	assert_int_equal(auth_feed(nowhere, a, t.text, &who), ST_OK);
	assert_int_equal(who.person, 0);
	db_free(nowhere);
}

static const struct stmt SQL_USED = { "t_used", "i",
	"select extract(epoch from last_used_at)::bigint from api_token"
	" where person = $1" };
static const struct stmt SQL_LONG = { "t_long", "ix",
	"insert into api_token (public_id, person, kind, hash, scopes,"
	" expires_at) values ('long', $1, 'api', $2, '{read}',"
	" now() + interval '368 days')" };
static const struct stmt SQL_EXPIRE = { "t_expire", "i",
	"update api_token set created_at = now() - interval '2 days',"
	" expires_at = now() - interval '1 second' where person = $1"
	" returning 1" };

static void
test_token_in_time(void **state)
{
	struct token_new	 t;
	struct actor		 who;
	const char		*email;
	int64_t			 person, used;

	(void)state;
	need_database();
	person = new_person(&email, false);
	act_as(email);
	assert_int_equal(WRITING(db, token_add(db, person, "test", "{read}",
	    366, &t)), ST_OK);
	assert_int_equal(AS_OWNER(&SQL_USED, person), 0);
	assert_int_equal(auth_actor(db, a, NULL, t.text, &who), ST_OK);
	/* the day alone is kept */
	used = AS_OWNER(&SQL_USED, person);
	assert_int_not_equal(used, 0);
	assert_int_equal(used % 86400, 0);
	/* none lives for more than a year, whoever writes it */
	assert_int_equal(WRITING(owner, db_do(owner, &SQL_LONG, person,
	    t.hash)), ST_INVALID);
	assert_string_equal(db_constraint(owner), "api_token_ends");
	AS_OWNER(&SQL_EXPIRE, person);
	assert_int_equal(auth_actor(db, a, NULL, t.text, &who), ST_OK);
	assert_int_equal(who.person, 0);
}

struct keys {
	int64_t	person;
	uint8_t	session[SHA256_LEN];
};

static bool
make_key(struct db *c, int i, void *arg)
{
	struct keys		*k = arg;
	struct token_new	 t;

	(void)i;
	db_as(c, "session", k->session);
	return WRITING(c, token_add(c, k->person, "crowd", "{read}", 90,
	    &t)) == ST_OK;
}

/* whoever counts at the same moment does not go over the number together */
static void
test_keys_are_counted(void **state)
{
	struct session_new	 s;
	struct token_new	 t;
	struct keys		 k;
	const char		*email;
	int			 wait;

	(void)state;
	need_database();
	for (int round = 0; round < 5; round++) {
		k.person = new_person(&email, false);
		assert_int_equal(sign_in(db, email, NULL, &s, &wait), ST_OK);
		memcpy(k.session, s.hash, SHA256_LEN);
		for (int i = 0; i < TOKENS_MAX - 2; i++)
			assert_int_equal(WRITING(db, token_add(db, k.person,
			    "one", "{read}", 90, &t)), ST_OK);
		assert_int_equal(crowd(make_key, &k), 2);
	}
}

static void
test_closed_account(void **state)
{
	struct token_new	 t;
	struct session_new	 s;
	struct actor		 who;
	const char		*email, *steward;
	int64_t			 person;
	int			 wait;

	(void)state;
	need_database();
	person = new_person(&email, false);
	new_person(&steward, true);
	act_as(email);
	assert_int_equal(WRITING(db, token_add(db, person, "test", "{read}",
	    90, &t)), ST_OK);
	act_as(steward);
	assert_int_equal(WRITING(db, person_disable(db, steward, true)),
	    ST_NOT_FOUND);
	assert_int_equal(WRITING(db, person_disable(db, email, true)), ST_OK);
	assert_int_equal(sessions_of(person), 0);
	assert_int_equal(auth_actor(db, a, NULL, t.text, &who), ST_OK);
	assert_int_equal(who.person, 0);
	assert_int_equal(sign_in(db, email, NULL, &s, &wait),
	    ST_UNAUTHENTICATED);
}

static void
test_join(void **state)
{
	struct join_request	 q = { .name = "N", .email = "N@x.example",
				    .org = "O", .country = "FJ",
				    .message = "" };
	struct join_request	*list;
	struct standing		 how;
	struct throttle		 t;
	const char		*steward, *email;
	size_t			 n;
	int			 wait;

	(void)state;
	need_database();
	throttle_keys(&t, "", "203.0.113.5");
	for (int i = 0; i < 5; i++)
		assert_int_equal(join_ask(db, &t, &q, &wait), ST_OK);
	assert_int_equal(join_ask(db, &t, &q, &wait), ST_THROTTLED);
	assert_in_range(wait, 3000, 3600);
	new_person(&steward, true);
	new_person(&email, false);
	act_as(email);
	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	join_list_send(db);
	standing_send(db);
	assert_int_equal(join_list_take(db, a, &list, &n), ST_OK);
	assert_int_equal(n, 0);
	assert_int_equal(standing_take(db, &how), ST_FORBIDDEN);
	db_end(db);
	act_as(steward);
	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	join_list_send(db);
	assert_int_equal(join_list_take(db, a, &list, &n), ST_OK);
	db_end(db);
	assert_int_equal(n, 5);
	assert_string_equal(list[0].email, "n@x.example");
	assert_int_equal(WRITING(db, join_decide(db, list[0].id, false)),
	    ST_OK);
	assert_int_equal(WRITING(db, join_decide(db, list[0].id, true)),
	    ST_NOT_FOUND);
}

static void
test_org(void **state)
{
	struct org	 o = { .name = "Forum des Îles (essai)",
			    .country = "FJ" };
	struct org	*found;
	const char	*steward, *email;

	(void)state;
	need_database();
	new_person(&steward, true);
	new_person(&email, false);
	act_as(email);
	assert_int_equal(WRITING(db, org_insert(db, a, &o)), ST_FORBIDDEN);
	act_as(steward);
	o.slug = NULL;
	assert_int_equal(WRITING(db, org_insert(db, a, &o)), ST_OK);
	assert_int_equal(WRITING(db, org_insert(db, a, &o)), ST_CONFLICT);
	o.about = "Watches.";
	assert_int_equal(WRITING(db, org_update(db, &o)), ST_OK);
	assert_int_equal(WRITING(db, org_suspend(db, o.slug, true)), ST_OK);
	act_as(email);
	assert_int_equal(WRITING(db, org_update(db, &o)), ST_NOT_FOUND);
	assert_int_equal(db_begin(db, DB_READ), ST_OK);
	org_send(db, o.slug);
	assert_int_equal(org_take(db, a, &found), ST_OK);
	db_end(db);
	assert_string_equal(found->about, "Watches.");
	assert_true(found->suspended);
}

static void
test_vocabulary(void **state)
{
	const struct vocabulary		*v;
	const struct country *const	*c;
	const struct topic		*t;
	size_t				 n;

	(void)state;
	need_database();
	v = vocabulary_get(db);
	assert_non_null(v);
	assert_ptr_equal(vocabulary_get(db), v);
	assert_string_equal(vocabulary_country_label(v, "FJ", "fr"), "Fidji");
	assert_string_equal(vocabulary_country_label(v, "FJ", "en"), "Fiji");
	assert_string_equal(vocabulary_country_label(v, "XX", "en"), "XX");
	assert_null(vocabulary_country(v, NULL));
	assert_string_equal(vocabulary_country(v, "FJ")->region->code,
	    "pacific");
	/* É stands with E, not behind Z */
	c = vocabulary_countries(v, "fr", &n);
	assert_true(n > 200);
	assert_string_equal(c[n - 1]->label[1], "Zimbabwe");
	c = vocabulary_by_region(v, "en", &n);
	assert_string_equal(c[0]->region->code, "africa");
	t = vocabulary_topic(v, "phishing");
	assert_string_equal(t->parent->slug, "crimes");
	assert_true(t->parent->nchildren > 3);
	assert_ptr_equal(t->parent->children[0].parent, t->parent);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_session),
		cmocka_unit_test(test_session_ends_whatever_happens),
		cmocka_unit_test(test_session_is_new),
		cmocka_unit_test(test_confirm),
		cmocka_unit_test(test_one_session_ends),
		cmocka_unit_test(test_throttle_fails_closed),
		cmocka_unit_test(test_session_of_administrator_idles_sooner),
		cmocka_unit_test(test_password_change_ends_sessions),
		cmocka_unit_test(test_throttle_by_account),
		cmocka_unit_test(test_throttle_by_address),
		cmocka_unit_test(test_throttle_of_spraying),
		cmocka_unit_test(test_success_is_no_failure),
		cmocka_unit_test(test_parallel_tries_are_counted),
		cmocka_unit_test(test_invitation_works_once),
		cmocka_unit_test(test_invitation_falls_with_its_maker),
		cmocka_unit_test(test_no_new_password_for_those_above),
		cmocka_unit_test(test_nobody_rises_by_sql),
		cmocka_unit_test(test_last_admin_stays),
		cmocka_unit_test(test_token),
		cmocka_unit_test(test_token_with_wrong_sum),
		cmocka_unit_test(test_token_in_time),
		cmocka_unit_test(test_keys_are_counted),
		cmocka_unit_test(test_closed_account),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_org),
		cmocka_unit_test(test_vocabulary),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
