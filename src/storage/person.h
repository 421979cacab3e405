/*
 * person: people, and their places in organisations. People are named by
 * e-mail outside of here. What changes something belongs into a DB_WRITE unit
 * and leaves a line in the audit.
 */
#ifndef CS_STORAGE_PERSON_H
#define CS_STORAGE_PERSON_H

#include "storage/db.h"

struct person {
	int64_t		 key;
	const char	*email, *name;
	const char	*role;		/* in the organisation asked for, or "" */
	const char	*orgs;		/* names, "A, B" */
	bool		 platform_admin, disabled;
};

/* members of an organisation by name; nothing to the public */
void		member_list_send(struct db *, int64_t org);
/* everybody by name, at most 1,000 */
void		person_list_send(struct db *);
enum status	person_list_take(struct db *, struct arena *,
		    struct person **, size_t *n);

/* ST_NOT_FOUND when nobody has this e-mail */
enum status	person_find(struct db *, const char *email, int64_t *key);
/* the caller's own */
enum status	person_describe(struct db *, const char *name,
		    const char *lang, const char *timezone);
/* by a platform administrator; ST_NOT_FOUND when there is nothing to change
 * (nobody of that e-mail, the own account, or so already) */
enum status	person_disable(struct db *, const char *email, bool off);

/* ST_CONFLICT when somebody is a member already */
enum status	member_add(struct db *, int64_t org, int64_t person,
		    const char *role);
/* ST_NOT_FOUND when nobody of that e-mail is a member. Whether an admin is
 * left is seen at db_end: ST_INVALID, db_constraint membership_last_admin */
enum status	member_role(struct db *, int64_t org, const char *email,
		    const char *role);
enum status	member_remove(struct db *, int64_t org, const char *email);

/* For the command line (role cs_worker). hash may be NULL. ST_CONFLICT when
 * the e-mail is known. */
enum status	person_insert(struct db *, const char *email,
		    const char *name, const char *hash, bool platform_admin,
		    int64_t *key);
enum status	person_password(struct db *, const char *email,
		    const char *hash);
enum status	person_switch(struct db *, const char *email, bool off);

#endif
