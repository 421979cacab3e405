/*
 * person: see person.h.
 */
#include "storage/person.h"

#include "storage/audit.h"

static const struct stmt MEMBERS = { "person_members", "i",
	"select p.id, p.email, p.name, m.role, '', p.platform_admin,"
	" p.disabled_at is not null"
	" from membership m join person p on p.id = m.person"
	" where m.org = $1 order by p.name collate \"und-x-icu\", p.id"
	" limit 1000" };
static const struct stmt LIST = { "person_list", "",
	"select p.id, p.email, p.name, '', coalesce((select"
	"  string_agg(o.name, ', ' order by o.name) from membership m"
	"  join org o on o.id = m.org where m.person = p.id), ''),"
	" p.platform_admin, p.disabled_at is not null"
	" from person p order by p.name collate \"und-x-icu\", p.id"
	" limit 1000" };
static const struct stmt FIND = { "person_find", "t",
	"select id from person where email = lower($1)" };
static const struct stmt DESCRIBE = { "person_describe", "ttt",
	"update person set name = $1, lang = $2, timezone = $3"
	" where id = cs_person()" };
static const struct stmt DISABLE = { "person_disable", "tb",
	"select person_disable($1, $2)" };
static const struct stmt JOIN = { "person_join", "iit",
	"insert into membership (org, person, role) values ($1, $2, $3)" };
static const struct stmt ROLE = { "person_role", "itt",
	"update membership m set role = $3 from person p"
	" where p.id = m.person and m.org = $1 and p.email = lower($2)" };
static const struct stmt LEAVE = { "person_leave", "it",
	"delete from membership m using person p"
	" where p.id = m.person and m.org = $1 and p.email = lower($2)" };
static const struct stmt INSERT = { "person_insert", "tttb",
	"insert into person (email, name, password, platform_admin)"
	" values (lower($1), $2, $3, $4) returning id" };
static const struct stmt PASSWORD = { "person_password", "tt",
	"update person set password = $2 where email = lower($1)" };
static const struct stmt SWITCH = { "person_switch", "tb",
	"update person set disabled_at = case when $2 then"
	" coalesce(disabled_at, now()) end where email = lower($1)" };

enum { KEY, EMAIL, NAME, ROLE_WORD, ORGS, PLATFORM_ADMIN, DISABLED };

void
member_list_send(struct db *db, int64_t org)
{
	db_send(db, &MEMBERS, org);
}

void
person_list_send(struct db *db)
{
	db_send(db, &LIST);
}

enum status
person_list_take(struct db *db, struct arena *a, struct person **out,
    size_t *n)
{
	struct rows	 r;
	struct person	*p;
	enum status	 st;

	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*n = (size_t)r.n;
	*out = arena_array(a, struct person, r.n + 1);
	for (int i = 0; i < r.n; i++) {
		p = &(*out)[i];
		p->key = rows_int(&r, i, KEY);
		p->email = rows_dup(a, &r, i, EMAIL);
		p->name = rows_dup(a, &r, i, NAME);
		p->role = rows_dup(a, &r, i, ROLE_WORD);
		p->orgs = rows_dup(a, &r, i, ORGS);
		p->platform_admin = rows_bool(&r, i, PLATFORM_ADMIN);
		p->disabled = rows_bool(&r, i, DISABLED);
	}
	return ST_OK;
}

enum status
person_find(struct db *db, const char *email, int64_t *key)
{
	struct rows	r;
	enum status	st;

	db_send(db, &FIND, email);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	*key = rows_int(&r, 0, 0);
	return ST_OK;
}

/* takes a change of one row and writes it down */
static enum status
changed(struct db *db, const char *action, const char *object,
    const char *detail)
{
	struct rows	r;
	enum status	st;

	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	if (r.n == 0)
		return ST_NOT_FOUND;
	return audit_add(db, action, object, detail);
}

enum status
person_describe(struct db *db, const char *name, const char *lang,
    const char *timezone)
{
	db_send(db, &DESCRIBE, name, lang, timezone);
	return changed(db, "change account", "", "");
}

enum status
person_disable(struct db *db, const char *email, bool off)
{
	struct rows	r;
	enum status	st;

	db_send(db, &DISABLE, email, (int)off);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	return rows_bool(&r, 0, 0) ? ST_OK : ST_NOT_FOUND;
}

enum status
member_add(struct db *db, int64_t org, int64_t person, const char *role)
{
	db_send(db, &JOIN, org, person, role);
	return changed(db, "add member", "", role);
}

enum status
member_role(struct db *db, int64_t org, const char *email, const char *role)
{
	db_send(db, &ROLE, org, email, role);
	return changed(db, "change role", email, role);
}

enum status
member_remove(struct db *db, int64_t org, const char *email)
{
	db_send(db, &LEAVE, org, email);
	return changed(db, "remove member", email, "");
}

enum status
person_insert(struct db *db, const char *email, const char *name,
    const char *hash, bool platform_admin, int64_t *key)
{
	struct rows	r;
	enum status	st;

	db_send(db, &INSERT, email, name, hash, (int)platform_admin);
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*key = rows_int(&r, 0, 0);
	return audit_add(db, "add person", email, "");
}

enum status
person_password(struct db *db, const char *email, const char *hash)
{
	db_send(db, &PASSWORD, email, hash);
	return changed(db, "set password", email, "");
}

enum status
person_switch(struct db *db, const char *email, bool off)
{
	db_send(db, &SWITCH, email, (int)off);
	return changed(db, off ? "close account" : "open account", email, "");
}
