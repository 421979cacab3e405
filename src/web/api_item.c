/*
 * api_item: GET, PATCH and DELETE /api/v1/items/{id}.
 */
#include <string.h>

#include "storage/item.h"
#include "web/api.h"
#include "web/api_input.h"
#include "web/confirm.h"
#include "web/problem.h"

#define WHY_MAX	500	/* bytes of withdrawn_why */

struct reply *
api_item(struct request *r)
{
	struct item	*it;
	json_t		*o;
	enum status	 st;

	if ((st = api_load(r, &it, NULL)) != ST_OK)
		return problem(r, st);
	o = api_item_json(it, ITEM_JSON_BODY);
	if (it->status == ITEM_WITHDRAWN) {
		api_text(o, "withdrawn_why", it->withdrawn_why);
		api_text(o, "replaced_by", it->replaced_by);
	}
	return api_item_reply(r, 200, it, o);
}

/* what a PATCH does, out of the state that is and the one that is wanted */
enum deed { SAVE, SAVE_ASIDE, PUBLISH, WITHDRAW, RESTORE, IMPOSSIBLE };

static enum deed
deed(const struct item *it, const struct item_input *in)
{
	enum item_status	wanted = in->has_status ? in->status :
				    it->status;

	switch (it->status) {
	case ITEM_DRAFT:
		return wanted == ITEM_PUBLISHED ? PUBLISH :
		    wanted == ITEM_DRAFT ? SAVE : IMPOSSIBLE;
	case ITEM_PUBLISHED:
		return !in->has_status ? SAVE_ASIDE :
		    wanted == ITEM_PUBLISHED ? PUBLISH :
		    wanted == ITEM_WITHDRAWN ? WITHDRAW : IMPOSSIBLE;
	case ITEM_WITHDRAWN:
		return wanted == ITEM_DRAFT ? RESTORE : IMPOSSIBLE;
	case ITEM_STATUS_COUNT:
	default:
		return IMPOSSIBLE;
	}
}

static enum verb
verb_of(enum deed d)
{
	switch (d) {
	case PUBLISH:
		return MAY_PUBLISH;
	case WITHDRAW:
		return MAY_WITHDRAW;
	case RESTORE:
		return MAY_RESTORE;
	case SAVE:
	case SAVE_ASIDE:
	case IMPOSSIBLE:
	default:
		return MAY_EDIT;
	}
}

/* withdrawing and bringing back change nothing else */
static void
check_alone(struct request *r, const json_t *o)
{
	static const char *const allowed[] = { "status", "withdrawn_why",
	    "replaced_by", NULL };
	const char	*key;
	json_t		*v;
	size_t		 i;

	json_object_foreach((json_t *)(uintptr_t)o, key, v) {
		for (i = 0; allowed[i] != NULL; i++)
			if (strcmp(allowed[i], key) == 0)
				break;
		if (allowed[i] == NULL)
			fault_field(&r->fault, arena_strdup(r->arena, key),
			    _("Change this by itself, before or after."));
	}
}

static void
check_withdrawal(struct request *r, const struct item_input *in)
{
	if (*in->withdrawn_why == '\0')
		fault_field(&r->fault, "withdrawn_why", _("Say why, so that "
		    "readers know what to think of their copy."));
	if (strlen(in->withdrawn_why) > WHY_MAX)
		fault_field(&r->fault, "withdrawn_why",
		    _("The reason has at most 500 characters."));
	if (*in->replaced_by != '\0' && !digest_is_public_id(in->replaced_by))
		fault_field(&r->fault, "replaced_by", _("This is not the id "
		    "of something on this shelf."));
}

static void
check(struct request *r, const json_t *o, struct item *work,
    const struct item_input *in, enum deed d)
{
	if (d == IMPOSSIBLE)
		fault_field(&r->fault, "status", _("It can't go from its "
		    "present state to this one."));
	if (in->has_org && strcmp(in->org, work->org_slug) != 0)
		fault_field(&r->fault, "org", _("It stays with the "
		    "organisation that shared it."));
	if (d == WITHDRAW || d == RESTORE)
		check_alone(r, o);
	else
		api_input_check(r, work, d == PUBLISH ||
		    work->status == ITEM_PUBLISHED);
	if (d == WITHDRAW)
		check_withdrawal(r, in);
}

