/*
 * audit: see audit.h.
 */
#include "storage/audit.h"

static const struct stmt ADD = { "audit_add", "ttt",
	"insert into audit (person, action, object, detail)"
	" values (cs_person(), $1, $2, $3)" };

enum status
audit_add(struct db *db, const char *action, const char *object,
    const char *detail)
{
	return db_do(db, &ADD, action, object, detail);
}