static enum status
carry_out(struct request *r, struct item *before, struct item *work,
    const struct item_input *in, enum deed d)
{
	switch (d) {
	case SAVE:
		return item_update(r->db, r->arena, work);
	case SAVE_ASIDE:
		return working_copy_save(r->db, work, r->actor.person);
	case PUBLISH:
		return item_publish(r->db, r->arena, work,
		    before->status == ITEM_PUBLISHED ? before : NULL,
		    r->actor.person, r->actor.name);
	case WITHDRAW:
		return item_withdraw(r->db, before, r->actor.person,
		    in->withdrawn_why, in->replaced_by);
	case RESTORE:
		return item_restore(r->db, before);
	case IMPOSSIBLE:
	default:
		return ST_CONFLICT;
	}
}

static enum status
change(struct request *r, struct item *before, struct item *work,
    const struct item_input *in, enum deed d)
{
	enum status	st;

	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK)
		return st;
	if ((st = carry_out(r, before, work, in, d)) != ST_OK) {
		db_rollback(r->db);
		return st;
	}
	return db_end(r->db);
}

/* the item as it stands after a change, working copy and all */
static struct reply *
answer(struct request *r)
{
	struct item	*it, *work;
	enum status	 st;

	if ((st = api_load(r, &it, &work)) != ST_OK)
		return problem(r, st);
	return api_item_reply(r, 200, work, api_item_json(work,
	    ITEM_JSON_BODY));
}

static struct reply *
patch(struct request *r, const json_t *o, struct item *it, struct item *work)
{
	struct item_input	 in;
	struct reply		*ended;
	enum status		 st;
	enum deed		 d;

	work->note = "";	/* a note belongs to one version */
	st = api_input(r, o, work, &in);
	if (st != ST_OK && st != ST_INVALID)
		return problem(r, st);
	d = deed(it, &in);
	if ((ended = api_refused(r, verb_of(d), it)) != NULL)
		return ended;
	check(r, o, work, &in, d);
	if (r->fault.nfields > 0)
		return problem(r, ST_INVALID);
	if (d == PUBLISH && it->status == ITEM_PUBLISHED &&
	    work->audience < it->audience &&
	    (st = confirm_stands(r)) != ST_OK)
		return problem(r, st);
	work->rev = it->rev;
	if ((st = change(r, it, work, &in, d)) != ST_OK)
		return problem(r, st);
	return answer(r);
}

struct reply *
api_item_patch(struct request *r)
{
	struct item	*it, *work;
	struct reply	*ended;
	json_t		*o;
	enum status	 st;

	if ((st = api_load(r, &it, &work)) != ST_OK)
		return problem(r, st);
	if ((ended = api_refused(r, it->status == ITEM_WITHDRAWN ?
	    MAY_RESTORE : MAY_EDIT, it)) != NULL ||
	    (ended = api_stale(r, it)) != NULL)
		return ended;
	if ((o = api_body(r, &ended)) == NULL)
		return ended;
	ended = patch(r, o, it, work);
	json_decref(o);
	return ended;
}

static enum status
take_away(struct request *r, struct item *it)
{
	enum status	st;

	if ((st = db_begin(r->db, DB_WRITE)) != ST_OK)
		return st;
	st = it->status == ITEM_DRAFT ? item_delete(r->db, it) :
	    item_withdraw(r->db, it, r->actor.person, "", "");
	if (st != ST_OK) {
		db_rollback(r->db);
		return st;
	}
	return db_end(r->db);
}

struct reply *
api_item_delete(struct request *r)
{
	static const enum verb	 needs[] = {
		[ITEM_DRAFT] = MAY_DELETE, [ITEM_PUBLISHED] = MAY_WITHDRAW,
		[ITEM_WITHDRAWN] = MAY_RESTORE
	};
	struct item	*it;
	struct reply	*ended;
	enum status	 st;

	if ((st = api_load(r, &it, NULL)) != ST_OK)
		return problem(r, st);
	if ((ended = api_refused(r, needs[it->status], it)) != NULL)
		return ended;
	/* gone already: a repeated DELETE ends well */
	if (it->status == ITEM_WITHDRAWN)
		return reply_new(r, 204, NULL);
	if ((ended = api_stale(r, it)) != NULL)
		return ended;
	if ((st = take_away(r, it)) != ST_OK)
		return problem(r, st);
	return reply_new(r, 204, NULL);
}
